// expect: on_delete_needs_a_write_that_the_model_is_without<Entry
// expect: "account"
#include <dataflow/dataflow.hpp>

#include <optional>

namespace df = dataflow;

struct Account {
    df::id<Account> id{};
};
struct Entry {
    df::id<Entry> id{};
    std::optional<df::id<Account>> account{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{
        .append_only = true, .foreign_keys = df::foreign_keys({"account", df::on_delete::cascade})};
#else
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys({"account", df::on_delete::cascade})};
#endif
};

df::database<Account, Entry> open() { return df::database<Account, Entry>{"sqlite::memory:"}; }
