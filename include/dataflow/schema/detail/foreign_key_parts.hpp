// The foreign keys of a table: of fields that are ids, and those that the options give.
#pragma once

#include <dataflow/schema/detail/model_parts.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace dataflow::schema::detail {

constexpr std::size_t count_foreign_keys(const model_facts& of) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < of.own(); ++i) n += of.is_foreign(i) ? 1U : 0U;
    for (std::size_t r = 0; r < of.opts->foreign_keys.size; ++r)
        n += of.opts->foreign_keys.items[r].over_columns() ? 1U : 0U;
    return n;
}
/// One that the options give; `itself`: the model's own key. Those that do not fit are refused elsewhere.
constexpr foreign_key foreign_key_over_columns(const model_facts& of, const foreign_key_rule& rule,
                                               const key_facts& itself) {
    const auto& to = rule.itself ? itself : *rule.target;
    const auto field = [&](std::size_t i) {
        std::size_t at = 0;
        while (at < of.own() && of.names[at] != rule.columns.names[i]) ++at;
        return static_cast<std::uint16_t>(at < of.own() ? at : 0);
    };
    foreign_key out{field(0), to.table, {}, rule.action};
    if (to.columns.size() != rule.columns.size) return out;
    out.target = to.columns[0];
    for (std::size_t i = 1; i < rule.columns.size; ++i, ++out.more) {
        out.more_columns[out.more] = field(i);
        out.more_targets[out.more] = to.columns[i];
    }
    return out;
}

template <std::size_t Size>
constexpr std::array<foreign_key, Size> make_foreign_keys(const model_facts& of, const key_facts& itself) {
    std::array<foreign_key, Size> out{};
    std::size_t at = 0;
    for (std::size_t i = 0; Size != 0 && i < of.own(); ++i) {
        if (!of.is_foreign(i)) continue;
        auto& key = out[at++];
        key = {static_cast<std::uint16_t>(i), of.kinds[i].table, of.target(i).name};
        key.partitioned = of.opts->multi_tenant && of.kinds[i].tenants;
        key.marks = of.kinds[i].marks;
        for (std::size_t r = 0; r < of.opts->foreign_keys.size; ++r)
            if (const auto& rule = of.opts->foreign_keys.items[r];
                rule.column == of.names[i] && !rule.over_columns())
                key.action = rule.action;
    }
    for (std::size_t r = 0; Size != 0 && r < of.opts->foreign_keys.size; ++r)
        if (const auto& rule = of.opts->foreign_keys.items[r]; rule.over_columns())
            out[at++] = foreign_key_over_columns(of, rule, itself);
    // Those that no database keeps come last.
    std::array<foreign_key, Size> sorted{};
    at = 0;
    for (const bool last : {false, true})
        for (const auto& key : out)
            if ((key.action == on_delete::not_enforced) == last) sorted[at++] = key;
    return sorted;
}

} // namespace dataflow::schema::detail
