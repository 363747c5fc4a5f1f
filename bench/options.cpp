// What each option of a model costs: the library against hand-written code with the C API that does the same.
//
//   options sqlite FOLDER [--rounds N] [--only TEXT]
//   options postgres LIBRARY_URL HAND_URL [...]         two databases of one server
//
// Both ways have the tables that the library makes. Past versions and the log are kept by triggers on both
// sides: by hand one for each row, and the log without a chain of hashes, for nobody writes one by hand.
#include "hand_options.hpp"
#include "harness.hpp"
#include "keeper.hpp"
#include "options_model.hpp"

#include <dataflow/protection.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace bench;
using df::field;

constexpr std::int64_t rows = 1'000;

// --- triggers by hand -------------------------------------------------------------------------------

constexpr const char* sqlite_history =
    "CREATE TRIGGER hand_new AFTER INSERT ON history_notes BEGIN "
    "INSERT INTO history_notes_history (id, owner, title, amount, history_number, history_from, "
    "history_deleted) VALUES (NEW.id, NEW.owner, NEW.title, NEW.amount, 1, "
    "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), 0); END;"
    "CREATE TRIGGER hand_changed AFTER UPDATE ON history_notes BEGIN "
    "UPDATE history_notes_history SET history_to = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') "
    "WHERE id = OLD.id AND history_to IS NULL;"
    "INSERT INTO history_notes_history (id, owner, title, amount, history_number, history_from, "
    "history_deleted) VALUES (NEW.id, NEW.owner, NEW.title, NEW.amount, (SELECT max(history_number) + 1 "
    "FROM history_notes_history WHERE id = NEW.id), strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), 0); END";
constexpr const char* sqlite_log =
    "CREATE TABLE hand_log (id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT, operation TEXT NOT NULL, "
    "table_name TEXT NOT NULL, record_key TEXT NOT NULL, before TEXT, after TEXT);"
    "CREATE INDEX hand_log_key ON hand_log (table_name, record_key);"
    "CREATE TRIGGER hand_new_logged AFTER INSERT ON audit_notes BEGIN "
    "INSERT INTO hand_log (at, actor, operation, table_name, record_key, after) VALUES "
    "(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), 'ann', 'created', 'audit_notes', NEW.id, json_object('id', "
    "NEW.id, 'owner', NEW.owner, 'title', NEW.title, 'amount', NEW.amount)); END;"
    "CREATE TRIGGER hand_changed_logged AFTER UPDATE ON audit_notes BEGIN "
    "INSERT INTO hand_log (at, actor, operation, table_name, record_key, before, after) VALUES "
    "(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), 'ann', 'updated', 'audit_notes', NEW.id, "
    "json_object('owner', "
    "OLD.owner, 'title', OLD.title, 'amount', OLD.amount), json_object('owner', NEW.owner, 'title', "
    "NEW.title, 'amount', NEW.amount)); END";
constexpr const char* sqlite_limit =
    "CREATE TABLE hand_counts (tenant_id TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TRIGGER hand_counted AFTER INSERT ON limit_notes BEGIN "
    "INSERT INTO hand_counts VALUES (NEW.tenant_id, 1) ON CONFLICT (tenant_id) DO UPDATE SET n = n + 1;"
    "SELECT RAISE(ABORT, 'too many notes') FROM hand_counts WHERE tenant_id = NEW.tenant_id AND n > "
    "100000000; END;"
    "CREATE TRIGGER hand_gone AFTER DELETE ON limit_notes BEGIN "
    "UPDATE hand_counts SET n = n - 1 WHERE tenant_id = OLD.tenant_id; END";
constexpr const char* postgres_limit =
    "CREATE TABLE hand_counts (tenant_id TEXT PRIMARY KEY, n BIGINT NOT NULL) WITH (fillfactor = 50);"
    "CREATE FUNCTION hand_limit() RETURNS TRIGGER LANGUAGE plpgsql AS $$ DECLARE now_n BIGINT; BEGIN "
    "IF TG_OP = 'DELETE' THEN UPDATE hand_counts SET n = n - 1 WHERE tenant_id = OLD.tenant_id; RETURN NULL; "
    "END IF; INSERT INTO hand_counts AS c VALUES (NEW.tenant_id, 1) ON CONFLICT (tenant_id) DO UPDATE SET n "
    "= c.n + 1 RETURNING n INTO now_n; IF now_n > 100000000 THEN RAISE EXCEPTION 'too many notes'; END IF; "
    "RETURN NULL; END $$;"
    "CREATE TRIGGER hand_limit AFTER INSERT OR DELETE ON limit_notes FOR EACH ROW EXECUTE FUNCTION "
    "hand_limit()";
