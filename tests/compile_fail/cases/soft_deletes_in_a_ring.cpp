// expect: soft_deletes_cascade_in_a_cycle<Folder>
#include <dataflow/dataflow.hpp>

#include <optional>

namespace df = dataflow;

struct Folder {
    df::id<Folder> id{};
    std::optional<df::id<Folder>> inside{};

#ifdef MISTAKE
    static constexpr auto action = df::on_delete::cascade;
#else
    static constexpr auto action = df::on_delete::set_null;
#endif
    static constexpr auto dataflow = df::options{
        .soft_delete = true, .foreign_keys = df::foreign_keys(df::foreign_key_rule{"inside", action})};
};

df::database<Folder> open() { return df::database<Folder>{"sqlite::memory:"}; }
