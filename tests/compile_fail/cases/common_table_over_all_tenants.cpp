// expect: a_common_table_of_tenants_stands_beside_others_over_all_tenants<
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>

#include <string>

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Room {
    df::id<Room, std::string> number{};
    int beds = 1;

    static constexpr auto dataflow = df::options{.key = df::key("number"), .multi_tenant = true};
};
struct Guest {
    df::id<Guest> id{};
    df::id<Room, std::string> room{};
    std::string name{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
using database = df::database<Room, Guest>;

#ifdef MISTAKE
auto session(database& db) { return db.all_tenants(); }
#else
auto session(database& db) { return db.tenant("acme"); }
#endif

auto pairs(database& db) {
    const auto large = df::with<"large">(df::select(field<&Room::number>, field<&Room::beds>));
    return session(db).run(df::select(field<&Guest::name>, large["beds"_n])
                               .from<Guest>()
                               .join(large, field<&Guest::room> == large["number"_n]));
}
