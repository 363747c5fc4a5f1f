// df::manage and the commands of the program `dataflow` about migrations: what they print, and their exit
// codes.
#if __has_include(<CLI/CLI.hpp>)

#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/tool/main.hpp>
#include <dataflow/tool/manage.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace support;

namespace former {
struct Guest {
    df::id<Guest> id{};
    std::string name{};
};
} // namespace former
struct Guest {
    df::id<Guest> id{};
    std::string name{};
    std::optional<int> age{};
};

struct manage : shared_database_test {
    /// Runs a command; its exit code. `out` and `err` have what it printed.
    int run(std::vector<const char*> words) {
        words.insert(words.begin(), "shop");
        out.str({}), err.str({});
        return df::manage(static_cast<int>(words.size()), words.data(), df::migrations_of<Guest>(url()), out,
                          err);
    }
    int dataflow(std::vector<std::string> words) {
        words.insert(words.begin(), "dataflow");
        std::vector<const char*> all;
        for (const auto& w : words) all.push_back(w.c_str());
        out.str({}), err.str({});
        return df::tool::run(static_cast<int>(all.size()), all.data(), "1.2.3", out, err);
    }
    std::ostringstream out, err;
};

/// A file of the test's own.
std::string file_with(const std::string& name, const std::string& text) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("dataflow_manage_" + std::to_string(::getpid()));
    const auto path = folder / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
    return path.string();
}

TEST_P(manage, says_how_two_databases_differ) {
    {
        df::database<former::Guest> db{url()};
    }
    const auto before = file_with("before.hpp", {});
    const auto before_json = file_with("before.json", {});
    EXPECT_EQ(dataflow({"snapshot", url(), "-o", before, "-n", "v1"}), 0) << err.str();
    EXPECT_TRUE(has(err.str(), "is written")) << err.str();
    EXPECT_EQ(dataflow({"snapshot", url(), "-o", before, "-n", "v1"}), 0);
    EXPECT_TRUE(has(err.str(), "is as it was")) << err.str();
    EXPECT_EQ(dataflow({"snapshot", url(), "-o", before_json, "--json"}), 0) << err.str();
    EXPECT_EQ(dataflow({"diff", url(), before}), 0) << out.str();
    EXPECT_EQ(dataflow({"diff", before_json, url()}), 0) << out.str();
    EXPECT_EQ(out.str(), "No difference.\n");

    EXPECT_EQ(run({"diff"}), 1); // the database and the models
    EXPECT_TRUE(has(out.str(), "guests:\n  - column age is missing")) << out.str();
    EXPECT_TRUE(has(out.str(), "ADD COLUMN")) << out.str();
    EXPECT_EQ(run({"diff", "database", before.c_str()}), 0) << out.str();
    EXPECT_EQ(run({"diff", before.c_str(), "models", "--json"}), 1);
    EXPECT_TRUE(has(out.str(), "\"different\":true")) << out.str();
    EXPECT_TRUE(has(out.str(), "\"plan\":{")) << out.str();

    const auto models = file_with("models.hpp", {});
    EXPECT_EQ(run({"snapshot", "-o", models.c_str(), "-n", "v2"}), 0) << err.str();
    EXPECT_EQ(run({"snapshot", "-o", models.c_str(), "-n", "v2", "--check"}), 0) << err.str();
    EXPECT_EQ(run({"snapshot", "-o", models.c_str(), "-n", "v3", "--check"}), 1) << err.str();
    EXPECT_EQ(run({"diff", "models", models.c_str()}), 0) << out.str();
    EXPECT_EQ(dataflow({"diff", url(), models}), 1);
    EXPECT_EQ(run({"migrate", "--yes"}), 0) << err.str();
    EXPECT_EQ(dataflow({"diff", url(), models}), 0)
        << out.str(); // the library's own tables are no difference
    EXPECT_EQ(dataflow({"diff", before, url()}), 1);
    EXPECT_TRUE(has(out.str(), "column age is missing")) << out.str();

    plain().run("CREATE TABLE other (n INTEGER)");
    EXPECT_EQ(dataflow({"diff", url(), models}), 1);
    EXPECT_TRUE(has(out.str(), "other:")) << out.str();
    EXPECT_FALSE(has(out.str(), "DROP TABLE")) << out.str();
    EXPECT_EQ(dataflow({"diff", models, url()}), 1);
    EXPECT_TRUE(has(out.str(), "CREATE TABLE")) << out.str();
    plain().run("DROP TABLE other");

    EXPECT_EQ(dataflow({"diff", url(), "nowhere.hpp"}), 1);
    EXPECT_TRUE(has(err.str(), "there is no file 'nowhere.hpp'")) << err.str();
    EXPECT_EQ(dataflow({"diff", url()}), 2);
    EXPECT_EQ(run({"snapshot", "--check"}), 2);
}

