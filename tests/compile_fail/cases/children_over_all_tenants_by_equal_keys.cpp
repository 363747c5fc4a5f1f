// expect: a_key_over_all_tenants_is_that_of_several_records_say_whose_by_tenant<Room>
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>

#include <string>

namespace df = dataflow;

struct Room {
    df::id<Room, std::string> number{};
    int beds = 1;

    static constexpr auto dataflow = df::options{.key = df::key("number"), .multi_tenant = true};
};
struct Comfort {
    df::id<Comfort> id{};
    std::string name{};
};
struct RoomComfort {
    df::id<RoomComfort> id{};
    df::id<Room, std::string> room{};
    df::id<Comfort> comfort{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
using database = df::database<Room, Comfort, RoomComfort>;

// Those of no tenant do not say to which of the rooms with a number they go.
#ifdef MISTAKE
auto read(database& db) {
    return db.all_tenants().run(df::list<Room>().with_children<&RoomComfort::room, &RoomComfort::comfort>());
}
#else
auto read(database& db) {
    (void)db.all_tenants().run(df::list<Room>().with_children<&RoomComfort::room>());
    return db.tenant("acme").run(df::list<Room>().with_children<&RoomComfort::room, &RoomComfort::comfort>());
}
#endif
