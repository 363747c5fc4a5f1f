// The options of models, each pair together in some model, and none and all, times every node and path, on
// each database: random steps against a plain C++ model. DATAFLOW_OPTIONS_STEPS says how many of them each
// model takes, else 150.
#include "integration/options/program.hpp"

#include <cstdlib>
#include <iterator>

namespace {

using namespace proof;

using store = df::database<Owner<false, false>, Owner<false, true>, Owner<true, false>, Owner<true, true>,
                           model<0>, model<1>, model<2>, model<3>, model<4>, model<5>, model<6>, model<7>,
                           model<8>, model<9>, df::tenant_audit_record>;

class OptionsArray : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(OptionsArray);

template <int... I>
void play(store& db, int steps, std::integer_sequence<int, I...>) {
    (program<I, store>{db, {"acme", "globex"}, 100U + I}.run(steps), ...);
}

TEST_P(OptionsArray, EachNodeDoesWhatThePlainModelDoes) {
    store db{url()};
    const char* said = std::getenv("DATAFLOW_OPTIONS_STEPS");
    play(db, said == nullptr ? 150 : std::atoi(said), std::make_integer_sequence<int, covering>{});
    EXPECT_TRUE(df::verify_audit(db).ok());
}

TEST(OptionsCovered, EachPairIsTogetherInSomeModel) {
    using setting = std::pair<int, int>; // an option, and its value
    std::set<std::pair<setting, setting>> found, wanted;
    const auto values = [](const shape& s) {
        return std::vector<int>{s.times,
                                s.tenants,
                                s.soft,
                                s.versions,
                                s.past,
                                s.log,
                                s.unique,
                                s.soft_parent,
                                static_cast<int>(s.key),
                                static_cast<int>(s.parent)};
    };
    for (int i = 0; i < covering; ++i) {
        const auto all = values(shapes[i]);
        for (int a = 0; a < 10; ++a)
            for (int b = a + 1; b < 10; ++b)
                found.insert({{a, all[static_cast<std::size_t>(a)]}, {b, all[static_cast<std::size_t>(b)]}});
    }
    for (int a = 0; a < 8; ++a)
        for (int b = a + 1; b < 10; ++b)
            for (int x = 0; x < 2; ++x)
                for (int y = 0; y < (b < 8 ? 2 : 4); ++y) {
                    const bool soft_none =
                        a == 7 && x == 1 && b == 9 && y == 0; // no parent, so it is not soft
                    if (!soft_none) wanted.insert({{a, x}, {b, y}});
                }
    for (const auto& pair : wanted)
        EXPECT_TRUE(found.contains(pair)) << pair.first.first << '=' << pair.first.second << ", "
                                          << pair.second.first << '=' << pair.second.second;
}

} // namespace
