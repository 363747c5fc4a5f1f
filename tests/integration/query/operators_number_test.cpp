// Every operator over every type of binary numbers, in all pairs of boundary values and NULL.
#include "support/cross.hpp"

namespace {

using namespace cross;

class OperatorsOfNumbers : public crossing_test {};
DATAFLOW_ON_ALL_DATABASES(OperatorsOfNumbers);

TEST_P(OperatorsOfNumbers, WholeNumbers) {
    cross_all<bool, std::int16_t, std::int32_t, std::int64_t, Level>();
}
TEST_P(OperatorsOfNumbers, WholeNumbersInRange) {
    cross_all<std::int8_t, std::uint8_t, std::uint16_t, std::uint32_t>();
}
TEST_P(OperatorsOfNumbers, RealNumbers) { cross_all<float, double>(); }

} // namespace
