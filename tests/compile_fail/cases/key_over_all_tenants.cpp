// expect: a_key_over_all_tenants_is_that_of_several_records_say_whose_by_tenant<Room>
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
auto read(database& db) { return db.all_tenants().run(df::read<Room>("1")); }
#else
auto read(database& db) {
    return db.all_tenants().run(
        df::list<Room>().where(field<&Room::number> == df::id<Room, std::string>{"1"}));
}
#endif
