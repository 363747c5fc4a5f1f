// The parts of a table, of what a model says as plain data. No model is known here: the same code makes all.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/schema/detail/policy.hpp>
#include <dataflow/schema/managed.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow::schema::detail {

/// The one key column of a model: an empty name where its key is composite.
struct single_key {
    std::string_view name;
    storage stored = storage::int64; // as it is where the library adds the key
};

/// The key that a model's options name, or `id`. `fields`, `columns`: the names of its fields and of their
/// columns; `stored`: how the i-th field is stored.
template <class Stored>
constexpr single_key find_single_key(const options& opts, constant_list<std::string_view> fields,
                                     constant_list<std::string_view> columns, Stored stored) {
    const auto& named = opts.key;
    const single_key added{named.size == 1  ? named.names[0]
                           : named.size > 1 ? std::string_view{}
                                            : std::string_view{"id"}};
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i] == added.name) return {columns[i], stored(i)};
    return opts.read_only ? single_key{} : added; // such a model may have none
}

/// What a field's type says about its column.
struct field_kind {
    const type_info* type = nullptr;
    bool storable = false;
    bool made = false; ///< the type of a key that the database makes
    bool own = false;  ///< the model's own id
    storage stored{};
    std::string_view table{}; ///< of an id: the table whose records it names
    single_key target{};      ///< and that table's key, if it is another one
    bool tenants = false;     ///< and whether its records belong to tenants
    bool marks = false;       ///< and whether its deleted records are only marked
};

/// What of a model makes its table, as plain data: what is done with it is the same code for all models.
struct model_facts {
    const options* opts = nullptr;
    constant_list<std::string_view> names{};   ///< of the fields
    constant_list<std::string_view> columns{}; ///< of their columns
    constant_list<field_kind> kinds{};
    int own_id = -1;
    bool key_added = false;

    [[nodiscard]] constexpr std::size_t own() const noexcept { return names.size(); }
    /// Whether the i-th field is the model's primary key, or part of it.
    [[nodiscard]] constexpr bool is_key(std::size_t i) const {
        const auto& named = opts->key;
        for (std::size_t k = 0; k < named.size; ++k)
            if (named.names[k] == names[i]) return true;
        return named.size == 0 && own_id == static_cast<int>(i);
    }
    /// Whether the database computes the i-th field's column.
    [[nodiscard]] constexpr bool is_computed(std::size_t i) const {
        const auto& named = opts->generated;
        for (std::size_t k = 0; k < named.size; ++k)
            if (named.names[k] == names[i]) return true;
        return false;
    }
    /// Whether the i-th field is a foreign key: an id, but not the model's own that is its key.
    [[nodiscard]] constexpr bool is_foreign(std::size_t i) const {
        return !kinds[i].table.empty() && !(kinds[i].own && is_key(i));
    }
    /// The key that the i-th field, a foreign key, refers to.
    [[nodiscard]] constexpr single_key target(std::size_t i) const {
        if (!kinds[i].own) return kinds[i].target;
        return find_single_key(*opts, names, columns, [&](std::size_t f) { return kinds[f].stored; });
    }
};
/// A table's columns. `added`: the type of the key that the library adds.
template <std::size_t Total>
constexpr std::array<column, Total>
make_columns(const model_facts& of, constant_list<initializer> initializers, const type_info* added) {
    std::array<column, Total> out{};
    std::size_t at = 0;
    for (; at < of.own(); ++at) {
        out[at].name = of.columns[at];
        out[at].field = of.names[at];
        out[at].type = of.kinds[at].type;
        out[at].key = of.is_key(at);
        out[at].generated = out[at].key && of.kinds[at].made && !of.opts->read_only;
        out[at].given = of.kinds[at].table.empty() ? initializers[at] : initializer::absent;
        if (of.is_computed(at)) out[at].managed_by = managed::database;
        for (std::size_t k = 0; k < of.opts->kept.size; ++k)
            if (of.opts->kept.items[k].field == of.names[at]) out[at].kept = of.opts->kept.items[k].form;
    }
    if (of.key_added) {
        out[at] = column{"id", added};
        out[at].key = true;
        out[at++].generated = true;
    }
    for (const auto& c : managed_columns)
        if (is_added(*of.opts, c)) out[at++] = column{c.name, c.type, c.managed_by};
    for (at = of.own(); at < Total; ++at) out[at].field = out[at].name;
    for (auto& c : out) c.zone = of.opts->zone_of(c.field);
    return out;
}

/// The position of a managed column, or -1.
constexpr int find_managed(constant_list<column> columns, managed what) {
    for (std::size_t i = columns.size(); i != 0; --i)
        if (columns[i - 1].managed_by == what) return static_cast<int>(i - 1);
    return -1;
}
/// The position of the column of a field that the options name; of none, which is refused elsewhere, 0.
constexpr std::uint16_t find_named(constant_list<column> columns, std::string_view field) {
    const auto at = position_of_field(columns, field);
    return static_cast<std::uint16_t>(at < columns.size() ? at : 0);
}
/// A condition of the options, over the columns of the fields that it names.
constexpr void name_columns(condition& of, constant_list<column> columns) {
    for (std::size_t i = 0; i < of.size; ++i)
        if (auto& s = of.steps[i]; s.step == condition_step::what::column)
            s.name = columns[find_named(columns, s.name)].name;
}
template <std::size_t Size>
constexpr std::array<std::uint16_t, Size> find_all_named(constant_list<column> columns,
                                                         const column_names& named) {
    std::array<std::uint16_t, Size> out{};
    for (std::size_t i = 0; i < named.size; ++i) out[i] = find_named(columns, named.names[i]);
    return out;
}

