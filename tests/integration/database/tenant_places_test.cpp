// A file or a schema for each tenant, under the code that runs with tenants' rows in one table.
#include "support/fixture.hpp"

#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_places.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;

struct Memo {
    df::id<Memo> id{};
    std::string text{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .multi_tenant = true, .unique = df::unique({"text"})};
};

/// What an application does for a tenant, wherever its rows are.
void write(const df::tenant_database<Memo>& session, const std::string& text) {
    session.run(df::create(Memo{.text = text}));
    session.transaction(
        [&](auto& tx) { tx.run(df::bulk_update<Memo>(df::everything, field<&Memo::text> = text)); });
}

class TenantPlaces : public support::database_test {
  protected:
    void TearDown() override {
        if (postgres() && !IsSkipped())
            plain().run(
                "DROP SCHEMA IF EXISTS tenant_places_a CASCADE; DROP SCHEMA IF EXISTS tenant_places_b "
                "CASCADE");
        database_test::TearDown();
    }
    /// The server without the schema of the test.
    [[nodiscard]] static std::string server() { return support::server_url(); }
};
DATAFLOW_ON_SHARED_DATABASES(TenantPlaces);

template <class Places>
void use_two(Places& all) {
    EXPECT_THROW((void)all.tenant("places_a"), df::not_found);
    write(all.create("places_a"), "same");
    write(all.create("places_b"), "same");
    EXPECT_THROW((void)all.create("places_a"), df::unique_violation);
    std::vector<std::thread> threads;
    for (const std::string name : {"places_a", "places_b"})
        for (int t = 0; t < 2; ++t)
            threads.emplace_back([&all, name] {
                for (int i = 0; i < 30; ++i) {
                    const auto session = all.tenant(name);
                    EXPECT_EQ(session.run(df::count<Memo>()), 1);
                    EXPECT_EQ(session.run(df::list<Memo>())[0].tenant_id, name);
                    EXPECT_EQ(session.run(df::sql<"select min(tenant_id) from memos", std::string>().one()),
                              name);
                }
            });
    for (auto& t : threads) t.join();
    std::vector<std::string> seen;
    all.each([&](const std::string& name, auto& db) {
        seen.push_back(name);
        EXPECT_EQ(db.all_tenants().run(df::count<Memo>()), 1); // of this place
    });
    EXPECT_EQ(seen, (std::vector<std::string>{"places_a", "places_b"}));
    for (const std::string name :
         {"", "A", "a.b", "a/b", "../a", "..", "a\"b", "a'b", "a b", "_a", "\u00e4", "a-b", "a%", "a;b"})
        EXPECT_THROW((void)all.create(name), df::invalid_value) << name;
    EXPECT_THROW((void)all.create(std::string(49, 'a')), df::invalid_value);
    EXPECT_THROW((void)all.tenant("../places_a"), df::invalid_value);
}

TEST_P(TenantPlaces, AreFilesOrSchemas) {
    if (postgres()) {
        df::tenant_schemas<Memo> all{{.url = server(), .connections = 2}};
        use_two(all);
        df::tenant_schemas<Memo> again{{.url = server(), .connections = 2}};
        EXPECT_EQ(again.tenant("places_b").run(df::count<Memo>()), 1);
        EXPECT_EQ(again.tenant("places_a").run(df::sql<"show search_path", std::string>().one()),
                  "tenant_places_a");
        return;
    }
    const auto folder = where().folder() / "tenants";
    std::filesystem::create_directory(folder);
    df::tenant_files<Memo> all{{.url = folder.string()}};
    use_two(all);
    EXPECT_TRUE(std::filesystem::exists(folder / "places_a.db"));
    df::tenant_files<Memo> again{{.url = folder.string()}};
    EXPECT_EQ(again.tenant("places_b").run(df::count<Memo>()), 1);
}

TEST_P(TenantPlaces, AreRefusedWhereTheyCannotBe) {
    try {
        df::tenant_files<Memo> nowhere{{.url = "/nowhere/at/all"}};
        ADD_FAILURE();
    } catch (const df::connection_error& e) {
        EXPECT_NE(std::string_view{e.what()}.find("folder is not there: /nowhere/at/all"),
                  std::string_view::npos)
            << e.what();
    }
    EXPECT_THROW((df::tenant_schemas<Memo>{{.url = "sqlite::memory:"}}), df::invalid_value);
    EXPECT_THROW((df::tenant_schemas<Memo>{{.url = "postgresql://h/d?options=-csearch_path%3Da"}}),
                 df::invalid_value);
}

} // namespace
