// Two tenants at once, with the same keys: random programs over models with options, each against a plain
// model of what its tenant has; afterwards the databases' own programs look whether anything of one was seen
// or touched by the other. DATAFLOW_PROGRAM_STATEMENTS says how many statements all of it has on each
// database.
#pragma once

#include "integration/options/program.hpp"
#include "support/oracle.hpp"

#include <atomic>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <thread>
#include <tuple>

namespace proof {

/// What a tenant has, as the database's own program sees it.
class outside_view {
  public:
    outside_view(support::backend kind, const support::place& where) : kind_(kind), where_(where) {}

    /// What a tenant has in a table is what the plain model has, and nothing of the other is anywhere.
    void look(const plain_table& wanted, const std::string& table, const std::string& tenant,
              const std::string& stranger) const {
        SCOPED_TRACE(table + " of " + tenant);
        const shape& s = wanted.options;
        const std::string key = s.key == key_kind::text   ? "code"
                                : s.key == key_kind::pair ? "'[\"' || shelf || '\",' || place || ']'"
                                                          : "CAST(id AS TEXT)";
        const std::string of = " WHERE tenant_id = '" + tenant + "'";
        const std::string columns =
            key + ", coalesce(owner, 0), name, n, coalesce(note, '-'), " + (s.versions ? "version" : "1");
        std::set<std::string> rows;
        for (const auto& [k, r] : wanted.rows)
            rows.insert(k + '|' + std::to_string(r.owner) + '|' + r.name + '|' + std::to_string(r.n) + '|' +
                        r.note.value_or("-") + '|' + std::to_string(s.versions ? r.version : 1) +
                        (r.deleted ? "|1" : "|0"));
        EXPECT_EQ(lines("SELECT " + columns +
                        (s.soft ? ", CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END FROM " : ", 0 FROM ") +
                        table + of),
                  rows);
        nowhere(table, "note", of, stranger);
        if (s.past) look_back(wanted, table, key, columns, of, stranger);
        if (s.log) {
            std::set<std::string> records;
            for (const auto& [k, all] : wanted.log) records.insert(k + '|' + std::to_string(all.size()));
            EXPECT_EQ(lines("SELECT replace(record_key, ' ', ''), count(*) FROM dataflow_audit" + of +
                            " AND table_name = '" + table + "' GROUP BY 1"),
                      records);
            for (const char* column : {"before", "after", "actor", "record_key"})
                nowhere("dataflow_audit", std::string{"\""} + column + '"', of, stranger);
        }
        EXPECT_EQ(ask("SELECT count(*) FROM " + table + " WHERE tenant_id NOT IN ('acme', 'globex')"), "0");
    }

  private:
    void look_back(const plain_table& wanted, const std::string& table, const std::string& key,
                   const std::string& columns, const std::string& of, const std::string& stranger) const {
        std::set<std::string> versions;
        for (const auto& [k, all] : wanted.versions) versions.insert(k + '|' + std::to_string(all.size()));
        EXPECT_EQ(lines("SELECT " + key + ", count(*) FROM " + table + "_history" + of + " GROUP BY 1"),
                  versions);
        // the last version is the row
        const std::string now = "SELECT " + columns + (wanted.options.soft ? ", deleted_at" : "") +
                                (wanted.options.times ? ", created_at, updated_at" : "") + " FROM " + table;
        const std::string last = now + "_history" + of + " AND history_to IS NULL";
        EXPECT_EQ(ask(now + of + " EXCEPT " + last), "");
        EXPECT_EQ(ask(last + " EXCEPT " + now + of), "");
        nowhere(table + "_history", "note", of, stranger);
    }
    void nowhere(const std::string& in, const std::string& column, const std::string& of,
                 const std::string& stranger) const {
        EXPECT_EQ(ask("SELECT count(*) FROM " + in + of + " AND " + column + " LIKE '%" + stranger + "%'"),
                  "0")
            << in << ' ' << column;
    }
    [[nodiscard]] std::string ask(const std::string& sql) const {
        return support::ask_oracle(kind_, where_, sql);
    }
    [[nodiscard]] std::set<std::string> lines(const std::string& sql) const {
        std::set<std::string> out;
        std::istringstream in{ask(sql)};
        for (std::string line; std::getline(in, line);)
            EXPECT_TRUE(line.empty() || out.insert(line).second) << line;
        return out;
    }

    support::backend kind_;
    const support::place& where_;
};

/// What one tenant plays: a program for each model.
template <class Database, int... I>
struct side {
    side(Database& db, const std::string& tenant, const std::string& other)
        : tenant_(tenant), stranger_(other),
          programs_(program<I, Database>{db, {tenant}, static_cast<unsigned>(I), {other}}...) {}

    void walk(int steps) {
        std::apply([&](auto&... one) { (one.walk(steps), ...); }, programs_);
    }
    void finish() {
        std::apply([&](auto&... one) { (one.finish(), ...); }, programs_);
    }
    /// How many records the audit log should have of it.
    [[nodiscard]] std::int64_t records() const {
        std::int64_t out = 0;
        const auto add = [&](const plain_table& table) {
            if (!table.options.log) return;
            for (const auto& [_, all] : table.log) out += static_cast<std::int64_t>(all.size());
        };
        std::apply([&](auto&... one) { (add(one.tables().at(tenant_)), ...); }, programs_);
        return out;
    }
    void look_from(const outside_view& view) const {
        std::apply(
            [&](auto&... one) {
                (view.look(one.tables().at(tenant_),
                           std::string{std::remove_cvref_t<decltype(one)>::table_name}, tenant_, stranger_),
                 ...);
            },
            programs_);
    }

  private:
    std::string tenant_, stranger_;
    std::tuple<program<I, Database>...> programs_;
};

/// Plays the models with these numbers as two tenants at once. `quick`: how many statements, unless said.
template <int... I, class Database>
void play_two_tenants(Database& db, support::backend kind, const support::place& where, std::int64_t quick) {
    const char* said = std::getenv("DATAFLOW_PROGRAM_STATEMENTS");
    const std::int64_t wanted = said == nullptr ? quick : std::atoll(said);
    const auto counter = std::make_shared<std::atomic<std::int64_t>>(0);
    const auto& statements = *counter;
    db.on_statement([counter](const df::statement_event&) { ++*counter; });
    side<Database, I...> acme{db, "acme", "globex"}, globex{db, "globex", "acme"};
    const auto play = [&](auto& one) {
        while (statements < wanted && !testing::Test::HasFailure()) one.walk(60);
    };
    std::thread other{[&] { play(globex); }};
    play(acme);
    other.join();
    const std::int64_t played = statements;
    if (testing::Test::HasFailure()) return;
    acme.finish();
    globex.finish();
    testing::Test::RecordProperty("statements", std::to_string(played));
    const auto found = df::verify_audit(db);
    EXPECT_TRUE(found.ok()) << found.problems[0].message;
    EXPECT_EQ(found.records, acme.records() + globex.records());
    for (const std::string tenant : {"acme", "globex"}) EXPECT_TRUE(df::verify_audit(db.tenant(tenant)).ok());
    if (kind == support::backend::sqlite_memory || !support::oracle_is_there(kind)) return;
    const outside_view view{kind, where};
    acme.look_from(view);
    globex.look_from(view);
}

} // namespace proof