namespace shop {
enum class Kind { person, company };
struct Customer {
    df::id<Customer> id{};
    std::string email{};
    Kind kind = Kind::person;
    std::optional<std::string> town{};
    static constexpr auto dataflow = df::options{.unique = df::unique({"email"})};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id;
    df::decimal<10, 2> total{};
    static constexpr auto dataflow =
        df::options{.checks = df::checks(df::check("positive", df::column("total") >= 0))};
};
} // namespace shop

TEST_P(manage, seeds_once) {
    using shop::Customer, shop::Order;
    const auto seed = [&](std::vector<std::string> words,
                          const df::manage_options<Customer, Order>& how = {}) {
        words.insert(words.begin(), {"shop", "seed"});
        std::vector<const char*> all;
        for (const auto& w : words) all.push_back(w.c_str());
        out.str({}), err.str({});
        return df::manage<Customer, Order>(static_cast<int>(all.size()), all.data(), url(), how, out, err);
    };
    df::database<Customer, Order> db{url()};
    const auto rows = [&] {
        return std::to_string(db.run(df::count<Customer>())) + " " +
               std::to_string(db.run(df::count<Order>()));
    };
    const auto file = file_with("rows.json", R"({
        "orders": [{"id": 7, "customer_id": {"email": "ann@example.org"}, "total": "25.50"},
                   {"id": 8, "customer_id": {"email": "bob@example.org"}, "total": 3}],
        "customers": [{"email": "ann@example.org", "town": "Ulm"}, {"email": "bob@example.org", "kind": "company"}]})");
    ASSERT_EQ(seed({file}), 0) << err.str();
    EXPECT_EQ(out.str(), "1 file: 4 rows created, 0 updated, 0 as they were.\n");
    EXPECT_EQ(rows(), "2 2");
    const auto ann =
        db.run(df::list<Customer>().where(df::field<&Customer::email> == "ann@example.org")).records[0];
    EXPECT_EQ(ann.town, "Ulm");
    EXPECT_EQ(db.run(df::read<Order>(7)).customer_id, ann.id);
    EXPECT_EQ(db.run(df::read<Order>(7)).total, (df::decimal<10, 2>{"25.50"}));
    db.run(df::update<Customer>(ann.id, df::field<&Customer::town> = "Bonn"));
    EXPECT_EQ(seed({file, "--json"}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "{\"created\":0,\"updated\":1,\"unchanged\":")) << out.str();
    EXPECT_EQ(db.run(df::read<Customer>(ann.id)).town, "Ulm");
    EXPECT_EQ(rows(), "2 2");
    EXPECT_EQ(dataflow({"seed", url(), file}), 0) << err.str();
    EXPECT_EQ(rows(), "2 2");
    // The database's next key is none of those that were given.
    EXPECT_GT(db.run(df::create(Order{.customer_id = ann.id})).id.value, 8);

    // A file that is wrong somewhere changes nothing, and its error says where.
    const auto refused = [&](const std::string& name, const std::string& text, const std::string& why) {
        EXPECT_EQ(seed({file_with("first.json", R"({"customers": [{"email": "x@example.org"}]})"),
                        file_with(name, text)}),
                  1);
        EXPECT_TRUE(has(err.str(), why)) << name << ": " << err.str();
        EXPECT_EQ(rows(), "2 3") << name;
    };
    refused("check.json", R"({"orders": [{"id": 7, "total": 1}, {"id": 9, "customer_id": 1, "total": -1}]})",
            "check.json: row 2 of orders: ");
    EXPECT_TRUE(has(err.str(), "positive")) << err.str();
    refused("enum.json", R"({"customers": [{"email": "y", "kind": "robot"}]})",
            "enum.json: row 1 of customers: ");
    EXPECT_FALSE(has(err.str(), "robot")) << err.str();
    refused("field.json", R"({"customers": [{"email": "y", "mail": "y"}]})", "mail");
    refused("table.json", R"({"people": []})", "table.json: there is no table people");
    refused("key.json", R"({"orders": [{"customer_id": 1}]})", "the row gives neither its key nor");
    refused("no.json", R"({"orders": [{"id": 9, "customer_id": {"email": "nobody"}}]})",
            "no record of customers is so");
    refused("json.json", R"({"orders": [)", "json.json: ");
    refused("rows.txt", "", "ends neither in .json nor in .sql");
    refused("wrong.sql", "INSERT INTO customers (nothing) VALUES (1)", "wrong.sql: ");
    EXPECT_EQ(seed({"nowhere.json"}), 1);
    EXPECT_TRUE(has(err.str(), "nowhere.json: the file cannot be read")) << err.str();
    EXPECT_EQ(seed({}), 1);
    EXPECT_TRUE(has(err.str(), "there is nothing to put in")) << err.str();

    // SQL, a key that the file names, a file that is the rows of its table, and a function of the program.
    const auto sql =
        file_with("more.sql", "UPDATE customers SET town = 'Kiel' WHERE email = 'bob@example.org'; "
                              "DELETE FROM orders WHERE id > 8");
    const auto named = file_with(
        "customers.json", R"({"key": ["town"], "rows": [{"town": "Kiel", "email": "kai@example.org"}]})");
    const df::manage_options<Customer, Order> how{.seed = [](auto& tx) {
        if (!tx.run(df::exists<Customer>().where(df::field<&Customer::email> == "zoe@example.org")))
            tx.run(df::create(Customer{.email = "zoe@example.org"}));
    }};
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(seed({sql, named}, how), 0) << err.str();
        EXPECT_EQ(rows(), "3 2");
    }
    EXPECT_EQ(db.run(df::list<Customer>().where(df::field<&Customer::town> == "Kiel")).records[0].email,
              "kai@example.org");
    EXPECT_EQ(seed({}, {.seed =
                            [](auto& tx) {
                                tx.run(df::bulk_erase<Order>(df::everything));
                                df::raise(df::error_kind::invalid_value, {.message = "no more"});
                            }}),
              1);
    EXPECT_TRUE(has(err.str(), "no more")) << err.str();
    EXPECT_EQ(rows(), "3 2");
}