constexpr const char* postgres_history =
    "CREATE FUNCTION hand_history() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'UPDATE' THEN UPDATE history_notes_history SET history_to = now() WHERE id = OLD.id AND "
    "history_to IS NULL; END IF; "
    "INSERT INTO history_notes_history (id, owner, title, amount, history_number, history_from, "
    "history_deleted) VALUES (NEW.id, NEW.owner, NEW.title, NEW.amount, coalesce((SELECT "
    "max(history_number) FROM history_notes_history WHERE id = NEW.id), 0) + 1, now(), FALSE); "
    "RETURN NULL; END $$;"
    "CREATE TRIGGER hand_history AFTER INSERT OR UPDATE ON history_notes FOR EACH ROW EXECUTE FUNCTION "
    "hand_history()";
constexpr const char* postgres_log =
    "CREATE TABLE hand_log (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at TIMESTAMPTZ NOT NULL, "
    "actor TEXT, operation TEXT NOT NULL, table_name TEXT NOT NULL, record_key TEXT NOT NULL, before JSONB, "
    "after JSONB);"
    "CREATE INDEX hand_log_key ON hand_log (table_name, record_key);"
    "CREATE FUNCTION hand_log() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN "
    "INSERT INTO hand_log (at, actor, operation, table_name, record_key, before, after) VALUES (now(), "
    "current_setting('hand.actor', TRUE), TG_OP, 'audit_notes', NEW.id::TEXT, CASE WHEN TG_OP = 'UPDATE' "
    "THEN to_jsonb(OLD) END, to_jsonb(NEW)); RETURN NULL; END $$;"
    "CREATE TRIGGER hand_log AFTER INSERT OR UPDATE ON audit_notes FOR EACH ROW EXECUTE FUNCTION hand_log()";

/// Takes the library's triggers from the tables of the hand-written side.
constexpr const char* postgres_without_triggers =
    "DO $$ DECLARE t record; BEGIN FOR t IN SELECT tgname, tgrelid::regclass AS on_table FROM pg_trigger "
    "WHERE NOT tgisinternal AND tgrelid IN ('history_notes'::regclass, 'audit_notes'::regclass, "
    "'limit_notes'::regclass) LOOP "
    "EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.on_table); END LOOP; END $$";

void sqlite_without_triggers(const std::string& path) {
    sqlite3* db = nullptr;
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) stop("SQLite: the file does not open");
    std::vector<std::string> drops;
    const auto take = [](void* to, int, char** values, char**) {
        static_cast<std::vector<std::string>*>(to)->emplace_back(values[0]);
        return 0;
    };
    const char* which =
        "SELECT 'DROP TRIGGER \"' || name || '\"' FROM sqlite_schema WHERE type = 'trigger' AND "
        "tbl_name IN ('history_notes', 'audit_notes', 'limit_notes')";
    if (sqlite3_exec(db, which, take, &drops, nullptr) != SQLITE_OK) stop("SQLite: the triggers stay");
    drops.emplace_back(sqlite_history);
    drops.emplace_back(sqlite_log);
    drops.emplace_back(sqlite_limit);
    for (const auto& text : drops)
        if (sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            stop(std::string{"SQLite: "} + sqlite3_errmsg(db));
    sqlite3_close(db);
}

// --- what is measured -------------------------------------------------------------------------------

