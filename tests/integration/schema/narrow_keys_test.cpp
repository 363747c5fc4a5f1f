// Ids of 32 and 16 bits: of tables whose keys are INTEGER and SMALLINT, and of the library's own.
#include <dataflow/json.hpp>
#include <dataflow/sql.hpp>

#include "support/fixture.hpp"

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace narrow {

namespace df = dataflow;

struct Owner {
    df::id<Owner, std::int32_t> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.table = "owners", .timestamps = false};
};
struct Pet {
    df::id<Pet, std::int16_t> id{};
    std::string name;
    df::id<Owner, std::int32_t> owner{};
    static constexpr auto dataflow = df::options{.table = "pets", .timestamps = false};
};

} // namespace narrow

namespace {

namespace df = dataflow;
using df::field;
using narrow::Owner;
using narrow::Pet;
using support::thrown;

static_assert(sizeof(Owner::id) == 4 && std::is_same_v<df::id<Pet, std::int16_t>::rep, std::int16_t>);

class NarrowKeys : public support::shared_database_test {
  protected:
    using database = df::database<Owner, Pet>;
    [[nodiscard]] database theirs() {
        plain().run(postgres()
                        ? "CREATE TABLE owners (id serial PRIMARY KEY, name text NOT NULL);"
                          "CREATE TABLE pets (id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name "
                          "text NOT NULL, owner integer NOT NULL REFERENCES owners (id))"
                        : "CREATE TABLE owners (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
                          "CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner INT NOT "
                          "NULL REFERENCES owners (id))");
        return database{df::open_options{.url = url(), .existing_schema_mode = true}};
    }
    void use(database& db) {
        const auto ann = db.run(df::create(Owner{.name = "Ann"}));
        const auto bob = db.run(df::create<Owner>(field<&Owner::name> = "Bob"));
        EXPECT_EQ(ann.id.value, 1);
        EXPECT_EQ(bob.id.value, 2);
        const auto rex = db.run(df::create(Pet{.name = "Rex", .owner = bob.id}));
        const auto more = db.run(df::bulk_create(std::vector<Pet>{{.name = "Tim", .owner = ann.id},
                                                                  {.name = "Tom", .owner = ann.id},
                                                                  {.name = "Kit", .owner = bob.id}})
                                     .returning_ids());
        ASSERT_EQ(more.ids.size(), 3U);
        EXPECT_EQ(more.ids[2].value, rex.id.value + 3);
        EXPECT_EQ(db.run(df::read<Pet>(more.ids[0])).name, "Tim");
        EXPECT_EQ(db.run(df::read<Pet>(2)).name, "Tim");
        EXPECT_EQ(db.run(df::update<Pet>(more.ids[0], field<&Pet::owner> = bob.id)).owner, bob.id);
        EXPECT_EQ(db.run(df::count<Pet>().where(field<&Pet::owner> == bob.id)), 3);
        EXPECT_EQ(db.run(df::count<Pet>().where(field<&Pet::id>.in({rex.id, more.ids[1]}))), 2);
        auto page = df::list<Pet>().order_by(field<&Pet::id>).limit(3);
        const auto first = db.run(page);
        ASSERT_TRUE(first.next.has_value());
        EXPECT_EQ(db.run(page.after(*first.next)).size(), 1U);
        const auto joined = db.run(df::list<Pet>().join<&Pet::owner>().where(field<&Owner::name> == "Ann"));
        EXPECT_EQ(joined.size(), 1U);
        const auto owners =
            db.run(df::list<Owner>().with_children<&Pet::owner>().order_by(field<&Owner::id>));
        ASSERT_EQ(owners.size(), 2U);
        EXPECT_EQ(owners[1].children.size(), 3U);
        EXPECT_EQ(db.run(df::bulk_erase<Pet>(more.ids)).deleted, 3);
        (void)db.run(df::bulk_upsert(std::vector<Owner>{{.id = bob.id, .name = "Bo"},
                                                        {.id = df::id<Owner, std::int32_t>{9}, .name = "Cy"}})
                         .on_conflict(field<&Owner::id>));
        EXPECT_EQ(db.run(df::read<Owner>(2)).name, "Bo");
        EXPECT_EQ(df::from_json<Pet>(df::to_json(Pet{.id = rex.id, .name = "Rex", .owner = bob.id})).id,
                  rex.id);
        EXPECT_EQ(
            db.run(df::sql<"select id from owners where id = {}", df::id<Owner, std::int32_t>>(bob.id).one()),
            bob.id);
    }
    /// The keys are at their end: the database makes one that the field cannot hold.
    void run_out(database& db) {
        const auto most = postgres() ? "SELECT setval(pg_get_serial_sequence('pets', 'id'), 32767)"
                                     : "INSERT INTO pets VALUES (32767, 'last', 1)";
        plain().run(most);
        const auto before = plain().number("SELECT count(*) FROM pets");
        EXPECT_THROW((void)db.run(df::create(Pet{.name = "x", .owner = df::id<Owner, std::int32_t>{1}})),
                     df::error);
        EXPECT_THROW((void)db.run(df::bulk_create(std::vector<Pet>{
                                                      {.name = "x", .owner = df::id<Owner, std::int32_t>{1}}})
                                      .returning_ids()),
                     df::error);
        EXPECT_EQ(plain().number("SELECT count(*) FROM pets"), before);
        EXPECT_NO_THROW((void)db.run(df::list<Pet>()));
    }
};
DATAFLOW_ON_SHARED_DATABASES(NarrowKeys);

TEST_P(NarrowKeys, OfTablesThatOthersMade) {
    auto db = theirs();
    use(db);
    run_out(db);
}
TEST_P(NarrowKeys, OfTheLibrarysOwnTables) {
    database db{url()};
    EXPECT_EQ(
        plain().number(postgres()
                           ? "SELECT count(*) FROM information_schema.columns WHERE table_schema = "
                             "current_schema() AND column_name = 'id' AND data_type IN ('integer', "
                             "'smallint')"
                           : "SELECT count(*) FROM pragma_table_info('pets') WHERE pk AND type = 'INTEGER'"),
        postgres() ? 2 : 1);
    use(db);
    run_out(db);
    database again{url()};
    EXPECT_EQ(again.run(df::read<Owner>(1)).name, "Ann");
}
TEST_P(NarrowKeys, ANumberBeyondIsRefused) {
    EXPECT_EQ(thrown<df::invalid_value>([] { (void)df::id<Pet, std::int16_t>{40000}; }).kind(),
              df::error_kind::invalid_value);
    auto db = theirs();
    EXPECT_THROW((void)db.run(df::read<Pet>(std::int64_t{1} << 40)), df::invalid_value);
}

} // namespace
