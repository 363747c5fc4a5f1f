// What is named after a table or a column, where that gets another name: the second plan is empty, and the
// database does not differ from one that was made new.
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace support;
namespace migrate = df::migrate;

enum class state : std::uint8_t { fresh, sold };

namespace v1 {
struct Owner {
    df::id<Owner> id{};
    std::string name{};
};
struct Pet {
    df::id<Pet> id{};
    std::string tag{};
    std::string kind{};
    std::optional<double> weight{};
    state sold = state::fresh;
    std::optional<df::id<Owner>> owner_id{};
    std::optional<df::id<Pet>> mother_id{};
    static constexpr auto dataflow = df::options{.unique = df::unique({"tag"}, {"kind", "weight"}),
                                                 .indexes = df::indexes({"kind"}, {"owner_id", "tag"})};
};
} // namespace v1
namespace v2 {
struct Owner {
    df::id<Owner> id{};
    std::string name{};
};
struct Animal {
    df::id<Animal> id{};
    std::string chip{};
    std::string kind{};
    std::optional<double> grams{};
    state status = state::fresh;
    std::optional<df::id<Owner>> keeper_id{};
    std::optional<df::id<Animal>> parent_id{};
    static constexpr auto dataflow =
        df::options{.unique = df::unique({"chip"}, {"kind", "grams"}),
                    .indexes = df::indexes({"kind"}, {"keeper_id", "chip"}),
                    .renamed_table = "pets",
                    .renamed = df::renamed({"tag", "chip"}, {"weight", "grams"}, {"sold", "status"},
                                           {"owner_id", "keeper_id"}, {"mother_id", "parent_id"})};
};
} // namespace v2

struct renamed_names : shared_database_test {
    /// Of all tables that are no record of migrations, and of what belongs to them.
    [[nodiscard]] std::vector<plain_row> names(plain_connection sql) const {
        return sql.run(
            postgres() ? "SELECT conrelid::regclass::text, conname FROM pg_constraint AS c WHERE "
                         "connamespace = current_schema()::regnamespace AND conrelid::regclass::text NOT "
                         "LIKE 'dataflow%' UNION ALL SELECT tablename, indexname FROM pg_indexes WHERE "
                         "schemaname = current_schema() AND tablename NOT LIKE 'dataflow%' ORDER BY 1, 2"
                       : "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE '%dataflow%' ORDER BY 1");
    }
};

TEST_P(renamed_names, are_those_of_a_new_database) {
    {
        df::database<v1::Owner, v1::Pet> db{url()};
        const auto owner = db.run(df::create(v1::Owner{.name = "o"}));
        const auto pet =
            db.run(df::create(v1::Pet{.tag = "a", .kind = "k", .weight = 1.5, .owner_id = owner.id}));
        db.run(df::create(v1::Pet{.tag = "b", .kind = "k", .weight = 2.5, .mother_id = pet.id}));
    }
    const auto of = df::migrations_of<v2::Owner, v2::Animal>(url());
    const df::migrate_options how{.auto_confirm = true, .max_risk = df::risk::critical};
    of.run(how);
    EXPECT_TRUE(of.pending().empty()) << migrate::preview(of.pending());
    EXPECT_TRUE(of.drift().empty()) << migrate::to_text(of.drift());
    EXPECT_FALSE(of.run(how).changed());
    // All names, too, so that errors are read by them.
    const auto fresh = another();
    df::database<v2::Owner, v2::Animal> made{fresh->url()};
    EXPECT_EQ(names(plain()), names(fresh->plain()));
    of.rollback(1);
    const auto former = df::migrations_of<v1::Owner, v1::Pet>(url());
    EXPECT_TRUE(former.pending().empty()) << migrate::preview(former.pending());
    EXPECT_TRUE(former.drift().empty()) << migrate::to_text(former.drift());
}

DATAFLOW_ON_SHARED_DATABASES(renamed_names);

} // namespace
