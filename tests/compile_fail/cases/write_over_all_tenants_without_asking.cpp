// expect: all_tenants_are_read_only_unless_asked_for_writing<Room>
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>

#include <string>

namespace df = dataflow;
using df::field;

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
auto all(database& db) { return db.all_tenants(); }
#else
auto all(database& db) { return db.all_tenants(df::for_writing); }
#endif

auto more(database& db) {
    return all(db).run(df::bulk_update<Room>(df::everything, field<&Room::beds> += 1));
}
