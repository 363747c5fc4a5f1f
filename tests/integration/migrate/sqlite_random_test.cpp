// Pairs of random schemas of SQLite's with random rows: there and back, compared with databases made new.
#include "integration/migrate/sqlite_support.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace df = dataflow;
using namespace support;

struct random_column {
    std::string name;
    std::string type;
    std::string rest{}; ///< a default, a collation, REFERENCES
    std::string check{};
    bool not_null = false;
    bool unique = false;
    bool generated = false;
};
struct random_table {
    std::string name;
    int key = 0; ///< of `keys`
    std::vector<random_column> columns{};
    std::vector<std::string> constraints{};
    std::vector<std::string> indexes{}; ///< from after CREATE INDEX
    bool strict = false;
    bool without_rowid = false;
};

class random_schemas {
  public:
    explicit random_schemas(std::uint32_t seed) : engine_(seed) {}

    [[nodiscard]] std::vector<random_table> schema() {
        std::vector<random_table> out(1 + below(3));
        for (std::size_t i = 0; i < out.size(); ++i) {
            auto& t = out[i];
            t.name = i == 0 ? "t 0" : "t" + std::to_string(i);
            t.key = static_cast<int>(below(5));
        }
        for (std::size_t i = 0; i < out.size(); ++i) {
            auto& t = out[i];
            t.strict = below(4) == 0;
            t.without_rowid = t.key == 3 && below(2) == 0;
            for (auto n = 1 + below(5); n != 0; --n) t.columns.push_back(column(out, i));
            for (auto n = below(3); n != 0; --n) constrain(t);
        }
        return out;
    }
    [[nodiscard]] std::vector<random_table> changed(std::vector<random_table> all) {
        for (std::size_t i = 0; i < all.size(); ++i)
            for (auto n = below(5); n != 0; --n) change(all, i);
        return all;
    }
    [[nodiscard]] static std::string text_of(const std::vector<random_table>& all) {
        std::string out, indexes;
        for (const auto& t : all) {
            out += "CREATE TABLE \"" + t.name + "\" (";
            if (t.key == 0) out += "id INTEGER PRIMARY KEY";
            if (t.key == 1) out += "id INTEGER PRIMARY KEY AUTOINCREMENT";
            if (t.key == 2) out += "id TEXT NOT NULL PRIMARY KEY";
            if (t.key == 3) out += "id INTEGER NOT NULL, id2 TEXT NOT NULL";
            if (t.key == 4) out += "id INTEGER";
            for (const auto& c : t.columns) {
                out += ", \"" + c.name + "\" " + c.type + (c.not_null ? " NOT NULL" : "") + c.rest +
                       (c.unique ? " UNIQUE" : "");
                if (!c.check.empty())
                    out += " CONSTRAINT \"" + t.name + "_" + c.name + "\" CHECK (" + c.check + ")";
            }
            if (t.key == 3) out += ", PRIMARY KEY (id, id2)";
            for (const auto& k : t.constraints) out += ", " + k;
            out += std::string{")"} + (t.without_rowid ? " WITHOUT ROWID" : "") +
                   (t.strict ? t.without_rowid ? ", STRICT" : " STRICT" : "") + ";\n";
            int n = 0;
            for (const auto& i : t.indexes)
                indexes += "CREATE INDEX \"" + t.name + "_" + std::to_string(n++) + "\" ON \"" + t.name +
                           "\" " + i + ";\n";
        }
        return out + indexes;
    }
    [[nodiscard]] std::string rows_of(const std::vector<random_table>& all) {
        std::string out;
        for (const auto& t : all)
            for (auto n = below(40); n != 0; --n) {
                std::string names = "id",
                            values = t.key == 2 ? "'k" + std::to_string(n) + "'" : std::to_string(n * 3);
                if (t.key == 3) names += ", id2", values += ", 'x" + std::to_string(n % 3) + "'";
                for (const auto& c : t.columns) {
                    if (c.generated) continue;
                    names += ", \"" + c.name + "\"";
                    values += ", " + value(c);
                }
                out += "INSERT OR IGNORE INTO \"" + t.name + "\" (" + names + ") VALUES (" + values + ");\n";
            }
        return out;
    }

