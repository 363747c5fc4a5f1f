// expect: a_model_is_without_this_write<Entry
// expect: "update"
// lines: 14
#include <dataflow/dataflow.hpp>
#include <string>
#include <vector>

namespace df = dataflow;
using df::field;

struct Entry {
    df::id<Entry> id{};
    std::string code;
    int amount = 0;

    static constexpr auto dataflow = df::options{.append_only = true, .unique = df::unique({"code"})};
};

std::size_t run(df::database<Entry>& db, const std::vector<Entry>& rows) {
#ifdef MISTAKE
    return db
        .run(
            df::bulk_create(rows).on_conflict(field<&Entry::code>).set_on_conflict(field<&Entry::amount> = 1))
        .created;
#else
    return db.run(df::bulk_create(rows).on_conflict(field<&Entry::code>)).created;
#endif
}
