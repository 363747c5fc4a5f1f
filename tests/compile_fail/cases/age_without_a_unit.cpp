// expect: an_age_has_a_unit_of_time<int>
// lines: 14
#include <chrono>
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

void run(df::database<Note>& db) {
#ifdef MISTAKE
    db.run(df::purge<Note>(df::older_than(30)));
#else
    db.run(df::purge<Note>(df::older_than(std::chrono::days{30})));
#endif
}
