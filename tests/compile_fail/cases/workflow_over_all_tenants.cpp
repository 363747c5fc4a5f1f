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

struct Asked {
    std::string name{};
};
#ifdef MISTAKE
auto named(database& db) {
    const auto flow = df::workflow<Asked>(
        df::node<"guests">(df::count<Guest>()),
        df::node<"one">(df::create<Guest>(field<&Guest::room> = df::id<Room, std::string>{"1"})),
        df::wire<"input.name", "one.name">);
    return db.all_tenants(df::for_writing).run(flow, Asked{"ann"}).get<"guests">();
}
#else
auto named(database& db) {
    const auto flow =
        df::workflow<Asked>(df::node<"guests">(df::count<Guest>()),
                            df::node<"renamed">(df::bulk_update<Guest>(
                                field<&Guest::name> == df::param<"name">, field<&Guest::name> = "nobody")),
                            df::wire<"input.name", "renamed.name">);
    return db.all_tenants(df::for_writing).run(flow, Asked{"ann"}).get<"guests">();
}
#endif
