// expect: a_workflow_is_run_for_one_tenant<Guest>
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
auto session(database& db) { return db.all_tenants(); }
#else
auto session(database& db) { return db.tenant("acme"); }
#endif

struct Asked {
    int number{};
};
auto counted(database& db) {
    const auto flow = df::workflow<Asked>(df::node<"guests">(df::count<Guest>()));
    return session(db).run(flow, Asked{}).get<"guests">();
}