/// The key, in the order in which the options name it.
template <std::size_t Size>
constexpr std::array<std::uint16_t, Size> make_key(const model_facts& of, constant_list<column> columns) {
    auto out = find_all_named<Size>(columns, of.opts->key);
    if constexpr (Size != 0)
        if (of.opts->key.size == 0)
            out[0] = static_cast<std::uint16_t>(of.key_added    ? of.own()
                                                : of.own_id < 0 ? 0
                                                                : static_cast<std::size_t>(of.own_id));
    return out;
}

/// The key column that the database makes, or -1.
constexpr int find_generated_key(constant_list<column> columns, constant_list<std::uint16_t> key) {
    return !key.empty() && columns[key[0]].generated ? static_cast<int>(key[0]) : -1;
}

template <std::size_t Size>
constexpr std::array<schema::index, Size> make_indexes(const options& opts, constant_list<column> columns) {
    std::array<schema::index, Size> out{};
    std::size_t at = 0;
    for (std::size_t u = 0; u < 2; ++u) {
        const auto& list = u == 0 ? opts.unique : opts.indexes;
        for (std::size_t i = 0; i < list.size; ++i, ++at) {
            out[at].unique = u == 0;
            out[at].where = list.items[i].condition;
            name_columns(out[at].where, columns);
            out[at].size = list.items[i].columns.size;
            for (std::size_t c = 0; c < out[at].size; ++c)
                out[at].columns[c] = find_named(columns, list.items[i].columns.names[c]);
        }
    }
    return out;
}

template <std::size_t Size>
constexpr std::array<check, Size> make_checks(const options& opts, constant_list<column> columns) {
    std::array<check, Size> out{};
    for (std::size_t i = 0; i < Size; ++i) {
        out[i] = opts.checks.items[i];
        name_columns(out[i].that, columns);
    }
    return out;
}

template <std::size_t Size>
constexpr std::array<similar_index, Size> make_similar(const options& opts, constant_list<column> columns) {
    std::array<similar_index, Size> out{};
    for (std::size_t i = 0; i < Size; ++i)
        out[i] = {find_named(columns, opts.similar.items[i].column), opts.similar.items[i].by};
    return out;
}

/// What databases of former versions call otherwise, under the names of columns.
template <std::size_t Size>
constexpr std::array<renaming, Size> make_renamings(const options& opts, constant_list<column> columns) {
    std::array<renaming, Size> out{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < opts.renamed.size; ++i)
        out[at++] = {
            opts.renamed.items[i].former, columns[find_named(columns, opts.renamed.items[i].field)].name, {}};
    for (std::size_t i = 0; i < opts.renamed_values.size; ++i) {
        const auto& v = opts.renamed_values.items[i];
        out[at++] = {v.former, v.name, columns[find_named(columns, v.field)].name};
    }
    return out;
}

template <std::size_t Size>
constexpr std::array<guard, Size> make_guards(const options& opts, constant_list<column> columns) {
    std::array<guard, Size> out{};
    std::size_t at = 0;
    for (const auto& c : managed_columns) {
        if (!is_added(opts, c) || !c.hides_rows) continue;
        out[at] = c.visible;
        out[at++].column = static_cast<std::uint16_t>(find_managed(columns, c.managed_by));
    }
    return out;
}
template <std::size_t Size>
constexpr std::array<stamp, Size> make_stamps(const options& opts, constant_list<column> columns) {
    std::array<stamp, Size> out{};
    std::size_t at = 0;
    for (const auto& c : managed_columns) {
        if (!is_added(opts, c)) continue;
        const auto column = static_cast<std::uint16_t>(find_managed(columns, c.managed_by));
        out[at] = c.set;
        out[at++].column = column;
        if (c.then.when == 0) continue;
        out[at] = c.then;
        out[at++].column = column;
    }
    return out;
}

/// Where the fields of a `record<M>` are, and after them its size. The managed ones follow M, each at the
/// next multiple of 8. (Whether the ABI puts them into the tail padding of what precedes or not, it is the
/// same place, for no field is aligned to more.) `own`: where the struct's own fields are; `size`: the
/// struct's.
template <std::size_t Total>
constexpr std::array<field_access, Total + 1> make_fields(constant_list<column> columns,
                                                          constant_list<std::uint32_t> own,
                                                          std::size_t fields, std::size_t size) {
    std::array<field_access, Total + 1> out{};
    std::size_t at = (size + 7) / 8 * 8;
    for (std::size_t i = 0; i < Total; ++i) {
        out[i].type = columns[i].type;
        out[i].name = columns[i].name;
        out[i].offset = i < fields ? own[i] : static_cast<std::uint32_t>(at);
        if (i >= fields) at = (at + columns[i].type->size + 7) / 8 * 8;
    }
    out[Total].offset = static_cast<std::uint32_t>(Total == fields ? size : at);
    return out;
}

} // namespace dataflow::schema::detail
