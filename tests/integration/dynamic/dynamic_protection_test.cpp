// A write protection on a database without structs, and tables that their own triggers protect.
#include "support/fixture.hpp"

#include <dataflow/dynamic_database.hpp>
#include <dataflow/protection.hpp>

#include <string>
#include <string_view>

namespace {

namespace df = dataflow;

struct Vote {
    df::id<Vote> id{};
    std::string choice{};

    static constexpr auto dataflow = df::options{.timestamps = false, .append_only = true};
};
struct Poll {
    df::id<Poll> id{};
    std::string title{};
    std::string owner{};

    static constexpr auto dataflow = df::options{.timestamps = false};
};

class DynamicProtection : public support::shared_database_test {
  protected:
    template <class Work>
    static df::protected_operation refusal(Work&& work) {
        try {
            work();
        } catch (const df::protected_operation& e) {
            return e;
        }
        ADD_FAILURE() << "not refused";
        return df::protected_operation{{}};
    }
    static df::json_value json(std::string_view text) { return df::from_json<df::json_value>(text); }
};
DATAFLOW_ON_SHARED_DATABASES(DynamicProtection);

TEST_P(DynamicProtection, RulesHold) {
    {
        df::database<Vote, Poll> made{url()};
    }
    df::dynamic_database db{url()};
    df::write_protection rules{
        df::protect("polls stay").table("polls").against(df::write_kind::erase).because("they are public"),
        df::protect("owners stay").model<Poll>().field<&Poll::owner>()};
    db.protect(rules);
    db.run(db.create_node("polls"), json(R"({"title": "a", "owner": "ann"})"));
    db.run(db.update_node("polls"), json(R"({"key": 1, "fields": {"title": "b"}})"));
    const auto gone = refusal([&] { db.run(db.delete_node("polls"), json(R"({"key": 1})")); });
    EXPECT_EQ(gone.info().constraint, "polls stay");
    EXPECT_NE(std::string_view{gone.what()}.find("they are public"), std::string_view::npos) << gone.what();
    EXPECT_EQ(refusal([&] { db.run(db.bulk_delete_node("polls"), json(R"({"filter": "everything"})")); })
                  .info()
                  .constraint,
              "polls stay");
    EXPECT_EQ(
        refusal([&] { db.run(db.update_node("polls"), json(R"({"key": 1, "fields": {"owner": "bob"}})")); })
            .info()
            .constraint,
        "owners stay");
    EXPECT_EQ(refusal([&] {
                  db.transaction([&](auto& tx) { tx.run(db.delete_node("polls"), json(R"({"key": 1})")); });
              })
                  .info()
                  .constraint,
              "polls stay");
    EXPECT_EQ(rules.report().rules.at(0).broken, 3U);
    rules.disable("polls stay");
    db.run(db.delete_node("polls"), json(R"({"key": 1})"));
    EXPECT_EQ(plain().number("SELECT count(*) FROM polls"), 0);
}

TEST_P(DynamicProtection, TriggersHold) {
    {
        df::database<Vote, Poll> made{url()};
    }
    df::dynamic_database db{url()};
    db.run(db.create_node("votes"), json(R"({"choice": "yes"})"));
    const auto e =
        refusal([&] { db.run(db.update_node("votes"), json(R"({"key": 1, "fields": {"choice": "no"}})")); });
    EXPECT_NE(std::string_view{e.what()}.find("votes: its records are never updated"), std::string_view::npos)
        << e.what();
    (void)refusal([&] { db.run(db.delete_node("votes"), json(R"({"key": 1})")); });
    EXPECT_EQ(plain().value("SELECT choice FROM votes"), "yes");
}

} // namespace
