// expect: a_mapped_type_is_stored_as_a_type_that_no_column_can_hold<User
// expect: "email"
// alone: it specializes a template of ours
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Email {
    std::string text;
};
template <>
struct dataflow::mapped<Email> {
#ifdef MISTAKE
    using stored = const char*;
    static stored to(const Email& e) { return e.text.c_str(); }
#else
    using stored = std::string;
    static stored to(const Email& e) { return e.text; }
#endif
    static Email from(const stored& s) { return {s}; }
};
struct User {
    df::id<User> id{};
    Email email{};
};

auto wanted() { return df::list<User>(); }
