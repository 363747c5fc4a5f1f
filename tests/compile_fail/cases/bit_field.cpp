// expect: a_field_is_a_bit_field<Flags, dataflow::nth_field<3
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct Flags {
    df::id<Flags> id{};
    std::string name;
#ifdef MISTAKE
    unsigned urgent : 1;
    unsigned level : 5;
#else
    bool urgent{};
    unsigned level{};
#endif
};
extern df::database<Flags> db;

auto wanted() {
    for (auto& f : db.run(df::list<Flags>()).records) f.name = "x";
    return db.run(df::read<Flags>(1)).id;
}
