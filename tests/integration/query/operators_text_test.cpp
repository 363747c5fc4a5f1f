// Every operator over every type that is no number, in all pairs of boundary values and NULL.
#include "support/cross.hpp"

namespace {

using namespace cross;

class OperatorsOfOtherTypes : public crossing_test {};
DATAFLOW_ON_ALL_DATABASES(OperatorsOfOtherTypes);

TEST_P(OperatorsOfOtherTypes, TextsAndBytes) { cross_all<std::string, df::bytes, Code>(); }
TEST_P(OperatorsOfOtherTypes, TimesAndDays) { cross_all<df::timestamp, df::date>(); }
TEST_P(OperatorsOfOtherTypes, UuidsAndEnumerations) { cross_all<df::uuid, shade, named>(); }
TEST_P(OperatorsOfOtherTypes, Ids) { cross_all<number_id, text_id, uuid_id>(); }

} // namespace
