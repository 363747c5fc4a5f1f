// expect: without_takes_create_update_and_erase_but_not_alter<Entry
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.without = df::write_kind::any};
#else
    static constexpr auto dataflow = df::options{.without = df::write_kind::create | df::write_kind::update};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
