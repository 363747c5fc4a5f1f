// expect: a_secret_is_part_of_the_key<User
// expect: "token"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct User {
    std::string token{};
    std::string pin{};

#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.key = df::key("token"), .audit_log = true, .secrets = df::secrets("token")};
#else
    static constexpr auto dataflow =
        df::options{.key = df::key("token"), .audit_log = true, .secrets = df::secrets("pin")};
#endif
};

auto stored() { return df::create(User{.token = "t"}); }
