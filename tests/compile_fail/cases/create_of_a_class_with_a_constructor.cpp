// expect: a_model_is_not_an_aggregate<Note
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
};
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