  private:
    std::size_t below(std::size_t n) { return engine_() % n; }

    std::string value(const random_column& c) {
        if (!c.not_null && below(4) == 0) return "NULL";
        const auto n = std::to_string(below(30));
        if (c.rest.find("REFERENCES") != std::string::npos) return std::to_string(3 + 3 * below(10));
        if (c.type == "INTEGER" || c.type.find(',') != std::string::npos) return n;
        if (c.type == "REAL") return n + (below(2) == 0 ? ".5" : ".0");
        if (c.type == "BLOB") return "x'0" + std::to_string(below(9)) + "'";
        const std::string texts[]{"'" + n + "'", "'a''" + n + "'", "'" + n + ".5'", "'A'"};
        return texts[below(below(3) == 0 ? 4 : 1)];
    }
    random_column column(const std::vector<random_table>& all, std::size_t at) {
        random_column c;
        const std::string types[]{"INTEGER", "TEXT", "REAL", "BLOB", "INTEGER(10,2)", "INTEGER(8,3)"};
        c.name = (below(5) == 0 ? "select" : "c") + std::to_string(next_++);
        c.type = types[below(all[at].strict ? 4 : 6)];
        c.not_null = below(3) == 0;
        if (below(3) == 0 || c.not_null)
            c.rest = c.type == "BLOB"   ? " DEFAULT x'01'"
                     : c.type == "TEXT" ? " DEFAULT 'd,)'"
                                        : " DEFAULT " + std::to_string(below(9));
        if (c.type == "TEXT" && below(3) == 0) c.rest += " COLLATE NOCASE";
        if (below(4) == 0) c.check = "\"" + c.name + "\" <> '77'";
        if (below(6) == 0) c.unique = true;
        const auto& target = all[below(all.size())];
        if (!c.not_null && c.type == "INTEGER" && !c.unique && below(2) == 0 && target.key < 2)
            c.rest = " REFERENCES \"" + target.name + "\" (id)" + (below(2) == 0 ? " ON DELETE CASCADE" : "");
        if (below(8) == 0 && !all[at].columns.empty()) {
            c = {c.name, "INTEGER", {}, {}, false, false, true};
            c.rest = " AS (length(id)) " + std::string{below(2) == 0 ? "STORED" : "VIRTUAL"};
        }
        return c;
    }
    void constrain(random_table& t) {
        const auto& c = t.columns[below(t.columns.size())];
        switch (below(3)) {
        case 0:
            t.constraints.push_back("CONSTRAINT \"k" + std::to_string(next_++) + "\" CHECK (\"" + c.name +
                                    "\" IS NOT 'never' OR id > 0)");
            return;
        case 1: return index(t, "(\"" + c.name + "\" DESC) WHERE id > 1");
        default: index(t, "(id, \"" + c.name + "\")");
        }
    }
    static void index(random_table& t, const std::string& what) { // of two that are alike, one is left out
        if (std::find(t.indexes.begin(), t.indexes.end(), what) == t.indexes.end()) t.indexes.push_back(what);
    }
    /// Takes away what mentions a column.
    static void forget(random_table& t, const std::string& name) {
        const auto says = [&](const std::string& s) {
            return s.find("\"" + name + "\"") != std::string::npos;
        };
        std::erase_if(t.constraints, says);
        std::erase_if(t.indexes, says);
    }
    void change(std::vector<random_table>& all, std::size_t at) {
        auto& t = all[at];
        auto& c = t.columns[below(t.columns.size())];
        switch (below(11)) {
        case 0:
            return t.columns.insert(t.columns.begin() + static_cast<long>(below(t.columns.size())),
                                    column(all, at)),
                   void();
        case 1:
        case 2:
            if (t.columns.size() == 1) return;
            forget(t, c.name);
            std::erase_if(t.columns, [name = c.name](const auto& x) { return x.name == name; });
            return;
        case 3: {
            auto other = column(all, at);
            other.name = c.name;
            if (!other.check.empty()) other.check = "\"" + c.name + "\" <> '78'";
            c = other;
            return;
        }
        case 4: return constrain(t);
        case 5:
            if (!t.constraints.empty()) t.constraints.pop_back();
            return;
        case 6:
            if (!t.indexes.empty()) t.indexes.pop_back();
            return;
        case 7:
            if (t.key < 2) t.key = 1 - t.key;
            return;
        case 8:
            if (!c.generated) c.not_null = !c.not_null;
            return;
        case 9: c.unique = !c.unique && !c.generated; return;
        default:
            if (!c.generated) c.check = c.check.empty() ? "\"" + c.name + "\" IS NOT 'other'" : "";
        }
    }

