// The description of a model's table in one database's spelling. Constant data becomes constant data: the
// same function runs in the compiler and when a database is opened.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/ddl.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::catalog {

/// What is known of a column's default: its SQL; or that only the running program can see it.
struct given_default {
    std::string_view text{};
    bool unknown = false;
};

/// How a database's catalog spells a stored type; of a decimal, without its digits.
[[nodiscard]] constexpr std::string_view told_type(dialect d, storage s) noexcept {
    const auto& data = sql::data_of(d);
    const auto spelled = is_array(s) ? data.told_array : data.told;
    return spelled != nullptr ? facts_of(s).*spelled : sql::type_name(d, s);
}

namespace detail {

/// Keeps what a function writes as SQL.
template <class Write>
constexpr std::string_view written(arena& keeps, dialect d, Write&& write) {
    sql::writer w{d};
    write(w);
    return keeps.text(w.view());
}
/// Keeps the name that a function spells.
template <class Spell>
constexpr std::string_view named(arena& keeps, Spell&& spell) {
    text name;
    schema::put_name(name, spell);
    return keeps.text(name.view());
}

/// The type of a field, as the database shows its column again.
constexpr column_type type_of(arena& keeps, dialect d, const type_info& type) {
    column_type out;
    out.understood = true;
    out.stored = type.stored;
    out.model = &type;
    const bool native = sql::data_of(d).arrays.native;
    const auto* const number = type.stored == storage::decimal                       ? &type
                               : native && type.stored == array_of(storage::decimal) ? type.sequence->element
                                                                                     : nullptr;
    text spelled;
    const auto name = told_type(d, type.stored);
    const bool digits_inside = number != nullptr && name.ends_with("[]");
    spelled.append(digits_inside ? name.substr(0, name.size() - 2) : name);
    if (number != nullptr) {
        out.digits = number->digits;
        out.scale = number->scale;
        spelled.append('(');
        spelled.append_number(out.digits);
        spelled.append(',');
        spelled.append_number(out.scale);
        spelled.append(')');
    }
    if (digits_inside) spelled.append("[]");
    out.spelled = keeps.text(spelled.view());
    return out;
}

constexpr action action_of(dataflow::on_delete what) noexcept {
    return what == dataflow::on_delete::cascade    ? action::cascade
           : what == dataflow::on_delete::set_null ? action::set_null
                                                   : action::none;
}

constexpr constant_list<index_part> parts_of(arena& keeps, dialect d, const schema::table& t,
                                             const schema::index& i) {
    const std::size_t first = t.policy.partition >= 0 ? 1 : 0;
    auto* const parts = keeps.parts.take(first + i.size);
    if (first != 0) parts[0] = {.column = t.columns[static_cast<std::size_t>(t.policy.partition)].name};
    for (std::size_t p = 0; p < i.size; ++p) {
        const auto& c = t.columns[i.columns[p]];
        parts[first + p] = {.column = c.name,
                            .nulls_first = sql::data_of(d).null_is_greatest && c.nullable()};
    }
    return {parts, first + i.size};
}

constexpr constant_list<index> indexes_of(arena& keeps, dialect d, const schema::table& t) {
    const bool vectors = sql::data_of(d).vectors == sql::vector_form::arrays;
    const auto similar = vectors ? t.similar.size() : 0;
    auto* const out = keeps.indexes.take(t.indexes.size() + similar);
    std::size_t at = 0;
    for (const auto& i : t.indexes) {
        auto& one = out[at++];
        one.name = named(keeps, [&](auto put) { schema::spell_index(t, i, put); });
        one.method = "btree";
        one.parts = parts_of(keeps, d, t, i);
        one.unique = i.unique;
        one.predicate = written(keeps, d, [&](sql::writer& w) { sql::detail::index_condition(w, t, i, {}); });
    }
    for (std::size_t i = 0; i < similar; ++i) {
        auto& one = out[at++];
        one.name = named(keeps, [&](auto put) { schema::spell_index(t, t.similar[i], put); });
        one.method = "hnsw";
        one.optional = true;
        auto* const part = keeps.parts.take(1);
        part->expression =
            written(keeps, d, [&](sql::writer& w) { sql::similar_expression(w, t, t.similar[i]); });
        one.parts = {part, 1};
    }
    return {out, at};
}

constexpr constant_list<check> checks_of(arena& keeps, dialect d, const schema::table& t) {
    auto* const out = keeps.checks.take(t.checks.size() + t.columns.size()); // one for a column at most
    std::size_t at = 0;
    for (std::size_t c = 0; c < t.columns.size(); ++c) {
        const auto& column = t.columns[c];
        sql::writer w{d};
        sql::detail::range_condition(w, column);
        if (w.view().empty()) continue;
        const bool names = stored_type(*column.type).memory == layout::enumeration;
        out[at++] = {named(keeps, [&](auto put) { schema::spell_range_check(t, column.name, put); }),
                     keeps.text(w.view()), names ? static_cast<int>(c) : -1};
    }
    for (const auto& c : t.checks)
        out[at++] = {c.name,
                     written(keeps, d, [&](sql::writer& w) { sql::detail::condition_text(w, t, c.that); })};
    return {out, at};
}

constexpr constant_list<foreign_key> foreign_keys_of(arena& keeps, const schema::table& t) {
    auto* const out = keeps.foreign_keys.take(t.foreign_keys.size());
    std::size_t at = 0;
    for (const auto& f : t.foreign_keys) {
        auto& one = out[at++];
        one.name = named(keeps, [&](auto put) { schema::spell_foreign_key(t, f, put); });
        const std::size_t first = f.partitioned ? 1 : 0; // within a tenant, whose columns have one name
        const auto size = first + f.size();
        auto* const columns = keeps.names.take(2 * size);
        if (f.partitioned)
            columns[0] = columns[size] = t.columns[static_cast<std::size_t>(t.policy.partition)].name;
        for (std::size_t i = 0; i < f.size(); ++i) {
            columns[first + i] = t.columns[f.column_at(i)].name;
            columns[size + first + i] = f.target_at(i);
        }
        one.columns = {columns, size};
        const auto target = schema::path_of(f.table);
        if (target.space != t.path().space) one.target_schema = target.space;
        one.target = target.name;
        one.target_columns = {columns + size, size};
        one.on_delete = action_of(f.action);
    }
    return {out, at};
}

/// What foreign keys within a tenant refer to.
constexpr constant_list<unique_constraint> unique_of(arena& keeps, const schema::table& t) {
    if (t.policy.partition < 0 || t.generated_key < 0) return {};
    auto* const columns = keeps.names.take(1 + t.key.size());
    columns[0] = t.columns[static_cast<std::size_t>(t.policy.partition)].name;
    for (std::size_t i = 0; i < t.key.size(); ++i) columns[1 + i] = t.columns[t.key[i]].name;
    auto* const out = keeps.unique.take(1);
    out->name = named(keeps, [&](auto put) { schema::spell_partition_key(t, put); });
    out->columns = {columns, 1 + t.key.size()};
    return {out, 1};
}

} // namespace detail

