// expect: the `stored` of df::mapped must be a type that a column can hold
// lines: 60
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
