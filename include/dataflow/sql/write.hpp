// The text of any statement.
#pragma once

#include <dataflow/sql/detail/change.hpp>
#include <dataflow/sql/detail/insert.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/select_query.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

inline constexpr std::string_view key_of_several_tenants =
    "a key that records of several tenants may have: say whose by tenant(), over all tenants";

/// Writes a statement, and notes where its values come from.
constexpr void write(writer& w, const statement& s) {
    if (s.table != nullptr) w.about(s.table->name);
    if (reads_all_tenants(w) && s.table != nullptr && s.select == nullptr && s.table->policy.partition >= 0)
        w.stay_at({.name = s.table->plain(), .column = tenant_column(*s.table)});
    // Functions of a workflow run nodes that nobody has judged.
    if (s.match != row_match::all && s.match != row_match::reference && s.table != nullptr &&
        keys_repeat(w, *s.table))
        w.refuse(key_of_several_tenants);
    if (s.own_text != nullptr || s.give == gives::how_many) w.note_results({}); // it gives others' columns
    if (s.own_text != nullptr) return s.own_text(w, s);
    switch (s.what) {
    case verb::select: return s.select != nullptr ? write_query(w, s) : write_table_select(w, s);
    case verb::insert: return write_insert(w, s);
    case verb::update: return write_update(w, s);
    case verb::erase: return write_erase(w, s);
    }
}

/// Whether some key of an order is an expression.
[[nodiscard]] constexpr bool has_expressions(constant_list<order_term> order) noexcept {
    for (const auto& o : order)
        if (!(o.key == nullptr)) return true;
    return false;
}

/// The bits that a statement's variant may have, the optional parts aside.
[[nodiscard]] constexpr std::uint64_t variants_of(const statement& s) noexcept {
    if (s.own_text != nullptr) return s.variants;
    using list = list_variant;
    const auto when = [](bool there, std::uint64_t bits) { return there ? bits : std::uint64_t{0}; };
    const auto filter = when(s.predicate != nullptr, list::filter);
    switch (s.what) {
    case verb::select:
        if (s.select != nullptr)
            return list::limit | list::offset | when(s.select->predicate != nullptr, list::filter) |
                   when(s.select->having != nullptr, list::having) |
                   when(!s.select->seek.empty(), list::seek);
        return filter | when(!s.order.empty(), list::limit | list::offset | list::after) |
               when(has_expressions(s.order), list::keys);
    case verb::insert: {
        const auto key = when(s.table->generated_key >= 0, insert_variant::key_made);
        if (s.values == row_source::record) return key;
        return key | insert_variant::with_ids | insert_variant::skip |
               when(!s.target.empty(), insert_variant::replace);
    }
    case verb::update:
    case verb::erase:
        return filter | when(s.match == row_match::all && s.back == returning::nothing, list::limit);
    }
    return 0;
}

} // namespace dataflow::rooms::sql