/// The description of a model's table. `defaults`: one for each column.
constexpr table describe(arena& keeps, dialect d, const schema::table& t,
                         constant_list<given_default> defaults) {
    const auto& data = sql::data_of(d);
    table out;
    const auto path = t.path();
    out.schema = path.space;
    out.name = path.name;
    out.model = t.model;
    out.full_text = !t.full_text.empty();
    out.read_only = t.read_only;
    out.renamed_table = t.renamed_table;
    out.renamed = t.renamed;
    auto* const columns = keeps.columns.take(t.columns.size());
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        const auto& c = t.columns[i];
        auto& one = columns[i];
        one.name = c.name;
        one.type = detail::type_of(keeps, d, *c.type);
        one.nullable = c.nullable();
        one.computed = c.computed();
        one.kept = c.kept;
        one.zone = c.zone;
        one.stamped =
            c.managed_by == schema::managed::created_at || c.managed_by == schema::managed::updated_at;
        if (c.generated)
            one.numbered = !data.made_key_is_primary ? identity::by_default
                           : t.reuse_keys            ? identity::rowid
                                                     : identity::autoincrement;
        one.default_text = defaults[i].text;
        if (c.managed_by == schema::managed::version) one.default_text = "1"; // g++ 12 takes no ?: here
        one.default_unknown = defaults[i].unknown;
        if (c.type->stored == storage::text) one.collation = data.byte_collation;
    }
    out.columns = {columns, t.columns.size()};
    if (t.generated_key < 0 || !data.made_key_is_primary)
        out.key.name = detail::named(keeps, [&](auto put) { schema::spell_primary_key(t, put); });
    const std::size_t first = t.policy.partition >= 0 && t.generated_key < 0 ? 1 : 0;
    auto* const key = keeps.names.take(first + t.key.size());
    if (first != 0) key[0] = t.columns[static_cast<std::size_t>(t.policy.partition)].name;
    for (std::size_t i = 0; i < t.key.size(); ++i) key[first + i] = t.columns[t.key[i]].name;
    out.key.columns = {key, first + t.key.size()};
    out.unique = detail::unique_of(keeps, t);
    out.foreign_keys = detail::foreign_keys_of(keeps, t);
    out.indexes = detail::indexes_of(keeps, d, t);
    out.checks = detail::checks_of(keeps, d, t);
    return out;
}

} // namespace dataflow::catalog
