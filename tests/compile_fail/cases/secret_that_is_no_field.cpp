// expect: an_option_names_an_unknown_column<User
// expect: "token"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct User {
    df::id<User> id{};
    std::string pin{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.audit_log = true, .secrets = df::secrets("token")};
#else
    static constexpr auto dataflow = df::options{.audit_log = true, .secrets = df::secrets("pin")};
#endif
};

auto stored() { return df::create(User{.pin = "1"}); }
