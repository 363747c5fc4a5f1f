// Tables of other schemas, and of attached files of SQLite: `.table = "sales.orders"`.
#include "support/fixture.hpp"

#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/soft_delete.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace several_schemas {

namespace df = dataflow;

enum class mood : std::uint8_t { good, bad };

struct Client {
    df::id<Client> id{};
    std::string name;
    static constexpr auto dataflow =
        df::options{.table = "sales.clients", .timestamps = false, .unique = df::unique({"name"})};
};
struct Deal {
    df::id<Deal> id{};
    df::id<Client> client{};
    int amount = 0;
    mood how = mood::good;
    std::vector<int> marks{};
    static constexpr auto dataflow =
        df::options{.table = "sales.deals",
                    .indexes = df::indexes({"client", "amount"}),
                    .checks = df::checks(df::check("deals_amount", df::column("amount") >= 0)),
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"client", df::on_delete::cascade})};
};
/// Of the same name, where the connection looks first.
struct Local {
    df::id<Local> id{};
    int amount = 0;
    static constexpr auto dataflow = df::options{.table = "deals", .timestamps = false};
};
struct Folder {
    df::id<Folder> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.table = "sales.\"v1.folders\"", .soft_delete = true};
};
struct Paper {
    df::id<Paper> id{};
    df::id<Folder> folder{};
    static constexpr auto dataflow =
        df::options{.table = "sales.papers",
                    .soft_delete = true,
                    .foreign_keys = df::foreign_keys(df::foreign_key_rule{"folder", df::on_delete::cascade})};
};
/// Two tables of one name with past versions, and the one without them.
struct Crate {
    df::id<Crate> id{};
    std::string name;
    static constexpr auto dataflow =
        df::options{.table = "sales.crates", .timestamps = false, .history = true};
};
struct LocalCrate {
    df::id<LocalCrate> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.table = "crates", .timestamps = false, .history = true};
};
struct PlainCrate {
    df::id<PlainCrate> id{};
    std::string name;
    static constexpr auto dataflow = df::options{.table = "sales.crates", .timestamps = false};
};

} // namespace several_schemas

namespace {

using namespace several_schemas;
using df::field;
using support::has;
using support::thrown;

class Schemas : public support::shared_database_test {
  protected:
    using database = df::database<Client, Deal, Local, Folder, Paper>;

