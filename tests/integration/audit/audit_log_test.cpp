// The audit log: what each node and each path writes into it, who is told as the one who did it, and what is
// never in it.
#include "integration/audit/replay.hpp"
#include "support/fixture.hpp"

#include <dataflow/session.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using audited::replay;
using df::audit_operation;
using df::audit_record;
using df::field;

struct Shelf {
    df::id<Shelf> id{};
    std::string name{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .audit_log = true, .unique = df::unique({"name"})};
};
struct Box {
    df::id<Box> id{};
    df::id<Shelf> shelf{};
    std::string label{};
    std::optional<std::int64_t> weight{};
    double size = 0;
    bool full = false;
    df::decimal<10, 2> price{};
    std::string pin{};

    static constexpr auto dataflow =
        df::options{.timestamps = false,
                    .soft_delete = true,
                    .versioned = true,
                    .audit_log = true,
                    .secrets = df::secrets("pin"),
                    .foreign_keys = df::foreign_keys({"shelf", df::on_delete::cascade})};
};
struct Plain {
    df::id<Plain> id{};
    std::string text{};
};
struct Pair {
    std::string left{};
    std::int64_t right{};
    std::string text{};

    static constexpr auto dataflow =
        df::options{.key = df::key("left", "right"), .timestamps = false, .audit_log = true};
};
using store = df::database<Shelf, Box, Plain, Pair, audit_record>;

class AuditLog : public support::database_test {
  protected:
    template <class Database>
    static std::vector<df::record<audit_record>> log(Database& db) {
        return db.run(df::list<audit_record>().order_by(field<&audit_record::id>)).records;
    }
    template <class Database>
    static std::int64_t records(Database& db, std::string_view table, audit_operation what) {
        return db.run(
            df::count<audit_record>().where(field<&audit_record::table_name> == std::string{table} &&
                                            field<&audit_record::operation> == what));
    }
};
DATAFLOW_ON_ALL_DATABASES(AuditLog);

