// expect: an_immutable_field_is_assigned<Entry
// expect: "amount"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    std::string code;
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.immutable = df::immutable("amount"), .unique = df::unique({"code"})};
#else
    static constexpr auto dataflow =
        df::options{.immutable = df::immutable("code"), .unique = df::unique({"code"})};
#endif
};

void run(df::database<Entry>& db) {
    db.run(df::upsert(Entry{.code = "a"})
               .on_conflict(df::field<&Entry::code>)
               .set_on_conflict(df::field<&Entry::amount> = 1));
}
