// What can be wrong with a model's options, found on plain data: the names of columns, and the lists'
// lengths.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/schema/detail/kept_checks.hpp>
#include <dataflow/schema/detail/listed_columns.hpp>
#include <dataflow/schema/detail/option_lists.hpp>
#include <dataflow/schema/detail/protection_checks.hpp>
#include <dataflow/schema/detail/rename_checks.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::schema::detail {

/// Whether a condition's operand fits the column next to it.
[[nodiscard]] constexpr bool operand_fits(const type_info& type, const step& s) noexcept {
    switch (s.step) {
    case step::what::boolean: return type.stored == storage::boolean;
    case step::what::integer:
        return type.stored == storage::int16 || type.stored == storage::int32 ||
               type.stored == storage::int64 || type.stored == storage::float32 ||
               type.stored == storage::float64 || type.stored == storage::decimal;
    case step::what::decimal: return type.stored == storage::decimal && s.scale <= type.scale;
    case step::what::duration: return type.stored == storage::duration;
    case step::what::real: return type.stored == storage::float32 || type.stored == storage::float64;
    case step::what::text: return type.stored == storage::text;
    case step::what::date:
        return type.stored == storage::date && s.name.empty() && is_storable_day(s.integer);
    case step::what::timestamp: return type.stored == storage::timestamp && is_storable_time(s.integer);
    case step::what::enumerator: {
        if (type.memory != layout::enumeration) return false;
        for (const auto& e : type.enumerators)
            if (e.name == s.name && e.value == s.integer) return true;
        return false;
    }
    default: return true;
    }
}

/// Whether a text next to an enumeration is none of its names.
[[nodiscard]] constexpr bool misspelled(const type_info& type, const step& s) noexcept {
    if (type.memory != layout::enumeration || s.step != step::what::text) return false;
    for (const auto& e : type.enumerators)
        if (e.name == s.name) return false;
    return true;
}

/// Whether two columns can stand next to each other: a decimal only with one of as many digits after the
/// point, for so it is held on SQLite.
[[nodiscard]] constexpr bool decimals_agree(const type_info& a, const type_info& b) noexcept {
    return (a.stored == storage::decimal) == (b.stored == storage::decimal) && a.scale == b.scale;
}

/// A column in a condition that is none, or that stands next to a value of another type.
[[nodiscard]] constexpr option_flaw flaw_in(const condition& c, constant_list<column> columns, bool types) {
    for (std::size_t i = 0; i < c.size; ++i) {
        if (c.steps[i].step != step::what::column) continue;
        const auto none = columns.size();
        const auto found = position_of_field(columns, c.steps[i].name);
        if (found == none && !types) return {option_flaw::kind::unknown_column, c.steps[i].name};
        if (found == none || !types || i + 1 >= c.size) continue;
        const auto other = c.steps[i + 1].step == step::what::column
                               ? position_of_field(columns, c.steps[i + 1].name)
                               : none;
        if (!operand_fits(*columns[found].type, c.steps[i + 1]) ||
            (other != none && !decimals_agree(*columns[found].type, *columns[other].type)))
            return {option_flaw::kind::other_type, c.steps[i].name};
        if (misspelled(*columns[found].type, c.steps[i + 1]))
            return {option_flaw::kind::no_enumerator, c.steps[i].name};
    }
    return {};
}

/// The first condition of checks and indexes that has a flaw.
[[nodiscard]] constexpr option_flaw flaw_in_conditions(const options& o, constant_list<column> columns,
                                                       bool types) {
    for (std::size_t i = 0; i < o.checks.size; ++i)
        if (const auto bad = flaw_in(o.checks.items[i].that, columns, types); bad.broken()) return bad;
    for (std::size_t i = 0; i < o.unique.size; ++i)
        if (const auto bad = flaw_in(o.unique.items[i].condition, columns, types); bad.broken()) return bad;
    for (std::size_t i = 0; i < o.indexes.size; ++i)
        if (const auto bad = flaw_in(o.indexes.items[i].condition, columns, types); bad.broken()) return bad;
    return {};
}

/// The first name of a list that is no column.
[[nodiscard]] constexpr option_flaw unknown_in(const column_names& names, constant_list<column> columns) {
    for (std::size_t i = 0; i < names.size; ++i)
        if (position_of_field(columns, names.names[i]) == columns.size())
            return {option_flaw::kind::unknown_column, names.names[i]};
    return {};
}