/// The same operations by nodes of `on`, a database or a session of it, and by hand, each in one transaction.
template <class Option, class On, class Hand>
void measure(const harness& h, const std::string& name, On&& on, Hand& hand, const char* settings = "") {
    using N = Note<Option>;
    std::vector<N> notes;
    std::vector<hand_note> by_hand;
    for (std::int64_t i = 0; i < rows; ++i) {
        notes.push_back(note<Option>(i));
        by_hand.push_back(
            {.owner = notes.back().owner, .title = notes.back().title, .amount = notes.back().amount});
    }
    std::vector<df::id<N>> ids;
    const auto create = [&] {
        ids.clear();
        on.transaction([&](auto& tx) {
            for (const auto& n : notes) ids.push_back(tx.run(df::create(n)).id);
        });
    };
    const auto in_transaction = [&](auto work) {
        hand.begin();
        if (*settings != '\0') hand.script(settings);
        for (auto& n : by_hand) work(n);
        hand.script("COMMIT");
    };
    const auto create_by_hand = [&] { in_transaction([&](hand_note& n) { hand.create(n); }); };
    create();
    create_by_hand();
    const auto mine = on.run(df::list<N>()).records;
    const auto theirs = hand.list();
    bool same = mine.size() == theirs.size() && !mine.empty();
    for (std::size_t i = 0; same && i < mine.size(); ++i)
        same = mine[i].owner == theirs[i].owner && mine[i].title == theirs[i].title &&
               mine[i].amount == theirs[i].amount;
    if (!same) stop("the library and the hand-written code give not the same: " + name);

    h.measure({name + "_list",
               rows,
               {{}, [&] { keep(on.run(df::list<N>())); }},
               {{}, [&] { keep(hand.list()); }},
               20});
    h.measure({name + "_read",
               rows,
               {{},
                [&] {
                    on.transaction([&](auto& tx) {
                        for (const auto& id : ids) keep(tx.run(df::read<N>(id)));
                    });
                }},
               {{},
                [&] {
                    in_transaction([&](hand_note& n) {
                        hand_note out;
                        hand.read(n.id, out);
                        keep(out);
                    });
                }},
               5});
    double amount = 0;
    h.measure({name + "_update",
               rows,
               {[&] { ++amount; },
                [&] {
                    on.transaction([&](auto& tx) {
                        for (const auto& id : ids)
                            keep(tx.run(df::update<N>(id, field<&N::amount> = amount)));
                    });
                }},
               {{}, [&] { in_transaction([&](hand_note& n) { hand.update(n.id, amount, n); }); }},
               5});
    h.measure({name + "_bulk_update",
               rows,
               {{}, [&] { on.run(df::bulk_update<N>(df::everything, field<&N::amount> += 1.5)); }},
               {{},
                [&] {
                    hand.begin();
                    if (*settings != '\0') hand.script(settings);
                    hand.bulk(1.5);
                    hand.script("COMMIT");
                }},
               5});
    h.measure({name + "_create", rows, {{}, create}, {{}, create_by_hand}, 3});
}

template <class Hand>
void measure(const harness& h, options_database& db, const std::string& place, const char* settings) {
    const auto hand = [&](const char* table, added what = added::nothing) {
        return Hand{place, table, what};
    };
    auto plain_notes = hand("plain_notes");
    measure<plain>(h, "plain", db, plain_notes);
    {
        auto notes = hand("tenant_notes", added::tenant);
        measure<of_tenants>(h, "tenants", db.tenant(std::string{tenant_name}), notes);
    }
    {
        auto notes = hand("limit_notes", added::tenant);
        measure<limited>(h, "row_limit", db.tenant(std::string{tenant_name}), notes);
    }
    {
        auto notes = hand("soft_notes", added::mark);
        measure<softly_deleted>(h, "soft_delete", db, notes);
    }
    {
        auto notes = hand("version_notes", added::version);
        measure<versioned>(h, "versions", db, notes);
    }
    {
        auto notes = hand("history_notes");
        measure<with_history>(h, "history", db, notes);
    }
    {
        auto notes = hand("audit_notes");
        measure<audited>(h, "audit_log", db.session({.actor = "ann"}), notes, settings);
    }
    plain_notes.script("DELETE FROM plain_notes");
    db.run(df::bulk_erase<Note<plain>>(df::everything));
    const df::write_protection rules{
        df::protect("others").model<Note<audited>>(), df::protect("one field").field<&Note<plain>::owner>(),
        df::protect("no deletes").model<Note<plain>>().against(df::write_kind::erase)};
    db.protect(rules);
    measure<plain>(h, "protection", db, plain_notes);
}

} // namespace

int main(int count, char** arguments) {
    const auto [places, how, n] = command_line(count, arguments);
    if (places.size() == 2 && places[0] == "sqlite") {
        const auto library_file = places[1] + "/library_options.db",
                   hand_file = places[1] + "/hand_options.db";
        {
            options_database made{"sqlite:" + hand_file};
        }
        sqlite_without_triggers(hand_file);
        options_database db{"sqlite:" + library_file};
        measure<hand_options_sqlite>(harness{"sqlite", how}, db, hand_file, "");
    } else if (places.size() == 3 && places[0] == "postgres") {
        {
            options_database made{places[2]};
        }
        {
            hand_options_postgres hand{places[2], "plain_notes", added::nothing};
            hand.script(postgres_without_triggers);
            hand.script(postgres_history);
            hand.script(postgres_log);
            hand.script(postgres_limit);
        }
        options_database db{places[1]};
        measure<hand_options_postgres>(harness{"postgres", how}, db, places[2],
                                       "SELECT set_config('hand.actor', 'ann', TRUE)");
    } else stop("usage: options sqlite FOLDER | options postgres LIBRARY_URL HAND_URL");
}
