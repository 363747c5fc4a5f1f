// What can be wrong with the options that keep records and fields from changing.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/detail/option_lists.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::schema::detail {

/// A part of the key among the secrets, which the audit log tells; secrets without that log; or what changes
/// by itself among the fields that never do.
[[nodiscard]] constexpr option_flaw flaw_in_marked_fields(const options& o, constant_list<column> columns) {
    for (std::size_t i = 0; i < o.secrets.size; ++i)
        if (const auto& c = columns[position_of_field(columns, o.secrets.names[i])];
            c.key || c.managed_by == managed::tenant)
            return {option_flaw::kind::secret_key, c.field};
    if (o.secrets.size != 0 && !o.audit_log) return {option_flaw::kind::secrets_of_no_log, {}};
    for (std::size_t i = 0; i < o.immutable.size; ++i)
        switch (const auto& c = columns[position_of_field(columns, o.immutable.names[i])]; c.managed_by) {
        case managed::none:
        case managed::created_at:
        case managed::tenant: break;
        default: return {option_flaw::kind::changes_by_itself, c.field};
        }
    return {};
}
/// A foreign key that would delete or change records of a model that is without that.
[[nodiscard]] constexpr option_flaw flaw_in_on_delete(const options& o) {
    const auto is_immutable = [&](std::string_view field) {
        bool found = false;
        for (std::size_t i = 0; i < o.immutable.size; ++i) found = found || o.immutable.names[i] == field;
        return found;
    };
    for (std::size_t i = 0; i < o.foreign_keys.size; ++i) {
        const auto& rule = o.foreign_keys.items[i];
        bool bad = rule.action == on_delete::cascade && o.lacks(write_kind::erase);
        if (rule.action == on_delete::set_null) {
            bad = o.lacks(write_kind::update) || is_immutable(rule.column);
            for (std::size_t j = 0; j < rule.columns.size; ++j)
                bad = bad || is_immutable(rule.columns.names[j]);
        }
        if (bad) return {option_flaw::kind::lacking_write, rule.column};
    }
    return {};
}

} // namespace dataflow::schema::detail