/// The first column that the database is to compute and cannot.
[[nodiscard]] constexpr option_flaw flaw_in_generated(const column_names& names,
                                                      constant_list<column> columns, std::size_t own) {
    for (std::size_t i = 0; i < names.size; ++i) {
        const auto at = position_of_field(columns, names.names[i]);
        if (at >= own) return {option_flaw::kind::unknown_column, names.names[i]};
        if (columns[at].key) return {option_flaw::kind::computed_key, names.names[i]};
    }
    return {};
}

/// The first name for a column that is for no field of the struct, or for one that has a name already.
[[nodiscard]] constexpr option_flaw flaw_in_names(const renamed_column_list& list,
                                                  constant_list<column> columns, std::size_t own) {
    for (std::size_t i = 0; i < list.size; ++i) {
        const std::string_view name = list.items[i].field;
        const auto at = position_of_field(columns, name);
        if (at == columns.size()) return {option_flaw::kind::unknown_column, name};
        if (at >= own) return {option_flaw::kind::managed_column, name};
        for (std::size_t before = 0; before < i; ++before)
            if (list.items[before].field == name) return {option_flaw::kind::named_twice, name};
    }
    return {};
}

/// The first column of JSON in an index: no predicate looks at it as a whole, and PostgreSQL refuses rows in
/// which it is long.
[[nodiscard]] constexpr option_flaw json_in(const index_list& list, constant_list<column> columns) {
    for (std::size_t i = 0; i < list.size; ++i)
        for (std::size_t n = 0; n < list.items[i].columns.size; ++n) {
            const auto name = list.items[i].columns.names[n];
            if (columns[position_of_field(columns, name)].type->stored == storage::json)
                return {option_flaw::kind::json_column, name};
        }
    return {};
}

/// The first column with a rule for foreign keys that is none, or that would be set to NULL and cannot be.
[[nodiscard]] constexpr option_flaw misplaced_on_delete(const options& o, constant_list<column> columns,
                                                        constant_list<foreign_key> foreign_keys,
                                                        bool null_rule) {
    for (std::size_t i = 0; i < o.foreign_keys.size; ++i) {
        const auto name = o.foreign_keys.items[i].column;
        if (o.foreign_keys.items[i].over_columns()) continue;
        bool found = false;
        for (const auto& f : foreign_keys) {
            if (columns[f.column].field != name || f.more != 0) continue;
            found = true;
            if (null_rule && f.action == on_delete::set_null && !columns[f.column].nullable())
                return {option_flaw::kind::never_null, name};
        }
        if (!null_rule && !found) return {option_flaw::kind::no_foreign_key, name};
    }
    return {};
}

/// What is wrong with a foreign key that the options give.
[[nodiscard]] constexpr option_flaw
flaw_over_columns(const foreign_key_rule& rule, constant_list<column> columns, const key_facts& own_key) {
    if (!rule.over_columns()) return {};
    if (const auto bad = unknown_in(rule.columns, columns); bad.broken()) return bad;
    const auto& to = rule.itself ? own_key : *rule.target;
    if (!to.plain) return {option_flaw::kind::marked_target, rule.column};
    if (to.columns.empty() || to.columns.size() != rule.columns.size)
        return {option_flaw::kind::other_key, rule.column};
    for (std::size_t i = 0; i < rule.columns.size; ++i) {
        const auto& c = columns[position_of_field(columns, rule.columns.names[i])];
        if (c.type->stored != to.stored[i]) return {option_flaw::kind::other_key, c.field};
        if (rule.action == on_delete::set_null && !c.nullable())
            return {option_flaw::kind::never_null, c.field};
    }
    return {};
}

/// Whether pgvector can make an index over a column.
[[nodiscard]] constexpr bool indexed_vector(const type_info& type) noexcept {
    if (!is_array(type.stored)) return false;
    const auto& s = *type.sequence;
    return s.element->memory == layout::float32 && !s.element->nullable() && s.fixed != 0 && s.fixed <= 2000;
}

