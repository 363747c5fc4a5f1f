// expect: hours_are_given_as_a_df_time_window<
// lines: 14
#include <dataflow/dataflow.hpp>
#include <dataflow/protection.hpp>
#include <string>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.timestamps = false};
};

df::protection_rule kept() {
#ifdef MISTAKE
    return df::protect("by day").model<Note>().during("09:00", "17:00");
#else
    return df::protect("by day").model<Note>().during({.from = "09:00", .to = "17:00"});
#endif
}
