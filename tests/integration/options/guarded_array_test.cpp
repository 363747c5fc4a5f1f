// The same as options_array_test.cpp for models without some writes, and for those behind row-level security:
// what compiles does what the plain model does, and what the database refuses changes nothing.
#include "integration/options/program.hpp"
#include "integration/options/two_tenants.hpp"
#include "integration/options/verdicts.hpp"

#include <cstdlib>
#include <string>

namespace {

using namespace proof;

template <class Numbers>
struct guarded;
template <int... I>
struct guarded<std::integer_sequence<int, I...>> {
    using store = df::database<Owner<false, false>, Owner<false, true>, Owner<true, false>, Owner<true, true>,
                               model<guarded_from + I>..., df::tenant_audit_record>;
    static void play(store& db, int steps) {
        (program<guarded_from + I, store>{db, {"acme", "globex"}, 200U + I}.run(steps), ...);
    }
    static_assert((nodes_compile_where_they_may<guarded_from + I>() && ...));
};
using guarded_models = guarded<std::make_integer_sequence<int, walled_from - guarded_from>>;

template <class Numbers>
struct walled;
template <int... I>
struct walled<std::integer_sequence<int, I...>> {
    using store = df::database<Owner<true, true, true>, Owner<true, false, true>, Owner<false, false>,
                               model<walled_from + I>..., df::tenant_audit_record>;
    static void play(store& db, int steps) {
        (program<walled_from + I, store>{db, {"acme", "globex"}, 300U + I}.run(steps), ...);
    }
    static_assert((nodes_compile_where_they_may<walled_from + I>() && ...));
};
using walled_models = walled<std::make_integer_sequence<int, refused_from - walled_from>>;

int steps() {
    const char* said = std::getenv("DATAFLOW_OPTIONS_STEPS");
    return said == nullptr ? 150 : std::atoi(said);
}

class GuardedArray : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(GuardedArray);

TEST_P(GuardedArray, EachNodeDoesWhatThePlainModelDoes) {
    guarded_models::store db{url()};
    guarded_models::play(db, steps());
    EXPECT_TRUE(df::verify_audit(db).ok());
}
TEST_P(GuardedArray, TwoTenantsAtOnceTouchNothingOfEachOther) {
    guarded_models::store db{url()};
    play_two_tenants<10, 12, 13, 16, 18>(db, GetParam(), where(), 4'000);
}

/// With a role that owns the tables, and is no superuser.
class WalledArray : public support::database_test {
  protected:
    void TearDown() override {
        if (!role_.empty()) plain().run("DROP OWNED BY " + role_ + " CASCADE; DROP ROLE " + role_);
        database_test::TearDown();
    }
    [[nodiscard]] std::string owner() {
        role_ = where().schema() + "_owner";
        plain().run("CREATE ROLE " + role_ + " LOGIN; GRANT ALL ON SCHEMA " + where().schema() + " TO " +
                    role_);
        return url("user=" + role_);
    }

  private:
    std::string role_;
};
DATAFLOW_ON_ALL_DATABASES(WalledArray);

TEST_P(WalledArray, EachNodeDoesWhatThePlainModelDoes) {
    using store = walled_models::store;
    if (!postgres()) {
        (void)support::thrown<df::schema_mismatch>([&] { store db{url()}; });
        return;
    }
    const auto bound = owner();
    store db{bound};
    EXPECT_TRUE(db.warnings().empty());
    walled_models::play(db, steps());
    EXPECT_TRUE(df::verify_audit(db).ok());
    support::plain_connection other{support::backend::postgres, bound};
    for (int i = walled_from; i < refused_from; ++i) { // another program sees what it says
        const std::string table{tables[i]};
        const auto seen = [&] { return other.number("SELECT count(*) FROM " + table); };
        other.run("RESET dataflow.tenant");
        EXPECT_EQ(seen(), 0) << table;
        other.run("SET dataflow.tenant = 'acme'");
        EXPECT_EQ(seen(), plain().number("SELECT count(*) FROM " + table + " WHERE tenant_id = 'acme'"))
            << table;
    }
}

TEST_P(WalledArray, TwoTenantsAtOnceTouchNothingOfEachOther) {
    if (!postgres()) GTEST_SKIP() << "row-level security is PostgreSQL's";
    walled_models::store db{owner()};
    play_two_tenants<19, 20, 21, 22, 23>(db, GetParam(), where(), 4'000);
}

} // namespace
