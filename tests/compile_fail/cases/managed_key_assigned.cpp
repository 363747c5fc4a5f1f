// expect: a_managed_column_is_assigned<Note
// expect: "id"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Note {
    std::string body;
};

#ifdef MISTAKE
auto wanted() { return df::create<Note>(df::id_of<Note> = df::id<Note>{1}); }
#else
auto wanted() { return df::create<Note>(field<&Note::body> = "x"); }
#endif
