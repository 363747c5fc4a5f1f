// expect: a_model_is_not_an_aggregate<Note
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

class Note {
  public:
    explicit Note(std::string t) : text(std::move(t)) {}
    std::string text;
};

#ifdef MISTAKE
auto wanted() { return df::create(Note{"a"}); }
#else
auto wanted() { return df::create(Customer{.name = Note{"a"}.text}); }
#endif
