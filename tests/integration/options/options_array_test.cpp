// The options of models, each pair together in some model, and none and all, times every node and path, on
// each database: random steps against a plain C++ model. DATAFLOW_OPTIONS_STEPS says how many of them each
// model takes, else 150. Here are those with all writes; the others are in guarded_array_test.cpp.
#include "integration/options/program.hpp"
#include "integration/options/two_tenants.hpp"
#include "integration/options/verdicts.hpp"

#include <array>
#include <cstdlib>

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
    play(db, said == nullptr ? 150 : std::atoi(said), std::make_integer_sequence<int, guarded_from>{});
    EXPECT_TRUE(df::verify_audit(db).ok());
}

TEST_P(OptionsArray, TwoTenantsAtOnceTouchNothingOfEachOther) {
    store db{url()};
    play_two_tenants<1, 2, 3>(db, GetParam(), where(), 12'000);
}

/// What a model says, each as a number below 5; the last one is whether it is walled.
constexpr std::size_t said = 14;
std::array<int, said> values(const shape& s) {
    return {s.times,
            s.tenants,
            s.soft,
            s.versions,
            s.past,
            s.log,
            s.unique,
            s.soft_parent,
            s.fixed,
            s.words,
            static_cast<int>(s.key),
            static_cast<int>(s.parent),
            static_cast<int>(s.writes),
            s.walled};
}
/// Which pairs of them there are.
struct pair_table {
    bool there[said][5][said][5]{};

    void add(const shape& s) {
        const auto all = values(s);
        for (std::size_t a = 0; a < said; ++a)
            for (std::size_t b = a + 1; b < said; ++b) there[a][all[a]][b][all[b]] = true;
    }
};

TEST(OptionsCovered, EachPairIsTogetherInSomeModel) {
    pair_table found, wanted;
    for (int i = 0; i < refused_from; ++i) found.add(shapes[i]);
    for (unsigned bits = 0; bits < 1U << 11U; ++bits)
        for (int rest = 0; rest < 4 * 4 * 5; ++rest) {
            const auto bit = [&](unsigned at) { return (bits >> at & 1U) != 0; };
            const shape s{bit(0),
                          bit(1),
                          bit(2),
                          bit(3),
                          bit(4),
                          bit(5),
                          bit(6),
                          static_cast<key_kind>(rest % 4),
                          static_cast<parent_kind>(rest / 4 % 4),
                          bit(7),
                          bit(8),
                          bit(9),
                          static_cast<writes_kind>(rest / 16),
                          bit(10)};
            if (s.compiles() && (!s.soft_parent || s.parent != parent_kind::none)) wanted.add(s);
        }
    constexpr std::size_t key = 10, parent = 11, writes = 12;
    for (std::size_t a = 0; a < said; ++a)
        for (std::size_t b = a + 1; b < said; ++b) {
            if (a == key && (b == parent || b == writes)) continue; // no options of the model
            for (int x = 0; x < 5; ++x)
                for (int y = 0; y < 5; ++y) {
                    if (a == parent && x == 0 && b == writes) continue; // no foreign key
                    EXPECT_TRUE(found.there[a][x][b][y] || !wanted.there[a][x][b][y])
                        << a << '=' << x << ", " << b << '=' << y;
                }
        }
}

static_assert(models_compile_where_they_may(std::make_integer_sequence<int, shape_count>{}));

} // namespace
