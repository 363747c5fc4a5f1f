// expect: a_json_path_ends_at_a_type_that_cannot_be_compared<Size>
#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

namespace df = dataflow;
using df::field;

struct Size {
    int width{};
    int height{};
};
struct Specs {
    Size size;
};
struct Item {
    df::id<Item> id{};
    df::json<Specs> specs;
};

#ifdef MISTAKE
auto wanted() { return df::list<Item>().where(field<&Item::specs>.at<&Specs::size> == 3); }
#else
auto wanted() { return df::list<Item>().where(field<&Item::specs>.at<&Specs::size>.at<&Size::width> == 3); }
#endif
