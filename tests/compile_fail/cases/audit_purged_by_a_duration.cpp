// expect: an_age_is_made_by_df_older_than<
// expect: 3600
// lines: 14
#include <chrono>
#include <dataflow/audit/audit.hpp>
#include <dataflow/dataflow.hpp>
#include <string>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

    static constexpr auto dataflow = df::options{.audit_log = true};
};

void run(df::database<Note, df::audit_record>& db) {
#ifdef MISTAKE
    df::purge_audit(db, std::chrono::hours{1});
#else
    df::purge_audit(db, df::older_than(std::chrono::hours{1}));
#endif
}