TEST_P(manage, queues_and_counts) {
    {
        df::database<former::Guest> db{url()};
    }
    EXPECT_EQ(run({"queue"}), 0);
    EXPECT_EQ(out.str(), "Nothing is queued.\n");
    EXPECT_EQ(run({"queue", "--add", "--priority", "1", "--timeout", "60000"}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "1  pending  position 1  priority 1")) << out.str();
    EXPECT_EQ(dataflow({"queue", url(), "--json"}), 0);
    EXPECT_TRUE(has(out.str(), "[{\"id\":1,\"state\":\"pending\",\"priority\":1,\"position\":1,"))
        << out.str();
    EXPECT_EQ(dataflow({"queue", url(), "--run"}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "1  completed")) << out.str();
    EXPECT_EQ(run({"queue", "--id", "1"}), 0);
    EXPECT_EQ(run({"queue", "--id", "2"}), 1);
    EXPECT_EQ(run({"queue", "--cancel", "1"}), 1);
    EXPECT_EQ(run({"queue", "--add"}), 0);
    EXPECT_EQ(out.str(), "Nothing to change.\n");
    EXPECT_EQ(run({"queue", "--add", "--run"}), 2);
    EXPECT_EQ(run({"metrics"}), 0);
    EXPECT_TRUE(has(out.str(), "1 migration: 1 done, 0 failed, 0 undone, 0 not ended.\nMean time: "))
        << out.str();
    EXPECT_EQ(dataflow({"metrics", url(), "--json", "--slow", "3600000"}), 0);
    EXPECT_TRUE(has(out.str(), "\"slow\":0,\"slow_threshold_ms\":3600000")) << out.str();
}

