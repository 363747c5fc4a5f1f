// expect: rows_to_update_have_no_key<Note>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Note {
    std::string body;
};

#ifdef MISTAKE
auto wanted() { return df::bulk_update(std::vector<Note>{}); }
#else
auto wanted() { return df::bulk_update(std::vector<df::record<Note>>{}); }
#endif
