// expect: a_field_is_compared_with_another_type<User
// expect: "email"
// alone: it specializes a template of ours
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Email {
    std::string text;
};
template <>
struct dataflow::mapped<Email> {
    using stored = std::string;
    static stored to(const Email& e) { return e.text; }
    static Email from(const stored& s) { return {s}; }
};
struct User {
    df::id<User> id{};
    Email email{};
};

#ifdef MISTAKE
auto wanted() { return field<&User::email> == "a@x.org"; }
#else
auto wanted() { return field<&User::email> == Email{"a@x.org"}; }
#endif
