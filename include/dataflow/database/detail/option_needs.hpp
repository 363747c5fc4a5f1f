// What the options of models need besides tables, when a database is opened: triggers and policies.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/marks.hpp>
#include <dataflow/database/detail/opening_plan.hpp>
#include <dataflow/database/detail/row_security.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/trigger_change.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/policy.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::database_::detail {

/// What triggers of options are there for, and the texts that make them what they should be.
struct triggers_of_options {
    struct of_table {
        const schema::table* table;
        std::vector<std::string> texts;
    };
    std::vector<std::string> marks, audit;
    std::vector<of_table> protections;

    /// `unwanted`: those that protect what is not protected any more go, too.
    triggers_of_options(driver::connection& c, std::span<const described> models, bool unwanted = false)
        : marks(mark_changes(c, models)) {
        for (const auto& m : models)
            if (m.audit != nullptr) audit = m.audit->changes(c, models);
        for (const auto& m : models)
            if (m.protection != nullptr)
                if (auto texts = m.protection(c, *m.table, unwanted).make; !texts.empty())
                    protections.push_back({m.table, std::move(texts)});
    }
    static constexpr const char* marks_missing =
        "triggers that keep foreign keys to deleted records are missing";
    static constexpr const char* audit_missing = "triggers that write the audit log are missing";

    [[nodiscard]] bool none() const noexcept { return marks.empty() && audit.empty() && protections.empty(); }
    [[nodiscard]] std::vector<std::string> all() const {
        auto out = marks;
        out.insert(out.end(), audit.begin(), audit.end());
        for (const auto& p : protections) out.insert(out.end(), p.texts.begin(), p.texts.end());
        return out;
    }
    [[nodiscard]] static std::string protection_missing(const schema::table& t) {
        return "the triggers that protect " + std::string{t.name} + " are missing";
    }
    /// Adds what is missing.
    void add(misfits& to, std::span<const described> models) {
        for (const auto& m : models)
            if (!marks.empty() && sql::has_mark_triggers(*m.table)) {
                to.add(*m.table, marks_missing, {}, std::move(marks));
                marks.clear();
            } else if (!audit.empty() && m.audit != nullptr) {
                to.add(*m.table, audit_missing, {}, std::move(audit));
                audit.clear();
            }
        for (auto& p : protections)
            if (!to.has(*p.table)) to.add(*p.table, protection_missing(*p.table), {}, std::move(p.texts));
        protections.clear();
    }
    [[noreturn]] void refuse() const {
        error_info info;
        info.node = "open";
        info.message = !marks.empty()   ? marks_missing
                       : !audit.empty() ? audit_missing
                                        : protection_missing(*protections.front().table);
        info.message += ", and create_tables is off";
        throw schema_mismatch(std::move(info));
    }
};
/// Adds that triggers are missing which keep past versions; says whether some are.
inline bool add_histories(driver::connection& c, misfits& to, std::span<const described> models,
                          opening how) {
    bool any = false;
    for (const auto& m : models) {
        if (m.history == nullptr) continue;
        auto texts = m.history(c, *m.table, false);
        if (texts.empty()) continue;
        any = true;
        if (how == opening::creates || to.has(*m.table)) continue;
        to.add(*m.table,
               "the triggers that keep the past versions of " + std::string{m.table->name} + " are missing" +
                   (how == opening::respects ? "" : ", and create_tables is off"),
               {}, how == opening::respects ? std::move(texts) : std::vector<std::string>{});
    }
    return any;
}

/// The same of row-level security.
inline bool add_policies(driver::connection& c, misfits& to, std::span<const described> models, opening how) {
    auto texts = row_security_changes(c, models, false);
    if (texts.empty()) return false;
    const auto one =
        std::find_if(models.begin(), models.end(), [](const auto& m) { return m.table->policy.secured; });
    if (how == opening::creates || to.has(*one->table)) return true;
    to.add(*one->table,
           std::string{"policies that keep tenants apart are missing"} +
               (how == opening::respects ? "" : ", and create_tables is off"),
           {}, how == opening::respects ? std::move(texts) : std::vector<std::string>{});
    return true;
}

} // namespace dataflow::database_::detail
