// expect: a_secret_is_part_of_the_key<User
// expect: "token"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct User {
    std::string token{};
    std::string pin{};

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.key = df::key("token"), .secrets = df::secrets("token")};
#else
    static constexpr auto dataflow = df::options{.key = df::key("token"), .secrets = df::secrets("pin")};
#endif
};

df::database<User> open() { return df::database<User>{"sqlite::memory:"}; }