    std::mt19937 engine_;
    int next_ = 0;
};

/// What happened in all pairs.
struct tally {
    int made = 0, stopped = 0, undone = 0;
};

/// The rows of the columns that are the same in both are the same.
void expect_rows(plain_connection& now, const std::string& old_file, const std::vector<random_table>& before,
                 const std::vector<random_table>& after) {
    now.run("ATTACH '" + old_file + "' AS old");
    for (const auto& t : after)
        for (const auto& f : before) {
            if (f.name != t.name) continue;
            std::string list = "CAST(id AS TEXT)";
            for (const auto& c : t.columns)
                for (const auto& k : f.columns)
                    if (c.name == k.name && c.type == k.type && c.not_null == k.not_null && !c.generated &&
                        !k.generated)
                        list += ", \"" + c.name + "\"";
            const auto name = "\"" + t.name + "\"";
            EXPECT_EQ(now.value("SELECT count(*) FROM old." + name),
                      now.value("SELECT count(*) FROM main." + name));
            EXPECT_EQ(now.value("SELECT count(*) FROM (SELECT " + list + " FROM old." + name +
                                " EXCEPT SELECT " + list + " FROM main." + name + ")"),
                      "0")
                << t.name << ": " << list;
            if (t.key == 1 && f.key == 1) {
                EXPECT_EQ(now.run("SELECT seq FROM main.sqlite_sequence WHERE name = '" + t.name + "'"),
                          now.run("SELECT seq FROM old.sqlite_sequence WHERE name = '" + t.name + "'"));
            }
        }
    now.run("DETACH old");
}

/// The rows fit into a database that is made new.
void expect_fit(plain_connection& now, const place& fresh, const std::vector<random_table>& after) {
    now.run("PRAGMA foreign_keys = ON; ATTACH '" + fresh.file() +
            "' AS fresh; BEGIN; PRAGMA defer_foreign_keys = ON");
    for (const auto& t : after) {
        std::string names = t.key == 3 ? "id, id2" : "id";
        for (const auto& c : t.columns)
            if (!c.generated) names += ", \"" + c.name + "\"";
        now.run("INSERT INTO fresh.\"" + t.name + "\" (" + names + ") SELECT " + names + " FROM main.\"" +
                t.name + "\"");
        EXPECT_EQ(now.value("SELECT count(*) FROM (SELECT * FROM main.\"" + t.name + "\") WHERE 0"), "0");
    }
    now.run("COMMIT; DETACH fresh");
}

/// How two databases differ, but for indexes that one of them has more: those of others are left to them.
[[nodiscard]] std::string differences(const df::catalog::database_description& wanted,
                                      const df::catalog::database_description& found, bool back = false) {
    auto all = df::catalog::compare(back ? found : wanted, back ? wanted : found);
    std::erase_if(all, [&](const auto& d) {
        return d.what == (back ? df::catalog::difference_kind::index_missing
                               : df::catalog::difference_kind::index_extra);
    });
    return in_words(all);
}

