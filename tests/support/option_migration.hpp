// Migrations that switch options whose triggers stand in the database.
#pragma once

#include "support/fixture.hpp"

#include <dataflow/migrate.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace support {

class option_migration_test : public shared_database_test {
  protected:
    static inline const dataflow::migrate_options all{.auto_confirm = true,
                                                      .max_risk = dataflow::risk::critical};

    /// Migrates to these models; nothing is left to do then.
    template <class... M>
    dataflow::migrate_result go() {
        const auto to = dataflow::migrations_of<M...>(url());
        auto done = to.run(all);
        EXPECT_TRUE(to.pending().empty()) << dataflow::migrate::preview(to.pending());
        EXPECT_TRUE(to.drift().empty()) << dataflow::migrate::to_text(to.drift());
        return done;
    }
    /// How many triggers, and functions of theirs, there are whose names begin so.
    [[nodiscard]] std::int64_t triggers(const std::string& of) {
        return plain().number(
            postgres()
                ? "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'dataflow_" + of +
                      "%' AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = "
                      "current_schema()::regnamespace)"
                : "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'dataflow_" + of +
                      "%'");
    }
    [[nodiscard]] std::int64_t functions(const std::string& of) {
        return postgres() ? plain().number("SELECT count(*) FROM pg_proc WHERE proname LIKE 'dataflow_" + of +
                                           "%' AND pronamespace = current_schema()::regnamespace")
                          : 0;
    }
    /// The database refuses a statement by hand, with these words.
    void refused_by_hand(const std::string& sql, const std::string& words) {
        try {
            plain().run(sql);
            ADD_FAILURE() << "not refused: " << sql;
        } catch (const std::runtime_error& e) {
            EXPECT_TRUE(has(e.what(), words)) << e.what();
        }
    }
};

} // namespace support