TEST_P(AuditLog, EachNodeWritesWhatItChanges) {
    store db{url()};
    const auto shelf = db.run(df::create(Shelf{.name = "a \"b\" é"}));
    db.run(df::update<Shelf>(shelf.id, field<&Shelf::name> = "b"));
    db.run(df::update<Shelf>(shelf.id, field<&Shelf::name> = "b")); // changes nothing
    auto all = log(db);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].operation, audit_operation::created);
    EXPECT_EQ(all[0].table_name, "shelves");
    EXPECT_EQ(all[0].record_key, "1");
    EXPECT_EQ(audited::members(*all[0].after).at("name"), "\"a \\\"b\\\" é\"");
    EXPECT_EQ(audited::members(*all[1].before), (audited::row{{"name", "\"a \\\"b\\\" é\""}}));
    EXPECT_EQ(audited::members(*all[1].after), (audited::row{{"name", "\"b\""}}));
    EXPECT_EQ(all[1].record_key, "1");
    EXPECT_TRUE(all[1].transaction_id.has_value());
    EXPECT_FALSE(all[1].actor.has_value());

    db.run(df::create(Box{.shelf = shelf.id,
                          .label = "x",
                          .weight = 3,
                          .size = 0.1,
                          .full = true,
                          .price = df::decimal<10, 2>{"12.50"},
                          .pin = "hush-hush"}));
    const auto made = audited::members(*log(db).back().after);
    EXPECT_EQ(made.at("weight"), "3");
    EXPECT_EQ(made.at("size"), "0.1");
    EXPECT_EQ(made.at("full"), "true");
    EXPECT_EQ(made.at("price"), "12.50");
    EXPECT_EQ(made.at("pin"), "\"(secret)\"");
    EXPECT_EQ(made.at("version"), "1");
    EXPECT_EQ(made.at("deleted_at"), "null");

    std::vector<Box> many(400, Box{.shelf = shelf.id, .label = "m"}); // PostgreSQL: by COPY
    db.run(df::bulk_create(many));
    EXPECT_EQ(records(db, "boxes", audit_operation::created), 401);
    db.run(df::bulk_update<Box>(field<&Box::label> == "m", field<&Box::weight> = 7));
    EXPECT_EQ(records(db, "boxes", audit_operation::updated), 400);
    db.run(df::erase<Box>(df::id<Box>{1})); // a mark
    db.run(df::restore<Box>(df::id<Box>{1}));
    EXPECT_EQ(records(db, "boxes", audit_operation::updated), 402);
    db.run(df::bulk_erase<Box>(field<&Box::id> <= df::id<Box>{10}));
    db.run(df::purge<Box>(df::everything));
    EXPECT_EQ(records(db, "boxes", audit_operation::deleted), 10);
    db.run(df::upsert(Shelf{.name = "c"}).on_conflict(field<&Shelf::name>));
    db.run(df::bulk_upsert({Shelf{.name = "c"}, Shelf{.name = "d"}}).on_conflict(field<&Shelf::name>));
    EXPECT_EQ(records(db, "shelves", audit_operation::created), 3);
    (void)db.run_all(df::create(Shelf{.name = "e"}), df::create(Shelf{.name = "f"}));
    db.run(df::sql<"insert into shelves (name) values ({})">("g"));
    EXPECT_EQ(records(db, "shelves", audit_operation::created), 6);
    db.run(df::erase<Shelf>(shelf.id)); // a real delete: the boxes go with it
    EXPECT_EQ(records(db, "boxes", audit_operation::deleted), 401);

    db.run(df::create(Pair{.left = "l,\"", .right = 5}));
    EXPECT_EQ(log(db).back().record_key, "[\"l,\\\"\",5]");
    const auto before = db.run(df::count<audit_record>());
    db.run(df::create(Plain{.text = "free"}));
    EXPECT_EQ(db.run(df::count<audit_record>()), before);
    const auto found = df::verify_audit(db);
    EXPECT_TRUE(found.ok()) << found.problems[0].message;
    EXPECT_EQ(found.records, before);
    EXPECT_EQ(found.unsealed, 0);
    for (const auto& r : log(db))
        EXPECT_EQ((r.before.value_or("") + r.after.value_or("")).find("hush"), std::string::npos);
}

TEST_P(AuditLog, PlayedBackItGivesTheTable) {
    store db{url()};
    std::mt19937 random{7};
    const auto upto = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const auto shelf = db.run(df::create(Shelf{.name = "s"}));
    for (int i = 0; i < 250; ++i) {
        const auto label = "l" + std::to_string(upto(9));
        const df::id<Box> key{1 + upto(40)};
        const auto with = [&](auto& on) {
            switch (upto(9)) {
            case 0: on.run(df::create(Box{.shelf = shelf.id, .label = label})); break;
            case 1:
                on.run(df::bulk_create({Box{.shelf = shelf.id, .label = label, .size = 1.5},
                                        Box{.shelf = shelf.id, .weight = 5}}));
                break;
            case 2: (void)on.try_run(df::update<Box>(key, field<&Box::weight> = upto(3))); break;
            case 3:
                on.run(df::bulk_update<Box>(field<&Box::label> == label, field<&Box::full> = upto(2) == 0));
                break;
            case 4: on.run(df::erase<Box>(key)); break;
            case 5: (void)on.try_run(df::restore<Box>(key)); break;
            case 6: on.run(df::purge<Box>(key)); break;
            case 7: on.run(df::sql<"update boxes set price = price + 1 where id = {}">(key.value)); break;
            case 8: on.run(df::sql<"delete from boxes where id = {}">(key.value)); break;
            default: break;
            }
        };
        if (upto(3) == 0) {
            const bool fails = upto(2) == 0;
            try {
                db.transaction([&](auto& tx) {
                    with(tx);
                    with(tx);
                    try {
                        tx.nested([&](auto& inner) {
                            with(inner);
                            if (upto(2) == 0) throw 1;
                        });
                    } catch (int) {
                    }
                    with(tx);
                    if (fails) throw 2;
                });
            } catch (int) {
            }
        } else with(db);
    }
    const auto rows = replay(log(db), "boxes");
    const auto boxes = db.run(df::with_deleted(df::list<Box>()));
    EXPECT_GT(boxes.size(), 3U);
    EXPECT_EQ(rows.size(), boxes.size());
    for (const auto& b : boxes) {
        const auto& r = rows.at(std::to_string(b.id.value));
        EXPECT_EQ(r.at("label"), "\"" + b.label + "\"");
        EXPECT_EQ(r.at("weight"), b.weight ? std::to_string(*b.weight) : "null");
        EXPECT_EQ(r.at("full"), b.full ? "true" : "false");
        EXPECT_EQ(r.at("version"), std::to_string(b.version));
        EXPECT_EQ(r.at("deleted_at") == "null", !b.deleted_at.has_value());
    }
    EXPECT_TRUE(df::verify_audit(db).ok());
}

