// Databases of SQLite's that are changed by plans, without the library's own runner: what the steps say is
// done on a plain connection.
#pragma once

#include "support/fixture.hpp"

#include <dataflow/catalog.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/migrate/detail/planner.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

namespace migrate = df::migrate;

/// What is there, with the details.
[[nodiscard]] inline df::catalog::live_description description_of(const place& where) {
    const auto pools =
        df::database_::open_pools({.url = where.url(), .connections = 1, .existing_schema_mode = true});
    const auto lease = pools.of(df::access::read_only).take();
    return df::catalog::read(lease.connection(), {.details = true}, "test");
}

[[nodiscard]] inline std::string in_words(const std::vector<df::catalog::difference>& all) {
    std::string out;
    for (const auto& d : all) {
        const auto* t = d.wanted_table != nullptr ? d.wanted_table : d.found_table;
        out += std::string{t->name} + ": " + df::catalog::to_string(d) + "\n";
    }
    return out;
}

/// The plan from one description to the other; 3040001 where nothing is said.
[[nodiscard]] inline migrate::plan plan_between(const df::catalog::database_description& wanted,
                                                const df::catalog::database_description& found,
                                                int version = 3'040'001) {
    migrate::plan out;
    out.server_version = version;
    const auto list = migrate::changes_of(wanted, found);
    const migrate::plan_options how;
    migrate::detail::planning with{wanted, found, list, how, out};
    migrate::detail::plan_for_sqlite(with);
    return out;
}

/// The steps one after the other, as titles, and each statement where `sql` asks for it.
[[nodiscard]] inline std::string titles_of(const migrate::plan& p, bool sql = false) {
    std::string out;
    for (const auto& s : p.steps) {
        out += s.title + "\n";
        if (sql)
            for (const auto& text : s.sql) out += "    " + text + "\n";
    }
    return out;
}

/// A row was in the way of a step.
struct in_the_way : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Does what the steps say, or takes it back, in one transaction.
class steps_runner {
  public:
    explicit steps_runner(plain_connection& on) : on_(on) { on_.run("PRAGMA foreign_keys = ON"); }

    /// `stop_after`: how many statements are run before it fails, as if it was killed; -1: all.
    void run(const migrate::plan& p, int stop_after = -1) {
        left_ = stop_after;
        within(p, [&] {
            for (const auto& s : p.steps) {
                EXPECT_EQ(s.transaction, 0);
                for (const auto& text : s.sql) {
                    if (left_-- == 0) throw std::runtime_error("killed");
                    const auto rows = run_one(s, text);
                    if (s.kind == migrate::step_kind::verify && rows != 0)
                        throw in_the_way(s.title + ": " + std::to_string(rows));
                }
            }
        });
    }
    void undo(const migrate::plan& p) {
        within(p, [&] {
            for (auto s = p.steps.rbegin(); s != p.steps.rend(); ++s) {
                EXPECT_EQ(s->irreversible, "");
                for (const auto& text : s->undo) run_one(*s, text);
            }
        });
    }

  private:
    std::size_t run_one(const migrate::step& s, const std::string& text) {
        try {
            return on_.run(text).size();
        } catch (const std::runtime_error& e) {
            throw std::runtime_error(s.title + ": " + e.what() + "\n" + text);
        }
    }
    template <class Work>
    void within(const migrate::plan& p, Work&& work) {
        bool without = false;
        for (const auto& s : p.steps) without = without || s.without_foreign_keys;
        if (without) on_.run("PRAGMA foreign_keys = OFF");
        on_.run("BEGIN IMMEDIATE");
        try {
            work();
        } catch (...) {
            on_.run("ROLLBACK");
            on_.run("PRAGMA foreign_keys = ON");
            throw;
        }
        on_.run("COMMIT");
        on_.run("PRAGMA foreign_keys = ON");
    }

    plain_connection& on_;
    int left_ = -1;
};

/// The schema and all rows, as text: the same only if both are.
[[nodiscard]] inline std::string dump_of(plain_connection& on) {
    std::string out;
    for (const auto& r : on.run("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' "
                                "ESCAPE '!' ORDER BY type, name")) {
        const auto text = r[2].value_or("");
        const auto parts = df::catalog::definition_of(std::string_view{text}); // spaces say nothing
        out += *r[0] + " " + *r[1] + ": " +
               (*r[0] == "table" && !parts.columns.empty() ? df::catalog::create_table(parts, *r[1]) : text) +
               "\n";
    }
    for (const auto& t :
         on.run("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE "
                "VIRTUAL%' AND name NOT LIKE 'sqlite!_stat%' ESCAPE '!' ORDER BY name")) {
        const auto name = df::catalog::quoted_name({}, *t[0]);
        out += name + "\n";
        for (const auto& r : on.run("SELECT * FROM " + name + " ORDER BY 1")) {
            for (const auto& v : r) out += v.value_or("NULL") + "|";
            out += "\n";
        }
    }
    return out;
}

} // namespace support