/// One way. Gives whether the plan went through.
bool go(const place& where, const std::vector<random_table>& before, const std::vector<random_table>& after,
        tally& all) {
    auto sql = where.plain();
    const place fresh{backend::sqlite_file};
    fresh.plain().run("PRAGMA synchronous = OFF; " + random_schemas::text_of(after));
    const auto wanted = description_of(fresh);
    const auto found = description_of(where);
    const auto p = plan_between(wanted, found);
    SCOPED_TRACE("from\n" + random_schemas::text_of(before) + "to\n" + random_schemas::text_of(after) +
                 titles_of(p, true));
    sql.run("PRAGMA synchronous = OFF");
    const auto was = dump_of(sql);
    const auto copy = (where.folder() / ("old" + std::to_string(all.made + all.stopped) + ".db")).string();
    sql.run("VACUUM INTO '" + copy + "'");
    try {
        steps_runner{sql}.run(p);
    } catch (const std::runtime_error& e) {
        EXPECT_EQ(dump_of(sql), was);
        const bool told = dynamic_cast<const in_the_way*>(&e) != nullptr;
        EXPECT_TRUE(told || has(e.what(), "UNIQUE constraint failed")) << e.what();
        ++all.stopped;
        return false;
    }
    ++all.made;
    const auto now = description_of(where);
    EXPECT_EQ(differences(wanted, now), "");
    EXPECT_EQ(differences(wanted, now, true), "");
    EXPECT_EQ(titles_of(plan_between(wanted, now)), "");
    EXPECT_EQ(sql.value("PRAGMA integrity_check"), "ok");
    EXPECT_TRUE(sql.run("PRAGMA foreign_key_check").empty());
    expect_rows(sql, copy, before, after);
    try {
        expect_fit(sql, fresh, after);
    } catch (const std::runtime_error& e) {
        ADD_FAILURE() << "the rows do not fit into a new database: " << e.what();
        return false;
    }
    if (!p.reversible() || p.steps.empty()) return true;
    try {
        steps_runner{sql}.undo(p);
    } catch (const std::runtime_error& e) { // NULL has become a default, which may not be there twice
        EXPECT_TRUE(has(e.what(), "UNIQUE constraint failed")) << e.what();
        return true;
    }
    ++all.undone;
    EXPECT_EQ(in_words(df::catalog::compare(found, description_of(where))), "");
    EXPECT_EQ(in_words(df::catalog::compare(description_of(where), found)), "");
    steps_runner{sql}.run(p);
    return true;
}

TEST(SqliteRandomPlans, GoThereAndBack) {
    const auto* const given = std::getenv("DATAFLOW_TEST_PAIRS");
    const auto pairs = given == nullptr ? 40U : static_cast<unsigned>(std::atoi(given));
    tally all;
    for (std::uint32_t seed = 1; seed <= pairs && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random_schemas make{seed};
        const auto before = make.schema();
        const auto after = make.changed(before);
        const place where{backend::sqlite_file};
        where.plain().run("PRAGMA synchronous = OFF; BEGIN; " + random_schemas::text_of(before) +
                          make.rows_of(before) + "COMMIT");
        // Rows that refer to nothing would be in the way of everything.
        auto sql = where.plain();
        sql.run("PRAGMA synchronous = OFF");
        for (auto lost = sql.run("SELECT \"table\", rowid FROM pragma_foreign_key_check"); !lost.empty();
             lost = sql.run("SELECT \"table\", rowid FROM pragma_foreign_key_check"))
            for (const auto& r : lost)
                sql.run(r[1] ? "DELETE FROM \"" + *r[0] + "\" WHERE rowid = " + *r[1]
                             : "DELETE FROM \"" + *r[0] + "\"");
        if (go(where, before, after, all)) go(where, after, before, all);
    }
    RecordProperty("made", all.made);
    std::cout << "plans that were run: " << all.made << ", stopped by rows: " << all.stopped
              << ", undone: " << all.undone << '\n';
    EXPECT_GT(all.made, all.stopped);
}

} // namespace
