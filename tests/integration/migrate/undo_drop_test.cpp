// A column that a migration dropped comes back when that is undone, with what stood on it: with its values
// where a change set says how, else without them, and only where that is allowed.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace support;
namespace migrate = df::migrate;

namespace v1 {
struct Team {
    df::id<Team> id{};
    std::string name{};
};
struct Player {
    df::id<Player> id{};
    std::string name{};
    std::string full_name{};
    std::optional<int> number{};
    int level = 3;
    std::optional<df::id<Team>> team_id{};
    std::optional<std::string> email{};
    static constexpr auto dataflow = df::options{
        .unique = df::unique({"email"}), .indexes = df::indexes({"number", "level"}, {"name", "number"})};
};
} // namespace v1
namespace v2 {
struct Team {
    df::id<Team> id{};
    std::string name{};
};
struct Player {
    df::id<Player> id{};
    std::string name{};
};
} // namespace v2
namespace v3 { // the names are two
struct Team {
    df::id<Team> id{};
    std::string name{};
};
struct Player {
    df::id<Player> id{};
    std::string name{};
    std::optional<int> number{};
    int level = 3;
    std::optional<df::id<Team>> team_id{};
    std::optional<std::string> email{};
    std::string family{};
    static constexpr auto dataflow = df::options{
        .unique = df::unique({"email"}), .indexes = df::indexes({"number", "level"}, {"name", "number"})};
};
} // namespace v3

namespace v4 { // SQLite drops the column by ALTER TABLE
struct Team {
    df::id<Team> id{};
    std::string name{};
};
struct Player {
    df::id<Player> id{};
    std::string name{};
    std::string full_name{};
    std::optional<int> number{};
    std::optional<df::id<Team>> team_id{};
    std::optional<std::string> email{};
    static constexpr auto dataflow =
        df::options{.unique = df::unique({"email"}), .indexes = df::indexes({"name", "number"})};
};
} // namespace v4

struct undone_drops : shared_database_test {
    using before = df::database<v1::Team, v1::Player>;
    void make() const {
        before db{url()};
        const auto team = db.run(df::create(v1::Team{.name = "Red"}));
        for (int i = 1; i <= 5; ++i)
            db.run(df::create(v1::Player{.name = "Ann",
                                         .full_name = "Ann Lee" + std::to_string(i),
                                         .number = i,
                                         .level = i,
                                         .team_id = team.id,
                                         .email = std::to_string(i) + "@x.org"}));
    }
    [[nodiscard]] df::migrations former() const { return df::migrations_of<v1::Team, v1::Player>(url()); }
    static df::migrate_options options() { return {.auto_confirm = true, .max_risk = df::risk::high}; }
};

TEST_P(undone_drops, bring_back_the_columns_and_what_stood_on_them) {
    make();
    const auto of = df::migrations_of<v2::Team, v2::Player>(url());
    const auto text = migrate::preview(of.pending());
    EXPECT_TRUE(has(text, "comes back empty")) << text;
    of.run(options());
    const auto what = of.analyze_rollback(1);
    EXPECT_TRUE(what.possible) << what.reason;
    EXPECT_TRUE(what.loses_data);
    EXPECT_TRUE(has(what.data_loss_warning, "does not bring back what is lost")) << what.data_loss_warning;
    EXPECT_TRUE(has(what.data_loss_warning, "5 rows")) << what.data_loss_warning;
    const auto e = thrown<df::protected_operation>([&] { of.rollback(1); });
    EXPECT_TRUE(has(e.what(), "lose_data allows it")) << e.what();
    of.rollback(1, {.lose_data = true});
    EXPECT_EQ(of.history().at(0).state, migrate::migration_state::undone);
    auto sql = plain();
    EXPECT_EQ(sql.number("SELECT count(*) FROM players WHERE full_name IS NULL AND number IS NULL AND "
                         "team_id IS NULL AND email IS NULL AND level = 3"),
              5);
    // What may not be NULL may be, until somebody has given the rows values.
    const auto left = former().pending();
    ASSERT_FALSE(left.empty());
    for (const auto& s : left.steps) EXPECT_FALSE(s.loses_data) << s.title;
    EXPECT_EQ(thrown<df::check_violation>([&] { former().run(options()); }).info().node, "migrate");
    sql.run("UPDATE players SET full_name = 'x'");
    former().run(options());
    EXPECT_TRUE(former().pending().empty()) << migrate::preview(former().pending());
    EXPECT_TRUE(former().drift().empty()) << migrate::to_text(former().drift());
    before db{url()};
    EXPECT_THROW(db.run(df::create(v1::Player{.name = "b", .team_id = df::id<v1::Team>{77}})), df::error);
    db.run(df::create(v1::Player{.name = "b", .email = "b"}));
    EXPECT_THROW(db.run(df::create(v1::Player{.name = "c", .email = "b"})), df::unique_violation);
}

