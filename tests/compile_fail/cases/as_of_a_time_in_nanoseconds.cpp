// expect: as_of_takes_a_timestamp<
// lines: 16
#include <chrono>
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.history = true};
};

std::size_t run(df::database<Note>& db) {
#ifdef MISTAKE
    return db.run(df::list<Note>().as_of(std::chrono::system_clock::now())).size();
#else
    return db.run(df::list<Note>().as_of(df::timestamp{})).size();
#endif
}
