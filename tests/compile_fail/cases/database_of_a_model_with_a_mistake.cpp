// expect: a_field_type_has_no_sql_type<Note,
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Note {
    df::id<Note> id{};
#ifdef MISTAKE
    std::vector<std::vector<std::string>> tags;
#else
    std::string tags;
#endif
};

#ifdef MISTAKE
void wanted() { df::database<Note> db{"sqlite::memory:"}; }
#else
void wanted() { df::database<Note> db{"sqlite::memory:"}; }
#endif