    void SetUp() override {
        support::shared_database_test::SetUp();
        if (IsSkipped()) return;
        if (postgres()) plain().run("DROP SCHEMA IF EXISTS sales CASCADE; CREATE SCHEMA sales");
    }
    void TearDown() override {
        if (!IsSkipped() && postgres()) plain().run("DROP SCHEMA IF EXISTS sales CASCADE");
        support::shared_database_test::TearDown();
    }
    [[nodiscard]] std::string file() const { return (where().folder() / "sales of 2024.db").string(); }
    [[nodiscard]] std::string with(const std::string& more = {}) const {
        std::string path = file();
        for (auto at = path.find(' '); at != path.npos; at = path.find(' ')) path.replace(at, 1, "%20");
        return postgres() ? url() : url("attach=sales:" + path + more);
    }
    [[nodiscard]] support::plain_connection there() const {
        return postgres() ? plain() : support::plain_connection{support::backend::sqlite_file, file()};
    }
    [[nodiscard]] std::string in_sales(const std::string& table) const {
        return postgres() ? "sales." + table : table;
    }
};
DATAFLOW_ON_SHARED_DATABASES(Schemas);

TEST_P(Schemas, TablesAreMadeWrittenReadAndJoined) {
    database db{with()};
    EXPECT_TRUE(db.warnings().empty());
    const auto al = db.run(df::create(Client{.name = "Al"}));
    const auto bo = db.run(df::create(Client{.name = "Bo"}));
    const auto d = db.run(df::create(Deal{.client = al.id, .amount = 3, .marks = {1, 2}}));
    db.run(df::create(Local{.id = df::id<Local>{d.id.value}, .amount = 77}));
    db.run(df::create(Local{.amount = 78})); // past the key that was given
    EXPECT_EQ(there().value("SELECT amount FROM " + in_sales("deals")), "3");
    EXPECT_EQ(plain().value("SELECT max(amount) FROM deals"), "78");
    db.run(
        df::bulk_create(std::vector{Deal{.client = bo.id, .amount = 5}, Deal{.client = bo.id, .amount = 9}}));
    EXPECT_EQ(db.run(df::read<Deal>(d.id)).amount, 3);
    db.run(df::update<Deal>(d.id, field<&Deal::amount> += 1));
    EXPECT_EQ(db.run(df::upsert(Client{.name = "Al"}).on_conflict(field<&Client::name>)).record.id, al.id);
    EXPECT_EQ(db.run(df::count<Deal>().where(field<&Deal::marks>.contains(2))), 1);
    const auto joined = db.run(df::list<Deal>()
                                   .join<&Deal::client>()
                                   .join<Local>(field<&Local::amount> > field<&Deal::amount>)
                                   .where(field<&Deal::amount> == 4));
    ASSERT_EQ(joined.size(), 2U);
    EXPECT_EQ(joined[0].get<Local>().amount, 77);
    EXPECT_EQ(joined[0].get<Deal>().amount, 4);
    EXPECT_EQ(joined[0].get<Client>().name, "Al");
    EXPECT_EQ(db.run(df::list<Client>().with_children<&Deal::client>(df::list<Deal>().limit(1))).size(), 2U);
    EXPECT_EQ(db.run(df::bulk_update<Deal>(field<&Deal::amount> > 4, field<&Deal::amount> = 6)).updated, 2);
    { // the next page, by a cursor
        const auto one = db.run(df::list<Deal>().order_by(field<&Deal::amount>).limit(2));
        EXPECT_EQ(db.run(df::list<Deal>().order_by(field<&Deal::amount>).limit(2).after(*one.next)).size(),
                  1U);
    }
    EXPECT_TRUE(db.run(df::erase<Client>(al.id))); // and its deals, by the foreign key
    EXPECT_EQ(db.run(df::count<Deal>()), 2);
    db.transaction([&](auto& tx) {
        tx.run(df::create(Client{.name = "Cy"}));
        EXPECT_EQ(tx.run(df::count<Client>()), 2);
    });
    std::vector<std::thread> readers; // each with a connection of its own
    for (int i = 0; i < 4; ++i) readers.emplace_back([&] { EXPECT_EQ(db.run(df::count<Client>()), 2); });
    for (auto& r : readers) r.join();
    database again{with()}; // what is there fits
    EXPECT_EQ(again.run(df::count<Client>()), 2);
    database theirs{df::open_options{.url = with(), .existing_schema_mode = true}};
    EXPECT_TRUE(theirs.warnings().empty());
}

TEST_P(Schemas, ErrorsNameTheTableAndItsConstraints) {
    database db{with()};
    db.run(df::create(Client{.name = "Al"}));
    const auto u = thrown<df::unique_violation>([&] { db.run(df::create(Client{.name = "Al"})); });
    EXPECT_EQ(u.constraint(), "clients_name_key");
    EXPECT_EQ(u.field(), "name");
    const auto f =
        thrown<df::foreign_key_violation>([&] { db.run(df::create(Deal{.client = df::id<Client>{9}})); });
    EXPECT_EQ(f.constraint(), "deals_client_fkey");
    const auto c = thrown<df::check_violation>(
        [&] { db.run(df::create(Deal{.client = df::id<Client>{1}, .amount = -1})); });
    EXPECT_EQ(c.constraint(), "deals_amount");
    there().run("DROP TABLE " + in_sales("deals"));
    const auto m = thrown<df::schema_mismatch>(
        [&] { database other{df::open_options{.url = with(), .create_tables = false}}; });
    EXPECT_TRUE(has(m.what(), "the table sales.deals does not exist")) << m.what();
    there().run("CREATE TABLE " + in_sales("deals") + " (id INTEGER)");
    const auto e = thrown<df::schema_mismatch>([&] { database other{with()}; });
    EXPECT_TRUE(has(e.what(), "the table sales.deals") && has(e.what(), "column client is missing"))
        << e.what();
}

TEST_P(Schemas, MarksOfDeletedRecordsCascadeThere) {
    database db{with()};
    const auto f = db.run(df::create(Folder{.name = "a"}));
    db.run(df::create(Paper{.folder = f.id}));
    EXPECT_TRUE(db.run(df::erase<Folder>(f.id)));
    EXPECT_EQ(db.run(df::count<Paper>()), 0);
    EXPECT_EQ(db.run(df::with_deleted(df::count<Paper>())), 1);
    EXPECT_THROW(db.run(df::create(Paper{.folder = f.id})), df::foreign_key_violation);
    database again{with()}; // the triggers are found to be there
    EXPECT_EQ(again.run(df::count<Folder>()), 0);
}

TEST_P(Schemas, WhatIsNotThereIsToldWithItsName) {
    if (postgres()) {
        plain().run("DROP SCHEMA sales CASCADE");
        EXPECT_THROW(database{with()}, df::error);
        return;
    }
    const auto none = thrown<df::database_error>([&] { database{url()}; }); // nothing is attached
    EXPECT_TRUE(has(none.what(), "sales")) << none.what();
    const auto missing = thrown<df::connection_error>(
        [&] { database db{df::open_options{.url = url("attach=sales:/nowhere/x.db")}}; });
    EXPECT_TRUE(has(missing.what(), "cannot open '/nowhere/x.db' as sales")) << missing.what();
    for (const char* wrong : {"attach=sales", "attach=:x", "attach=main:x.db"})
        EXPECT_THROW(database{url(wrong)}, df::connection_error) << wrong;
    {
        database make{with()};
    }
    EXPECT_EQ(there().value("PRAGMA journal_mode"), "wal");
    database reads{with("&mode=ro")};
    EXPECT_EQ(reads.run(df::count<Client>()), 0);
    EXPECT_THROW(reads.run(df::create(Client{.name = "x"})), df::read_only);
}

TEST_P(Schemas, PastVersionsAreKeptNextToTheirTable) {
    const auto versions = [&](bool in) {
        return in ? there().number("SELECT count(*) FROM " + in_sales("crates_history"))
                  : plain().number("SELECT count(*) FROM crates_history");
    };
    {
        df::database<Crate, LocalCrate> db{with()};
        db.run(df::create(Crate{.name = "a"}));
        db.run(df::create(LocalCrate{.name = "b"}));
        db.run(df::update<LocalCrate>(1, field<&LocalCrate::name> = "c"));
        EXPECT_EQ(versions(true), 1);
        EXPECT_EQ(versions(false), 2);
        EXPECT_EQ(db.run(df::history<LocalCrate>(1)).size(), 2U);
    }
    const auto off = df::migrations_of<PlainCrate, LocalCrate>(with());
    const auto done = off.run({.auto_confirm = true, .max_risk = df::risk::critical});
    EXPECT_TRUE(has(df::migrate::preview(done.plan), "are no longer kept"));
    EXPECT_TRUE(off.drift().empty()) << df::migrate::to_text(off.drift());
    df::database<PlainCrate, LocalCrate> db{with()};
    db.run(df::update<PlainCrate>(1, field<&PlainCrate::name> = "d"));
    db.run(df::update<LocalCrate>(1, field<&LocalCrate::name> = "e"));
    EXPECT_EQ(versions(true), 1);
    EXPECT_EQ(versions(false), 3);
}

} // namespace
