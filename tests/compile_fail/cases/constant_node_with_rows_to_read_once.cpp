// expect: the_rows_of_a_constant_node_can_be_read_only_once<Note
#include <dataflow/dataflow.hpp>

#include <memory>
#include <vector>

namespace df = dataflow;

struct Note {
    std::string body;
};

/// As a generator of C++23: it can be moved only, and reading it changes it.
struct rows_from_file {
    std::unique_ptr<std::vector<Note>> read = std::make_unique<std::vector<Note>>();
    auto begin() { return read->begin(); }
    auto end() { return read->end(); }
};

#ifdef MISTAKE
void wanted(df::database<Note>& db) {
    const auto node = df::bulk_create(rows_from_file{});
    (void)db.run(node);
}
#else
void wanted(df::database<Note>& db) {
    auto node = df::bulk_create(rows_from_file{});
    (void)db.run(node);
}
#endif
