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
constexpr auto sums = df::with<"sums">(
    df::aggregate<Room>().group_by(field<&Room::number>).select(df::sum(field<&Room::beds>).as<"beds">()));
#else
constexpr auto sums = df::with<"sums">(df::aggregate<Room>()
                                           .group_by(df::tenant_id<Room>, field<&Room::number>)
                                           .select(df::sum(field<&Room::beds>).as<"beds">()));
#endif

auto pairs(database& db) {
    return db.all_tenants().run(
        df::select(field<&Guest::name>, sums["beds"_n]).from<Guest>().join(sums, sums["beds"_n] > 1));
}
