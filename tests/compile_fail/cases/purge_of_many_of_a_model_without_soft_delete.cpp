// expect: a_model_without_soft_delete_has_no_deleted_records<Note>
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>

#include <chrono>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    int n{};

#ifndef MISTAKE
    static constexpr auto dataflow = df::options{.soft_delete = true};
#endif
};

auto old() { return df::purge<Note>(df::older_than(std::chrono::days{30})); }