TEST_P(manage, prints_without_colors_and_boxes_where_there_is_no_terminal) {
    {
        df::database<former::Guest> db{url()};
    }
    for (const auto* const command :
         {"plan", "check", "drift", "diff", "status", "history", "metrics", "queue"}) {
        (void)run({command});
        EXPECT_EQ(out.str().find_first_of("\x1b\xe2"), std::string::npos) << command << out.str();
    }
    const auto p = df::migrations_of<Guest>(url()).pending();
    const auto text = df::migrate::preview(p, {.boxes = true, .colors = true});
    EXPECT_TRUE(has(text, "\x1b[32msafe\x1b[0m")) << text;
    df::migrate::progress at{df::migrate::progress::stage::batch, false, 2, 4, "fill t.x", 50, 100};
    EXPECT_EQ(df::tool::progress_line::line_of(at, 8), "[###.....] 2/4 fill t.x: 50 of about 100 rows");
}

TEST_P(manage, plans_migrates_tells_and_undoes) {
    {
        df::database<former::Guest> db{url()};
        db.run(df::create(former::Guest{.name = "ann"}));
    }
    EXPECT_EQ(run({"check"}), 1);
    EXPECT_TRUE(has(out.str(), "ADD COLUMN")) << out.str();
    EXPECT_EQ(run({"plan", "--json"}), 0);
    EXPECT_TRUE(has(out.str(), "\"reversible\":true")) << out.str();
    EXPECT_EQ(run({"migrate", "--dry-run"}), 0);
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_EQ(out.str(), "No migrations.\n");
    EXPECT_EQ(run({"migrate", "--yes", "--max-risk", "none"}), 1);
    EXPECT_TRUE(has(err.str(), "max_risk")) << err.str();
    EXPECT_EQ(run({"migrate", "--yes"}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "Migration 1: ")) << out.str();
    EXPECT_EQ(run({"migrate", "--yes"}), 0);
    EXPECT_EQ(out.str(), "Nothing to change.\n");
    EXPECT_EQ(run({"check"}), 0) << out.str();
    EXPECT_EQ(run({"drift"}), 0) << out.str();
    EXPECT_EQ(run({"history", "--json"}), 0);
    EXPECT_TRUE(has(out.str(), "\"state\":\"done\"")) << out.str();

    EXPECT_EQ(dataflow({"status", url()}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "Migration 1: done")) << out.str();
    EXPECT_EQ(dataflow({"history", url()}), 0);
    EXPECT_TRUE(has(out.str(), "  done  ")) << out.str();
    EXPECT_EQ(dataflow({"drift", url()}), 0) << out.str();
    EXPECT_EQ(dataflow({"rollback", url(), "--id", "1"}), 1); // without --yes
    EXPECT_TRUE(has(out.str(), "Data is lost: ")) << out.str();
    EXPECT_EQ(dataflow({"rollback", url(), "--id", "1", "--yes"}), 1);
    EXPECT_TRUE(has(err.str(), "lose_data")) << err.str();
    EXPECT_EQ(dataflow({"rollback", url(), "--id", "1", "--yes", "--lose-data"}), 0) << err.str();
    EXPECT_EQ(run({"check"}), 1);
    EXPECT_EQ(run({"rollback", "--id", "9"}), 1);
    EXPECT_TRUE(has(err.str(), "has no migration 9")) << err.str();
    EXPECT_EQ(run({"nothing"}), 2);
    EXPECT_EQ(dataflow({"plan", url()}), 2); // it knows no models, and wants files
    plain().run("DROP TABLE guests");
    EXPECT_EQ(dataflow({"drift", url()}), 1);
    EXPECT_TRUE(has(out.str(), "The table guests is not as migration 1 left it")) << out.str();
}

namespace split {
struct Guest {
    df::id<Guest> id{};
    std::string first{};
    std::string last{};
};
} // namespace split

