// Two tenants at once, with the same keys: random programs over every node and path, on models with all the
// options, each against a plain model of what its tenant has; afterwards the databases' own programs look
// whether anything of one was seen or touched by the other. DATAFLOW_PROGRAM_STATEMENTS says how many
// statements all of it has on each database, else 12,000.
#include "integration/options/program.hpp"
#include "support/oracle.hpp"

#include <atomic>
#include <cstdlib>
#include <sstream>
#include <thread>

namespace {

using namespace proof;
using support::backend;

using desk = df::database<Owner<true, true>, Owner<true, false>, model<1>, model<10>, model<11>,
                          df::tenant_audit_record>;

class OptionsPrograms : public support::database_test {
  protected:
    [[nodiscard]] std::string ask(const std::string& sql) const {
        return support::ask_oracle(GetParam(), where(), sql);
    }
    [[nodiscard]] std::set<std::string> lines(const std::string& sql) const {
        std::set<std::string> out;
        std::istringstream in{ask(sql)};
        for (std::string line; std::getline(in, line);)
            EXPECT_TRUE(line.empty() || out.insert(line).second) << line;
        return out;
    }
    /// What a tenant has in a table, as the database's program sees it, is what the plain model has.
    void look_from_outside(const plain_table& wanted, const std::string& table, const std::string& tenant,
                           const std::string& stranger) const {
        const std::string key = wanted.options.key == key_kind::text ? "code"
                                : wanted.options.key == key_kind::pair
                                    ? "'[\"' || shelf || '\",' || place || ']'"
                                    : "id";
        const std::string of = " WHERE tenant_id = '" + tenant + "'";
        const std::string columns = key + ", coalesce(owner, 0), name, n, coalesce(note, '-'), version";
        std::set<std::string> rows, versions, records;
        for (const auto& [k, r] : wanted.rows)
            rows.insert(k + '|' + std::to_string(r.owner) + '|' + r.name + '|' + std::to_string(r.n) + '|' +
                        r.note.value_or("-") + '|' + std::to_string(r.version) + (r.deleted ? "|1" : "|0"));
        for (const auto& [k, all] : wanted.versions) versions.insert(k + '|' + std::to_string(all.size()));
        for (const auto& [k, all] : wanted.log) records.insert(k + '|' + std::to_string(all.size()));
        EXPECT_EQ(lines("SELECT " + columns + ", CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END FROM " +
                        table + of),
                  rows);
        EXPECT_EQ(lines("SELECT " + key + ", count(*) FROM " + table + "_history" + of + " GROUP BY 1"),
                  versions);
        EXPECT_EQ(lines("SELECT replace(record_key, ' ', ''), count(*) FROM dataflow_audit" + of +
                        " AND table_name = '" + table + "' GROUP BY 1"),
                  records);
        // the last version is the row
        const std::string now = "SELECT " + columns + ", deleted_at, created_at, updated_at FROM " + table;
        const std::string last = now + "_history" + of + " AND history_to IS NULL";
        EXPECT_EQ(ask(now + of + " EXCEPT " + last), "");
        EXPECT_EQ(ask(last + " EXCEPT " + now + of), "");
        // and nothing of the other is anywhere
        const auto nowhere = [&](const std::string& in, const std::string& column) {
            EXPECT_EQ(
                ask("SELECT count(*) FROM " + in + of + " AND " + column + " LIKE '%" + stranger + "%'"), "0")
                << in << ' ' << column;
        };
        nowhere(table, "note");
        nowhere(table + "_history", "note");
        for (const char* column : {"before", "after", "actor", "record_key"})
            nowhere("dataflow_audit", std::string{"\""} + column + '"');
        EXPECT_EQ(ask("SELECT count(*) FROM " + table + " WHERE tenant_id NOT IN ('acme', 'globex')"), "0");
    }
};
DATAFLOW_ON_ALL_DATABASES(OptionsPrograms);

TEST_P(OptionsPrograms, TwoTenantsAtOnceTouchNothingOfEachOther) {
    const char* said = std::getenv("DATAFLOW_PROGRAM_STATEMENTS");
    const std::int64_t wanted = said == nullptr ? 12'000 : std::atoll(said);
    std::atomic<std::int64_t> statements{0};
    desk db{url()};
    db.on_statement([&](const df::statement_event&) { ++statements; });
    struct side {
        program<1, desk> coded;
        program<10, desk> numbered;
        program<11, desk> placed;
    };
    const auto make = [&](const std::string& tenant, const std::string& other, unsigned seed) {
        return side{{db, {tenant}, seed, {other}},
                    {db, {tenant}, seed + 1, {other}},
                    {db, {tenant}, seed + 2, {other}}};
    };
    side acme = make("acme", "globex", 1), globex = make("globex", "acme", 1);
    const auto play = [&](side& one) {
        while (statements < wanted && !HasFailure()) {
            one.coded.walk(60);
            one.numbered.walk(60);
            one.placed.walk(60);
        }
    };
    std::thread other{[&] { play(globex); }};
    play(acme);
    other.join();
    const std::int64_t played = statements;
    std::int64_t records = 0;
    for (side* one : {&acme, &globex}) {
        if (HasFailure()) return;
        one->coded.finish();
        one->numbered.finish();
        one->placed.finish();
        for (const auto* t : {&one->coded.tables(), &one->numbered.tables(), &one->placed.tables()})
            for (const auto& [_, table] : *t)
                for (const auto& [key, all] : table.log) records += static_cast<std::int64_t>(all.size());
    }
    RecordProperty("statements", std::to_string(played));
    const auto found = df::verify_audit(db);
    EXPECT_TRUE(found.ok()) << found.problems[0].message;
    EXPECT_EQ(found.records, records);
    for (const std::string tenant : {"acme", "globex"}) EXPECT_TRUE(df::verify_audit(db.tenant(tenant)).ok());
    if (memory() || !support::oracle_is_there(GetParam())) return;
    for (const auto& [one, tenant, stranger] :
         {std::tuple{&acme, "acme", "globex"}, {&globex, "globex", "acme"}}) {
        look_from_outside(one->coded.tables().at(tenant), "one", tenant, stranger);
        look_from_outside(one->numbered.tables().at(tenant), "ten", tenant, stranger);
        look_from_outside(one->placed.tables().at(tenant), "eleven", tenant, stranger);
    }
}

} // namespace
