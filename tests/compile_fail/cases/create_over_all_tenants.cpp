// expect: a_write_over_all_tenants_names_its_tenant<Guest>
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
auto made(database& db) { return db.all_tenants(df::for_writing).run(df::create(Guest{.name = "Ann"})); }
#else
auto made(database& db) {
    return db.all_tenants(df::for_writing).transaction([](auto& tx) {
        return tx.tenant("acme").run(df::create(Guest{.name = "Ann"}));
    });
}
#endif