TEST_P(AuditLog, TellsForWhomASessionRan) {
    store db{df::open_options{.url = url(), .connections = 1}};
    const auto ann = db.session({.actor = "ann 'é'", .address = "192.0.2.7", .request_id = "r-17"});
    const auto check = [&](const std::optional<std::string>& actor) {
        const auto last = log(db).back();
        EXPECT_EQ(last.actor, actor);
        EXPECT_EQ(last.address, actor ? std::optional<std::string>{"192.0.2.7"} : std::nullopt);
        EXPECT_EQ(last.request_id, actor ? std::optional<std::string>{"r-17"} : std::nullopt);
    };
    const auto one = ann.run(df::create(Shelf{.name = "a"}));
    check("ann 'é'");
    db.run(df::update<Shelf>(one.id, field<&Shelf::name> = "b"));
    check(std::nullopt);
    ann.run(df::upsert(Shelf{.name = "c"}).on_conflict(field<&Shelf::name>));
    check("ann 'é'");
    ann.run(df::sql<"update shelves set name = 'd' where name = 'c'">());
    check("ann 'é'");
    ann.run(df::bulk_create(std::vector<Box>(400, Box{.shelf = one.id})));
    check("ann 'é'");
    db.run(df::sql<"update shelves set name = 'e' where name = 'd'">());
    check(std::nullopt);
    (void)ann.run_all(df::create(Shelf{.name = "f"}), df::count<Shelf>());
    check("ann 'é'");
    ann.transaction([&](auto& tx) {
        if (postgres()) {
            EXPECT_EQ(tx.run(df::sql<"select current_setting('dataflow.actor')", std::string>().one()),
                      "ann 'é'");
        }
        try {
            tx.nested([&](auto& inner) {
                inner.run(df::create(Shelf{.name = "g"}));
                throw 1;
            });
        } catch (int) {
        }
        tx.run(df::update<Shelf>(one.id, field<&Shelf::name> = "y"));
        tx.run(df::update<Shelf>(one.id, field<&Shelf::name> = "z"));
    });
    check("ann 'é'");
    const auto all = log(db);
    EXPECT_EQ(all[all.size() - 1].transaction_id, all[all.size() - 2].transaction_id);
    EXPECT_NE(all[0].transaction_id, all[1].transaction_id);
    if (postgres()) {
        EXPECT_EQ(
            db.run(
                df::sql<"select coalesce(current_setting('dataflow.actor', true), '')", std::string>().one()),
            "");
        EXPECT_EQ(log(db).back().database_user,
                  db.run(df::sql<"select session_user::text", std::string>().one()));
    }
    EXPECT_TRUE(df::verify_audit(db).ok());
}

} // namespace
