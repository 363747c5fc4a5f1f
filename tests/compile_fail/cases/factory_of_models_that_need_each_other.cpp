// expect: two_models_need_records_of_each_other<Wheel, Wagon>
#include <dataflow/testing.hpp>

#include <optional>

namespace df = dataflow;

struct Wagon;
struct Wheel {
    df::id<Wheel> id{};
    df::id<Wagon> wagon{};
};
struct Wagon {
    df::id<Wagon> id{};
#ifdef MISTAKE
    df::id<Wheel> spare{};
#else
    std::optional<df::id<Wheel>> spare{};
#endif
};

void wagons() {
    df::test_database<Wagon, Wheel> db;
    df::factory make{db};
    make.create<Wagon>();
}
