// A file or a schema for each tenant, under the code that runs with tenants' rows in one table.
#include "support/fixture.hpp"

#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_places.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
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

/// On PostgreSQL each test has a database of its own, for its schemas are those of all tenants.
class TenantPlaces : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (!postgres() || IsSkipped()) return;
        name_ = "dataflow_" + where().schema();
        plain().run("DROP DATABASE IF EXISTS \"" + name_ + "\"");
        plain().run("CREATE DATABASE \"" + name_ + "\"");
        server_ = support::server_url();
        const auto path = server_.find('/', server_.find("//") + 2);
        const auto query = std::min(server_.find('?'), server_.size());
        server_ = server_.substr(0, std::min(path, query)) + "/" + name_ + server_.substr(query);
    }
    void TearDown() override {
        if (!name_.empty()) plain().run("DROP DATABASE \"" + name_ + "\" WITH (FORCE)");
        database_test::TearDown();
    }
    [[nodiscard]] const std::string& server() const { return server_; }

  private:
    std::string name_, server_;
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

/// Calls `use(Places&, again)` with the places of this database; `again()` makes others of the same. `Also`:
/// models beside the memos.
template <class... Also, class Use>
void on_places(bool schemas, const std::filesystem::path& folder, const std::string& server,
               df::tenant_places_options how, const Use& use) {
    using namespace std::chrono_literals;
    if (schemas) {
        const auto make = [&] {
            return std::make_unique<df::tenant_schemas<Memo, Also...>>(
                df::open_options{.url = server, .connections = 2, .wait = 200ms}, how);
        };
        use(*make(), make);
        return;
    }
    std::filesystem::create_directory(folder);
    const auto make = [&] {
        return std::make_unique<df::tenant_files<Memo, Also...>>(
            df::open_options{.url = folder.string(), .connections = 2, .wait = 200ms}, how);
    };
    use(*make(), make);
}
TEST_P(TenantPlaces, AreDroppedWhereNobodyUsesThem) {
    on_places(postgres(), where().folder() / "dropped", server(), {}, [](auto& all, const auto& make) {
        EXPECT_THROW(all.drop("places_a"), df::not_found);
        EXPECT_THROW(all.drop("../x"), df::invalid_value);
        {
            const auto session = all.create("places_a");
            write(session, "one");
            const auto e = support::thrown<df::protected_operation>([&] { all.drop("places_a"); });
            EXPECT_EQ(e.node(), "tenant");
            EXPECT_EQ(session.run(df::count<Memo>()), 1); // it is as it was
        }
        {
            const auto stream = all.tenant("places_a").stream(df::list<Memo>());
            EXPECT_THROW(all.drop("places_a"), df::protected_operation);
        }
        all.drop("places_a");
        EXPECT_THROW((void)all.tenant("places_a"), df::not_found);
        EXPECT_THROW(all.drop("places_a"), df::not_found);
        EXPECT_TRUE(all.names().empty());
        EXPECT_EQ(all.create("places_a").run(df::count<Memo>()), 0); // anew
        EXPECT_EQ(make()->tenant("places_a").run(df::count<Memo>()), 0);
    });
}

/// A place knows its tenant where the models have a registry: who is deactivated there has no session.
TEST_P(TenantPlaces, KnowWhetherTheirTenantIsActive) {
    on_places<df::tenant_record>(
        postgres(), where().folder() / "registered", server(), {}, [](auto& all, const auto& make) {
            all.create("places_a").run(df::create(Memo{.text = "one"}));
            (void)all.create("places_b");
            EXPECT_TRUE(df::tenants(all.database_of("places_a")).at(0).active);
            EXPECT_FALSE(df::deactivate_tenant(all.database_of("places_a"), "places_a").active);
            const auto e = support::thrown<df::protected_operation>([&] { (void)all.tenant("places_a"); });
            EXPECT_EQ(e.node(), "tenant");
            EXPECT_THROW((void)make()->tenant("places_a"), df::protected_operation);
            EXPECT_EQ(all.tenant("places_b").run(df::count<Memo>()), 0);
            EXPECT_EQ(all.database_of("places_a").all_tenants().run(df::count<Memo>()), 1); // active or not
            df::reactivate_tenant(all.database_of("places_a"), "places_a");
            EXPECT_EQ(all.tenant("places_a").run(df::count<Memo>()), 1);

            all.database_of("places_b").run(df::sql<"delete from dataflow_tenants">());
            EXPECT_THROW((void)all.tenant("places_b"), df::not_found);
            EXPECT_THROW((void)all.database_of("places_c"), df::not_found);
            EXPECT_THROW((void)all.database_of("../x"), df::invalid_value);
            const auto held = all.database_of("places_b");
            EXPECT_THROW(all.drop("places_b"), df::protected_operation); // in use
            EXPECT_THROW((void)all.create("places_b"), df::unique_violation);
        });
}

