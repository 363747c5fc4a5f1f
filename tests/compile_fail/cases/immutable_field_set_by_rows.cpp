// expect: an_immutable_field_is_assigned<Entry
// expect: "amount"
#include <dataflow/dataflow.hpp>

#include <vector>

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

void run(df::database<Entry>& db, const std::vector<Entry>& rows) {
    db.run(df::bulk_update(rows).set(df::field<&Entry::amount>));
}