/// The first full-text field that is none, or no text, or has a name of FTS5's own. The index knows its rows
/// by one whole number: another table's row has no number on SQLite that stays.
[[nodiscard]] constexpr option_flaw flaw_in_full_text(const options& o, constant_list<column> columns) {
    const auto& fields = o.full_text.columns;
    if (fields.size == 0) return {};
    if (const auto bad = unknown_in(fields, columns); bad.broken()) return bad;
    for (std::size_t i = 0; i < fields.size; ++i)
        if (columns[position_of_field(columns, fields.names[i])].type->stored != storage::text)
            return {option_flaw::kind::no_text, fields.names[i]};
    for (std::size_t i = 0; i < fields.size; ++i)
        if (const auto name = columns[position_of_field(columns, fields.names[i])].name;
            same_name(name, "rank") || same_name(name, "rowid"))
            return {option_flaw::kind::kept_name, name};
    std::size_t keys = 0;
    bool whole = false;
    for (const auto& c : columns) {
        if (!c.key) continue;
        ++keys;
        whole = c.type->stored == storage::int16 || c.type->stored == storage::int32 ||
                c.type->stored == storage::int64;
    }
    if (keys != 1 || !whole) return {option_flaw::kind::no_whole_key, {}};
    return {};
}

/// The first thing that is wrong with the options of a model that has these columns.
[[nodiscard]] constexpr option_flaw find_option_flaw(const options& o, constant_list<column> columns,
                                                     constant_list<foreign_key> foreign_keys, std::size_t own,
                                                     const key_facts& own_key) {
    if (const auto bad = flaw_in_names(o.columns, columns, own); bad.broken()) return bad;
    if (const auto bad = flaw_in_renames(o, columns); bad.broken()) return bad;
    if (const auto bad = unknown_in(o.key, columns); bad.broken()) return bad;
    if (const auto bad = unknown_in(o.secrets, columns); bad.broken()) return bad;
    if (const auto bad = unknown_in(o.immutable, columns); bad.broken()) return bad;
    if (const auto bad = flaw_in_marked_fields(o, columns); bad.broken()) return bad;
    if (const auto bad = flaw_in_generated(o.generated, columns, own); bad.broken()) return bad;
    if (const auto bad = flaw_in_kept(o.kept, columns, own); bad.broken()) return bad;
    if (const auto bad = flaw_in_zones(o.zones, columns); bad.broken()) return bad;
    for (std::size_t i = 0; i < o.unique.size; ++i)
        if (const auto bad = unknown_in(o.unique.items[i].columns, columns); bad.broken()) return bad;
    for (std::size_t i = 0; i < o.indexes.size; ++i)
        if (const auto bad = unknown_in(o.indexes.items[i].columns, columns); bad.broken()) return bad;
    if (const auto bad = flaw_in_listed(o, columns); bad.broken()) return bad;
    if (const auto bad = json_in(o.unique, columns); bad.broken()) return bad;
    if (const auto bad = json_in(o.indexes, columns); bad.broken()) return bad;
    for (std::size_t i = 0; i < o.similar.size; ++i) {
        const auto name = o.similar.items[i].column;
        const auto at = position_of_field(columns, name);
        if (at == columns.size()) return {option_flaw::kind::unknown_column, name};
        if (!indexed_vector(*columns[at].type)) return {option_flaw::kind::no_vector, name};
    }
    if (const auto bad = flaw_in_conditions(o, columns, false); bad.broken()) return bad;
    for (std::size_t i = 0; i < o.foreign_keys.size; ++i) {
        const auto& rule = o.foreign_keys.items[i];
        if (position_of_field(columns, rule.column) == columns.size())
            return {option_flaw::kind::unknown_column, rule.column};
        if (const auto bad = flaw_over_columns(rule, columns, own_key); bad.broken()) return bad;
    }
    if (const auto bad = misplaced_on_delete(o, columns, foreign_keys, false); bad.broken()) return bad;
    if (const auto bad = misplaced_on_delete(o, columns, foreign_keys, true); bad.broken()) return bad;
    if (const auto bad = flaw_in_conditions(o, columns, true); bad.broken()) return bad;
    if (const auto bad = flaw_in_on_delete(o); bad.broken()) return bad;
    return flaw_in_full_text(o, columns);
}

} // namespace dataflow::schema::detail
