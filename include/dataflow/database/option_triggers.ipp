// The code of database/option_triggers.hpp.
#pragma once

#include <dataflow/database/detail/row_security.hpp>
#include <dataflow/database/option_triggers.hpp>
#include <dataflow/sql/mark_triggers.hpp>
#include <dataflow/sql/protection_triggers.hpp>

#include <string>
#include <utility>
#include <vector>

namespace dataflow::database_ {

DATAFLOW_RUNTIME std::vector<option_change> option_changes(driver::connection& on,
                                                           std::span<const described> models) {
    std::vector<option_change> out;
    const auto d = on.dialect();
    for (const auto& m : models) {
        const auto& t = *m.table;
        if (t.read_only) continue;
        option_change one{.table = &t, .texts = protection_changes(on, t, true)};
        auto without = t;
        without.policy.without = write_kind::none;
        without.policy.immutable = {};
        one.suspended = protection_changes(on, without, true);
        if (one.texts.make.empty() && one.suspended.make.empty()) continue;
        for (const auto& w : sql::protection_triggers(d, t)) {
            one.anew.make.push_back(w.make);
            one.anew.undo.insert(one.anew.undo.begin(), sql::drop_mark_trigger(d, t, w.name));
        }
        out.push_back(std::move(one));
    }
    for (const auto& m : models)
        if (!m.table->read_only)
            if (auto texts = row_limit_changes(on, *m.table, true); !texts.make.empty())
                out.push_back(
                    {.table = m.table, .option = option_change::which::row_limit, .texts = std::move(texts)});
    for (auto& p : policy_changes(on, models, true))
        out.push_back(
            {.table = p.table, .option = option_change::which::row_security, .texts = std::move(p.texts)});
    for (const auto& m : models) {
        if (m.audit == nullptr) continue;
        auto called = m.audit->called(on);
        for (const auto& audited : models) {
            if (audited.table->read_only) continue;
            option_change one{.table = audited.table,
                              .option = option_change::which::audit_log,
                              .texts = m.audit->of_table(on, *audited.table)};
            if (one.texts.make.empty()) continue;
            if (audited.table->policy.audited) {
                one.texts.make.insert(one.texts.make.begin(), called.begin(), called.end());
                called.clear();
            }
            out.push_back(std::move(one));
        }
        break;
    }
    return out;
}

} // namespace dataflow::database_