TEST_P(TenantPlaces, AFileThatAnotherProgramHasOpenIsNotDropped) {
    if (postgres()) GTEST_SKIP() << "a file's";
    on_places(false, where().folder() / "others", {}, {}, [](auto& all, const auto& make) {
        write(all.create("places_a"), "one");
        auto others = make();
        EXPECT_THROW(others->drop("places_a"), df::protected_operation);
        EXPECT_EQ(all.tenant("places_a").run(df::count<Memo>()), 1);
        all.tenant("places_a").run(df::create(Memo{.text = "two"}));
    });
}

TEST_P(TenantPlaces, OnlySoManyAreOpen) {
    on_places(postgres(), where().folder() / "limited", server(), {.open_tenants = 2},
              [](auto& all, const auto&) {
                  for (const std::string name : {"places_a", "places_b", "places_c", "places_d"}) {
                      write(all.create(name), name);
                      EXPECT_LE(all.open(), 2U);
                  }
                  for (int round = 0; round < 2; ++round)
                      for (const std::string name : {"places_a", "places_b", "places_c", "places_d"}) {
                          EXPECT_EQ(all.tenant(name).run(df::list<Memo>())[0].text, name);
                          EXPECT_LE(all.open(), 2U);
                      }
                  std::size_t seen = 0;
                  all.each([&](const std::string& name, auto& db) {
                      EXPECT_EQ(db.tenant(name).run(df::count<Memo>()), 1);
                      EXPECT_LE(all.open(), 2U);
                      ++seen;
                  });
                  EXPECT_EQ(seen, 4U);
                  // what is in use stays, and what is not makes room: the one that was used longest ago
                  auto kept = std::make_unique<df::tenant_database<Memo>>(all.tenant("places_a"));
                  (void)all.tenant("places_b").run(df::count<Memo>());
                  (void)all.tenant("places_c").run(df::count<Memo>());
                  EXPECT_EQ(kept->run(df::count<Memo>()), 1);
                  const auto second = all.tenant("places_c");
                  const auto e = support::thrown<df::timeout>([&] { (void)all.tenant("places_d"); });
                  EXPECT_NE(std::string{e.what()}.find("open_tenants"), std::string::npos);
                  EXPECT_EQ(all.tenant("places_a").run(df::count<Memo>()), 1); // is open
                  std::thread waits{[&all] {
                      for (;;) {
                          try {
                              EXPECT_EQ(all.tenant("places_d").run(df::count<Memo>()), 1);
                              return;
                          } catch (const df::timeout&) { // still in use
                          }
                      }
                  }};
                  kept.reset();
                  waits.join();
                  EXPECT_LE(all.open(), 2U);
                  EXPECT_EQ(second.run(df::count<Memo>()), 1);
              });
}

TEST_P(TenantPlaces, AreMadeUsedAndDroppedByThreads) {
    on_places(postgres(), where().folder() / "threads", server(), {.open_tenants = 3},
              [](auto& all, const auto&) {
                  std::vector<std::thread> threads;
                  std::atomic<int> made{0}, dropped{0};
                  for (int t = 0; t < 4; ++t)
                      threads.emplace_back([&, t] {
                          for (int i = 0; i < 4; ++i) {
                              const auto name = "places_" + std::to_string(i);
                              try {
                                  write(all.create(name), "x");
                                  ++made;
                              } catch (const df::unique_violation&) {
                              } catch (const df::timeout&) {
                              }
                              try {
                                  EXPECT_LE(all.tenant(name).run(df::count<Memo>()), 1);
                              } catch (const df::not_found&) {
                              } catch (const df::timeout&) {
                              }
                              (void)all.names();
                              if (t == 0) {
                                  try {
                                      all.drop(name);
                                      ++dropped;
                                  } catch (const df::not_found&) {
                                  } catch (const df::protected_operation&) {
                                  }
                              }
                          }
                      });
                  all.each([](const std::string&, auto& db) { (void)db.dialect(); });
                  for (auto& t : threads) t.join();
                  EXPECT_GE(made, 4);
                  EXPECT_EQ(all.names().size(), static_cast<std::size_t>(made - dropped));
                  EXPECT_LE(all.open(), 3U);
              });
}

} // namespace
