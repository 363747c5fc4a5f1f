// df::manage and the commands of the program `dataflow` about migrations: what they print, and their exit
// codes.
#if __has_include(<CLI/CLI.hpp>)

#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/tool/main.hpp>
#include <dataflow/tool/manage.hpp>

#include "support/fixture.hpp"

#include <gtest/gtest.h>

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
    EXPECT_EQ(dataflow({"plan", url()}), 2); // it knows no models
    plain().run("DROP TABLE guests");
    EXPECT_EQ(dataflow({"drift", url()}), 1);
    EXPECT_TRUE(has(out.str(), "The table guests is not as migration 1 left it")) << out.str();
}

DATAFLOW_ON_SHARED_DATABASES(manage);

} // namespace

#endif