TEST_P(manage, runs_change_sets_by_their_names) {
    using split::Guest;
    const auto names = df::migrate::change_set::of<Guest>("split the name")
                           .add<&Guest::first>()
                           .add<&Guest::last>()
                           .migrate_data<Guest>({df::migrate::set<&Guest::first>("upper(name)"),
                                                 df::migrate::set<&Guest::last>("lower(name)")})
                           .drop<Guest>("name", "first");
    const auto with = [&](std::vector<const char*> words, df::manage_options<Guest> how = {}) {
        words.insert(words.begin(), "shop");
        if (how.change_sets.empty()) how.change_sets = {names};
        out.str({}), err.str({});
        return df::manage<Guest>(static_cast<int>(words.size()), words.data(), url(), how, out, err);
    };
    // A database that has no tables yet is made as the models want it, and the change set has nothing to do.
    EXPECT_EQ(with({"migrate", "--change-set", "split the name", "--yes"}), 0) << err.str();
    EXPECT_EQ(out.str(), "Nothing to change.\n");
    {
        df::database<former::Guest> db{url()};
        db.run(df::create(former::Guest{.name = "Ann"}));
    }
    EXPECT_EQ(with({"status"}), 1);
    EXPECT_EQ(out.str(), "No migrations.\nchange set 'split the name'  pending\n");
    EXPECT_EQ(with({"plan", "--change-set", "split the name"}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "upper(name)")) << out.str();
    EXPECT_EQ(with({"plan", "--change-set", "split the name", "--json"}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "{\"change_set\":\"split the name\",\"dialect\"")) << out.str();
    EXPECT_EQ(with({"check", "--change-set", "split the name"}), 1);
    EXPECT_EQ(with({"check", "--change-set", "split the nam"}), 2);
    EXPECT_TRUE(has(err.str(), "split the name")) << err.str();
    EXPECT_EQ(with({"migrate", "--change-set", "split the name", "--files", "."}), 2);
    EXPECT_EQ(with({"migrate", "--change-set", "split the name", "--yes"}), 1); // the name goes
    EXPECT_TRUE(has(err.str(), "max_risk")) << err.str();
    EXPECT_EQ(with({"migrate", "--change-set", "split the name", "--yes", "--max-risk", "high"}), 0)
        << err.str();
    EXPECT_TRUE(has(out.str(), "Migration 1: ")) << out.str();
    EXPECT_EQ(plain().value("SELECT first || last FROM guests"), "ANNann");
    EXPECT_EQ(with({"check", "--change-set", "split the name"}), 0) << out.str();
    EXPECT_EQ(with({"status"}), 0) << out.str();
    EXPECT_TRUE(has(out.str(), "change set 'split the name'  done  migration 1, ")) << out.str();
    EXPECT_EQ(with({"status", "--json"}), 0);
    EXPECT_TRUE(
        has(out.str(), "\"change_sets\":[{\"name\":\"split the name\",\"state\":\"done\",\"migration\":1"))
        << out.str();
    EXPECT_EQ(with({"history"}), 0);
    EXPECT_TRUE(has(out.str(), "     change set 'split the name'\n")) << out.str();
    EXPECT_EQ(with({"history", "--json"}), 0);
    EXPECT_TRUE(has(out.str(), "\"change_set\":\"split the name\"")) << out.str();

    EXPECT_EQ(with({"rollback", "--id", "1", "--yes", "--lose-data"}), 0) << err.str();
    EXPECT_EQ(plain().value("SELECT name FROM guests"), "ANN");
    EXPECT_EQ(with({"status"}), 1);
    EXPECT_TRUE(has(out.str(), "change set 'split the name'  pending\n")) << out.str();

    EXPECT_EQ(with({"status"}, {.change_sets = {names, names}}), 1);
    EXPECT_TRUE(has(err.str(), "two change sets are called 'split the name'")) << err.str();
    const auto wrong = df::migrate::change_set::of<Guest>("wrong").drop<Guest>("first");
    EXPECT_EQ(with({"status"}, {.change_sets = {wrong}}), 1);
    EXPECT_TRUE(has(out.str(), "change set 'wrong'  impossible  dataflow: guests.first is to be dropped"))
        << out.str();
    EXPECT_EQ(run({"plan", "--change-set", "x"}), 2); // the program has none
}

