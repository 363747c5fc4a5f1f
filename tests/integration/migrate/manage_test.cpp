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

DATAFLOW_ON_SHARED_DATABASES(manage);

} // namespace

#endif
