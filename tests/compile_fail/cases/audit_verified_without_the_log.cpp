// expect: a_model_is_not_in_the_list_of_the_database<dataflow::audit_record>
#include <chrono>
#include <dataflow/audit/audit.hpp>
#include <dataflow/dataflow.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Entry {
    df::id<Entry> id{};
    std::string code;
};
#ifdef MISTAKE
using database = df::database<Entry>;
#else
using database = df::database<Entry, df::audit_record>;
#endif

bool run(database& db) { return df::verify_audit(db).ok(); }