TEST_P(manage, takes_what_the_arguments_leave_open_from_the_program) {
    {
        df::database<former::Guest> db{url()};
    }
    const auto with = [&](std::vector<const char*> words, df::migrate_options how) {
        words.insert(words.begin(), "shop");
        out.str({}), err.str({});
        return df::manage<Guest>(static_cast<int>(words.size()), words.data(), url(), {.migrate = how}, out,
                                 err);
    };
    EXPECT_EQ(with({"migrate"}, {}), 1); // nobody is asked: there is no terminal
    EXPECT_TRUE(has(err.str(), "--yes goes on without asking")) << err.str();
    EXPECT_EQ(with({"migrate", "--yes"}, {.max_risk = df::risk::none}), 1);
    EXPECT_TRUE(has(err.str(), "max_risk, which is none")) << err.str();
    EXPECT_EQ(with({"queue", "--add"}, {.max_risk = df::risk::none}), 1);
    EXPECT_TRUE(has(err.str(), "max_risk, which is none")) << err.str();
    EXPECT_EQ(with({"migrate"}, {.dry_run = true}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "ADD COLUMN")) << out.str();
    df::migrate_options asked;
    asked.confirm = [](const df::migrate::plan&) { return false; };
    EXPECT_EQ(with({"migrate"}, asked), 1);
    EXPECT_TRUE(has(err.str(), "was not confirmed")) << err.str();

    asked.plan.ignored = {{.code = "DF-D02", .table = "guests", .column = "fax", .reason = "tried here"}};
    EXPECT_EQ(with({"plan"}, asked), 0);
    EXPECT_TRUE(has(out.str(), "DF-S01")) << out.str(); // it ignores nothing

    df::migrate_options files;
    files.auto_confirm = true;
    files.files.folder =
        std::filesystem::path{file_with("own/0001_tags.up.sql", "CREATE TABLE tags (n INTEGER);")}
            .parent_path()
            .string();
    EXPECT_EQ(with({"check"}, files), 1);
    EXPECT_TRUE(has(out.str(), "CREATE TABLE tags")) << out.str();
    EXPECT_EQ(with({"status"}, files), 1);
    EXPECT_TRUE(has(out.str(), "0001_tags")) << out.str();
    EXPECT_EQ(with({"migrate", "--max-risk", "none"}, files), 1); // the arguments decide
    EXPECT_EQ(with({"migrate"}, files), 0) << err.str();
    EXPECT_EQ(with({"check"}, files), 0) << out.str();

    const char* const words[]{"shop", "check"};
    EXPECT_EQ(df::manage<Guest>(2, words, url()), 0); // to the standard output

    EXPECT_EQ(with({"nothing"}, {}), 2);
    EXPECT_TRUE(has(err.str(), "there is no command 'nothing'")) << err.str();
}

