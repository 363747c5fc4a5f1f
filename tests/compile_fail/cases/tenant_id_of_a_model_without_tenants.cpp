// expect: a_model_without_multi_tenant_has_no_tenant_id<Plain>
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
struct Plain {
    df::id<Plain> id{};
    int n{};
};

#ifdef MISTAKE
auto found() { return df::tenant_id<Plain> == "acme"; }
#else
auto found() { return df::tenant_id<Room> == "acme"; }
#endif
