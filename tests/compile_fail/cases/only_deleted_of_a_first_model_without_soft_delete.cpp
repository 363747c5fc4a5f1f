// expect: a_model_without_soft_delete_has_no_deleted_records<City>
// lines clang++: 13
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>

namespace df = dataflow;

struct City {
    df::id<City> id{};
};
struct House {
    df::id<House> id{};
    df::id<City> city{};

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

#ifdef MISTAKE
auto wanted() { return df::only_deleted(df::list<City>().left_join<&House::city>()); }
#else
auto wanted() { return df::only_deleted(df::list<House>().join<&House::city>()); }
#endif