TEST_P(manage, runs_files) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("dataflow_manage_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    const auto files = folder.string();
    EXPECT_EQ(dataflow({"new", "first things", "--files", files}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "0001_first_things.up.sql")) << out.str();
    EXPECT_EQ(dataflow({"new", "more", "--files", files}), 0) << err.str();
    EXPECT_EQ(dataflow({"new", "a/b", "--files", files}), 1);
    std::ofstream{folder / "0001_first_things.up.sql"} << "CREATE TABLE notes (id INTEGER PRIMARY KEY)";
    std::ofstream{folder / "0001_first_things.down.sql"} << "DROP TABLE notes";
    std::ofstream{folder / "0002_more.up.sql"} << "CREATE VIEW all_notes AS SELECT id FROM notes";
    std::ofstream{folder / "0002_more.down.sql"} << "DROP VIEW all_notes";

    EXPECT_EQ(dataflow({"status", url(), "--files", files}), 1);
    EXPECT_TRUE(has(out.str(), "0001_first_things  pending\n0002_more  pending\n")) << out.str();
    EXPECT_EQ(dataflow({"check", url(), "--files", files}), 1);
    EXPECT_TRUE(has(out.str(), "CREATE TABLE  0001_first_things.up.sql:1")) << out.str();
    EXPECT_EQ(dataflow({"migrate", url(), "--files", files, "--yes"}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), "0001_first_things is done.\n0002_more is done.\n")) << out.str();
    EXPECT_EQ(dataflow({"status", url(), "--files", files, "--json"}), 0);
    EXPECT_TRUE(has(out.str(), R"("name":"0002_more","state":"done","migration":2)")) << out.str();
    EXPECT_EQ(dataflow({"rollback", url(), "--id", "2", "--yes"}), 0) << err.str();
    EXPECT_EQ(dataflow({"check", url(), "--files", files}), 1);
    EXPECT_EQ(run({"migrate", "--files", files.c_str(), "--yes"}), 0)
        << err.str(); // and what the models want
    EXPECT_EQ(run({"check", "--files", files.c_str()}), 0) << out.str();
    EXPECT_EQ(
        plain().number("SELECT count(*) FROM all_notes") + plain().number("SELECT count(*) FROM guests"), 0);
    std::filesystem::remove_all(folder);
}

TEST_P(manage, tells_what_it_pulls_makes_and_looks_at_as_json) {
    {
        df::database<former::Guest> db{url()};
    }
    EXPECT_EQ(dataflow({"pull", url(), "--json"}), 0) << err.str();
    EXPECT_TRUE(has(out.str(), R"("name":"Guest","read_only":false}],"left_out":[],"told":[],"header":"//)"))
        << out.str();
    const auto header = file_with("guests.hpp", "other");
    EXPECT_EQ(dataflow({"pull", url(), "--json", "--check", "--out", header}), 1);
    EXPECT_TRUE(has(out.str(), R"("fresh":false})")) << out.str();
    EXPECT_EQ(dataflow({"pull", url(), "--json", "--out", header}), 0);
    EXPECT_EQ(dataflow({"pull", url(), "--json", "--check", "--out", header}), 0);
    EXPECT_TRUE(has(out.str(), R"("fresh":true})")) << out.str();

    // A pattern that no table fits is told: among others, and alone.
    EXPECT_EQ(dataflow({"pull", url(), "--tables", "guests", "gest*", "--json"}), 0);
    EXPECT_TRUE(has(err.str(), "dataflow pull: no table fits gest*, which was asked for\n")) << err.str();
    EXPECT_TRUE(has(out.str(), R"("told":["no table fits gest*, which was asked for"])")) << out.str();
    EXPECT_EQ(dataflow({"pull", url(), "--tables", "gest*"}), 1);
    EXPECT_TRUE(has(err.str(), "no table fits gest*")) << err.str();

    const auto folder = std::filesystem::path{header}.parent_path() / "files";
    std::filesystem::remove_all(folder);
    EXPECT_EQ(dataflow({"new", "first", "--files", folder.string(), "--json"}), 0) << err.str();
    EXPECT_EQ(out.str(), "{\"version\":1,\"files\":[\"" + (folder / "0001_first.up.sql").string() + "\",\"" +
                             (folder / "0001_first.down.sql").string() + "\"]}\n");
    std::filesystem::remove_all(folder);
#if DATAFLOW_LINT
    const auto sql = file_with("drop.sql", "SELECT 1;\nDROP TABLE \"gu\"\"ests\";");
    EXPECT_EQ(dataflow({"lint", "--dialect", "postgres", sql, "--json", "--locks"}), 1);
    EXPECT_TRUE(has(out.str(), R"({"worst":"critical","findings":[{"file":")" + sql + R"(","line":2,)"))
        << out.str();
    EXPECT_TRUE(has(out.str(), R"("code":"DF-D01","severity":"critical","table":"gu\"ests")")) << out.str();
    EXPECT_TRUE(
        has(out.str(), R"("understood":true,"locks":[{"table":"gu\"ests","mode":"ACCESS EXCLUSIVE"}])"))
        << out.str();
#endif
}

DATAFLOW_ON_SHARED_DATABASES(manage);

} // namespace

#endif
