// The description of the tables of some models as a constant: `df::catalog::of_models<df::sqlite, Customer,
// Order>`.
#pragma once

#include <dataflow/catalog/detail/from_schema.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/initialized.hpp>
#include <dataflow/schema/initializers.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::catalog {

namespace detail {

/// Calls `use(value)` with what a field holds, and gives true; false where only the running program can look
/// into its type.
template <class F, class Use>
constexpr bool with_constant(const F& field, const type_info& type, Use&& use) {
    using namespace schema;
    if constexpr (is_optional<F>) {
        if (field.has_value()) return with_constant(*field, type, use);
        use(value::null(type.stored));
        return true;
    } else if constexpr (is_id<F>) return with_constant(field.value, type, use);
    else {
        constexpr auto kind = category_of<F>;
        if constexpr (kind == category::boolean || kind == category::integer)
            use(value::of_integer(type.stored, static_cast<std::int64_t>(field)));
        else if constexpr (kind == category::real)
            use(value::of_real(type.stored, static_cast<double>(field)));
        else if constexpr (kind == category::text) use(value::of_text(std::string_view{field}));
        else if constexpr (kind == category::bytes) {
            text bytes;
            for (const auto b : field) bytes.append(static_cast<char>(b));
            use(value::of_data(type.stored, bytes.view().data(), bytes.size()));
        } else if constexpr (kind == category::timestamp)
            use(value::of_integer(type.stored, field.time_since_epoch().count()));
        else if constexpr (kind == category::date)
            use(value::of_integer(type.stored, field.ok()
                                                   ? std::chrono::sys_days{field}.time_since_epoch().count()
                                                   : INT64_MIN));
        else if constexpr (kind == category::decimal) use(value::of_decimal(field.units(), type.scale));
        else if constexpr (kind == category::duration) {
            std::int64_t microseconds = 0;
            const bool over = __builtin_mul_overflow(field.count(), type.tick, &microseconds);
            use(value::of_integer(type.stored, over ? INT64_MIN : microseconds));
        } else if constexpr (kind == category::enumeration) {
            std::string_view name{};
            bool found = false;
            for (const auto& e : type.enumerators)
                if (!found && e.value == static_cast<std::int64_t>(field)) name = e.name, found = true;
            use(found ? value::of_text(name) : value::of_data(storage::text, nullptr, 0));
        } else if constexpr (kind == category::array) {
            if constexpr (sequence_parts<F>::fixed == SIZE_MAX)
                if (field.empty()) {
                    use(value::null(type.stored));
                    return true;
                }
            return false;
        } else return false;
        return true;
    }
}

/// The defaults of a model's columns, as far as a constant expression sees them.
template <class M, class... F, std::size_t... I>
constexpr auto constant_defaults(arena& keeps, dialect d, types<F...>, std::index_sequence<I...>) {
    constexpr auto& t = schema::table_of<M>;
    std::array<given_default, t.columns.size()> out{};
    if constexpr (!reflect::constant_constructible<M>) {
        for (std::size_t i = 0; i < t.own_columns; ++i) out[i].unknown = !t.columns[i].key;
    } else {
        M object{}; // not const: g++ 12 makes no const std::string in a constant expression
        const auto fields = reflect::detail::tied(object);
        const auto look = [&](std::size_t i, const auto& field) {
            const auto& c = t.columns[i];
            if (c.key) return;
            out[i].unknown = !with_constant(field, *c.type, [&](const value& v) {
                if (!sql::detail::has_default(c, v)) return;
                out[i].text = written(keeps, d, [&](sql::writer& w) { sql::detail::default_literal(w, v); });
            });
        };
        (look(I, static_cast<const reflect::detail::tied_field<I, F>&>(fields).value), ...);
    }
    return out;
}

template <class M>
constexpr table describe_model(arena& keeps, dialect d) {
    const auto defaults = constant_defaults<M>(keeps, d, reflect::types_of<M>{},
                                               std::make_index_sequence<reflect::field_count<M>>{});
    return describe(keeps, d, schema::table_of<M>, defaults);
}

/// The table of a model's past versions.
template <class M>
constexpr table describe_history(arena& keeps, dialect d) {
    constexpr auto& t = *schema::table_of<M>.history;
    const auto of_model = constant_defaults<M>(keeps, d, reflect::types_of<M>{},
                                               std::make_index_sequence<reflect::field_count<M>>{});
    std::array<given_default, t.columns.size()> defaults{};
    for (std::size_t i = 0; i < of_model.size(); ++i) defaults[i] = of_model[i];
    return describe(keeps, d, t, defaults);
}

template <class... M>
constexpr database_description describe_models(arena& keeps, dialect d) {
    auto* const tables = keeps.tables.take((std::size_t{0} + ... + (options_of<M>.history ? 2U : 1U)));
    std::size_t at = 0;
    const auto add = [&]<class Model>(std::type_identity<Model>) {
        tables[at++] = describe_model<Model>(keeps, d);
        if constexpr (options_of<Model>.history) tables[at++] = describe_history<Model>(keeps, d);
    };
    (add(std::type_identity<M>{}), ...);
    return {d, {tables, at}};
}

/// How much room a description takes.
struct room_sizes {
    std::size_t characters, names, columns, unique, foreign_keys, parts, indexes, checks, tables;
};
template <dialect D, class... M>
inline constexpr room_sizes sizes_of = [] {
    arena measured;
    (void)describe_models<M...>(measured, D);
    return room_sizes{measured.characters.total(), measured.names.total(),        measured.columns.total(),
                      measured.unique.total(),     measured.foreign_keys.total(), measured.parts.total(),
                      measured.indexes.total(),    measured.checks.total(),       measured.tables.total()};
}();

/// A constant description with the room in which it lies.
template <dialect D, class... M>
struct constant_room {
    static constexpr const room_sizes& sizes = sizes_of<D, M...>;

    char characters[sizes.characters + 1]{};
    std::string_view names[sizes.names + 1]{};
    column columns[sizes.columns + 1]{};
    unique_constraint unique[sizes.unique + 1]{};
    foreign_key foreign_keys[sizes.foreign_keys + 1]{};
    index_part parts[sizes.parts + 1]{};
    index indexes[sizes.indexes + 1]{};
    check checks[sizes.checks + 1]{};
    table tables[sizes.tables + 1]{};
    database_description whole{};

    constexpr constant_room() {
        arena keeps;
        keeps.characters = shelf<char>{characters, sizes.characters};
        keeps.names = shelf<std::string_view>{names, sizes.names};
        keeps.columns = shelf<column>{columns, sizes.columns};
        keeps.unique = shelf<unique_constraint>{unique, sizes.unique};
        keeps.foreign_keys = shelf<foreign_key>{foreign_keys, sizes.foreign_keys};
        keeps.parts = shelf<index_part>{parts, sizes.parts};
        keeps.indexes = shelf<index>{indexes, sizes.indexes};
        keeps.checks = shelf<check>{checks, sizes.checks};
        keeps.tables = shelf<table>{tables, sizes.tables};
        whole = describe_models<M...>(keeps, D);
    }
};
template <dialect D, class... M>
inline constexpr constant_room<D, M...> room_of{};

} // namespace detail

/// The description of the tables of some models in a dialect, a constant. Defaults that only the running
/// program can see (of JSON, arrays, mapped types and UUIDs; of structs that no constant expression can make,
/// all of them) are marked as unknown; `describe_models<...>(dialect)` knows them (catalog/models.hpp).
template <dialect D, class... Models>
inline constexpr const database_description& of_models = detail::room_of<D, Models...>.whole;

} // namespace dataflow::catalog