TEST_P(undone_drops, get_the_default_where_there_is_one) {
    make();
    const auto of = df::migrations_of<v4::Team, v4::Player>(url());
    of.run(options());
    of.rollback(1, {.lose_data = true});
    EXPECT_EQ(plain().number("SELECT count(*) FROM players WHERE level = 3"), 5);
    EXPECT_TRUE(former().pending().empty()) << migrate::preview(former().pending());
    const auto computed =
        migrate::change_set::of<v4::Team, v4::Player>("levels").drop<v4::Player>("level", "number");
    of.run(computed, options());
    of.rollback(2);
    EXPECT_EQ(plain().number("SELECT count(*) FROM players WHERE level = number"), 5);
    EXPECT_TRUE(former().pending().empty()) << migrate::preview(former().pending());
}

TEST_P(undone_drops, of_a_change_set_bring_back_what_it_can_make) {
    make();
    const auto of = df::migrations_of<v3::Team, v3::Player>(url());
    const auto split =
        migrate::change_set::of<v3::Team, v3::Player>("the family's name")
            .add<&v3::Player::family>()
            .migrate_data<v3::Player>({migrate::set<&v3::Player::family>("substr(full_name, 5)")})
            .drop<v3::Player>("full_name", "name || ' ' || family");
    EXPECT_TRUE(has(migrate::preview(of.pending(split)), "rollback: all of it"))
        << migrate::preview(of.pending(split));
    of.run(split, options());
    EXPECT_TRUE(of.pending().empty()) << migrate::preview(of.pending());
    EXPECT_EQ(plain().number("SELECT count(*) FROM players WHERE family LIKE 'Lee%'"), 5);
    const auto what = of.analyze_rollback(1);
    EXPECT_TRUE(what.possible) << what.reason;
    EXPECT_TRUE(has(what.data_loss_warning, "family")) << what.data_loss_warning; // which goes
    EXPECT_FALSE(has(what.data_loss_warning, "does not bring back")) << what.data_loss_warning;
    of.rollback(1, {.lose_data = true});
    EXPECT_EQ(plain().number("SELECT count(*) FROM players WHERE full_name = 'Ann Lee' || number"), 5);
    EXPECT_TRUE(former().pending().empty()) << migrate::preview(former().pending());
    EXPECT_TRUE(former().drift().empty()) << migrate::to_text(former().drift());
    of.run(split, options()); // and forth again
    EXPECT_EQ(plain().number("SELECT count(*) FROM players WHERE family LIKE 'Lee%'"), 5);
}

TEST_P(undone_drops, whose_way_back_is_wrong_are_not_made) {
    make();
    const auto of = df::migrations_of<v3::Team, v3::Player>(url());
    for (const char* wrong : {"name || nothing", "full_name", "name ||"}) {
        const auto split = migrate::change_set::of<v3::Team, v3::Player>("wrong")
                               .add<&v3::Player::family>()
                               .migrate_data<v3::Player>({migrate::set<&v3::Player::family>("'x'")})
                               .drop<v3::Player>("full_name", wrong);
        EXPECT_THROW(of.run(split, options()), df::error) << wrong;
        EXPECT_EQ(plain().number("SELECT count(*) FROM players WHERE full_name LIKE 'Ann Lee%'"), 5);
        EXPECT_TRUE(former().pending().empty()) << migrate::preview(former().pending());
    }
}

DATAFLOW_ON_SHARED_DATABASES(undone_drops);

} // namespace
