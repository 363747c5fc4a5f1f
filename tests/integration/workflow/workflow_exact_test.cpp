// Decimals on the wires of a workflow: to inputs with more digits.
#include "support/fixture.hpp"

#include <optional>

namespace exact_wires {

namespace df = dataflow;

struct Bill {
    df::id<Bill> id{};
    df::decimal<6, 2> net{};
    std::optional<df::decimal<12, 4>> total{};
};

struct Given {
    df::decimal<6, 2> amount{};
    std::optional<df::decimal<5, 1>> nothing{};
};

} // namespace exact_wires

namespace {

using namespace exact_wires;
using namespace df::literals;
using df::field;

class ExactWires : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(ExactWires);

TEST_P(ExactWires, TakeMoreDigits) {
    df::database<Bill> db{url()};
    const auto flow = df::workflow<Given>( //
        df::node<"first">(df::create<Bill>()),
        df::node<"second">(df::create<Bill>()),
        df::node<"counted">(df::count<Bill>().where(field<&Bill::total> == df::param<"amount">)),
        df::wire<"input.amount", "first.net">,
        df::wire<"input.amount", "second.net">,
        df::wire<"first.net", "second.total">,
        df::wire<"input.nothing", "first.total">,
        df::wire<"second.net", "counted.amount">);
    for (const auto amount : {"12.34"_dec, "-99.99"_dec}) {
        (void)db.run(flow, Given{amount, {}});
        EXPECT_EQ(
            db.run(df::count<Bill>().where(field<&Bill::net> == amount && field<&Bill::total>.is_null())), 1);
        EXPECT_EQ(db.run(df::count<Bill>().where(field<&Bill::total> == amount)), 1);
    }
    (void)db.run(flow, Given{1, "1234.5"_dec});
    EXPECT_EQ(db.run(df::count<Bill>().where(field<&Bill::total> == "1234.5"_dec)), 1);
    EXPECT_EQ(db.run(df::count<Bill>().where(field<&Bill::total> == df::decimal<6, 2>{1})), 1);
}

} // namespace
