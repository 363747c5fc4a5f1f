// Every operator over decimals and durations, in all pairs of boundary values and NULL.
#include "support/cross.hpp"

namespace {

using namespace cross;

class OperatorsOfExactNumbers : public crossing_test {};
DATAFLOW_ON_ALL_DATABASES(OperatorsOfExactNumbers);

TEST_P(OperatorsOfExactNumbers, Decimals) {
    cross_all<df::decimal<4, 1>, df::decimal<10, 2>, df::decimal<18, 0>, df::decimal<18, 18>, Grams>();
}
TEST_P(OperatorsOfExactNumbers, Durations) {
    cross_all<std::chrono::microseconds, std::chrono::seconds, std::chrono::hours>();
}

} // namespace
