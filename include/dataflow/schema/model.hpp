// From a struct to its table: the one place where a model's reflection becomes plain constant data.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/naming.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/rules.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::schema {

namespace detail {

/// A constant text of a field's name, for the rules.
template <class M, std::size_t I>
inline constexpr auto field_text = fixed_string<reflect::field_names<M>[I].size() + 1>{reflect::field_names<M>[I]};

template <class M>
inline constexpr auto default_table_name = [] {
    constexpr std::size_t size = [] {
        std::size_t n = 0;
        plural_snake_case(reflect::type_name<M>, [&](char) { ++n; });
        return n;
    }();
    std::array<char, size> out{};
    std::size_t at = 0;
    plural_snake_case(reflect::type_name<M>, [&](char c) { out[at++] = c; });
    return out;
}();

template <class M, std::size_t I>
constexpr bool differs_from_zero() {
    using F = reflect::field_type<M, I>;
    M object{};
    const F& value = boost::pfr::get<I>(object);
    if constexpr (is_optional<F>) return value.has_value();
    else if constexpr (category_of<F> == category::uuid) return false; // boost compares these at run time only
    else return !(value == F{});
}

template <class M, std::size_t I>
constexpr initialiser initialiser_of() {
    using F = reflect::field_type<M, I>;
    if constexpr (is_id<bare<F>>) return initialiser::absent;
    else if constexpr (!reflect::constant_constructible<M>) return initialiser::unknown;
    else if constexpr (std::is_scalar_v<F> || std::is_same_v<F, date>)
        return reflect::initialised<M, I> ? initialiser::present : initialiser::absent;
    else return differs_from_zero<M, I>() ? initialiser::present : initialiser::absent;
}

template <class M>
constexpr bool in_key(std::string_view field) {
    const auto& named = options_of<M>.key;
    for (std::size_t i = 0; i < named.size; ++i)
        if (named.names[i] == field) return true;
    return false;
}

/// Whether the field is the model's primary key, or part of it.
template <class M, std::size_t I>
inline constexpr bool is_key =
    options_of<M>.key.size != 0 ? in_key<M>(reflect::field_names<M>[I]) : own_id<M> == static_cast<int>(I);

/// The field's foreign model: void where it refers to none.
template <class M, std::size_t I>
struct foreign {
    using parts = id_parts<bare<reflect::field_type<M, I>>>;
    // A field of the model's own id that is its (only) key refers to nothing.
    static constexpr bool own = std::is_same_v<typename parts::model, M> && is_key<M, I>;
    using model = std::conditional_t<own, void, typename parts::model>;
    using rep = typename parts::rep;
};

/// The name and type of the one key column of a model; an empty name where its key is composite.
template <class M>
struct single_key {
    static constexpr std::string_view name =
        options_of<M>.key.size == 1 ? options_of<M>.key.names[0]
        : options_of<M>.key.size > 1 ? std::string_view{}
                                     : std::string_view{"id"};
    static constexpr storage stored = []<std::size_t... I>(std::index_sequence<I...>) {
        storage s = storage::int64;
        ((reflect::field_names<M>[I] == name ? void(s = shape_of<bare<reflect::field_type<M, I>>>().stored) : void()),
         ...);
        return s;
    }(std::make_index_sequence<reflect::field_count<M>>{});
};

} // namespace detail

/// The table's name of a model.
template <class M>
inline constexpr std::string_view table_name =
    options_of<M>.table.empty()
        ? std::string_view{detail::default_table_name<M>.data(), detail::default_table_name<M>.size()}
        : options_of<M>.table;

namespace detail {

template <class M, std::size_t I>
constexpr column own_column() {
    using F = reflect::field_type<M, I>;
    column out{reflect::field_names<M>[I], &info_of<F>};
    out.key = is_key<M, I>;
    out.generated = out.key && std::is_same_v<F, id<M, std::int64_t>>;
    out.given = initialiser_of<M, I>();
    return out;
}

template <class M, std::size_t I>
constexpr foreign_key foreign_key_at() {
    using F = foreign<M, I>;
    using Other = typename F::model;
    foreign_key out{static_cast<std::uint16_t>(I), {}, {}};
    if constexpr (!std::is_void_v<Other>) {
        out.table = table_name<Other>;
        out.target = single_key<Other>::name;
        const auto& rules = options_of<M>.foreign_keys;
        for (std::size_t r = 0; r < rules.size; ++r)
            if (rules.items[r].column == reflect::field_names<M>[I]) out.action = rules.items[r].action;
    }
    return out;
}

/// What is wrong with a field, found before its table is made, so that the message is short.
enum class flaw : std::uint8_t { none, no_type, managed_name, optional_key, other_key };

struct flawed_field {
    std::size_t field = 0;
    flaw what = flaw::none;
};

template <class M, std::size_t I>
constexpr flaw flaw_of() {
    using F = reflect::field_type<M, I>;
    using Other = typename foreign<M, I>::model;
    constexpr auto name = reflect::field_names<M>[I];
    if (!storable<F>) return flaw::no_type;
    if (options_of<M>.timestamps && (name == "created_at" || name == "updated_at")) return flaw::managed_name;
    if (has_managed_key<M> && name == "id") return flaw::managed_name;
    if (is_key<M, I> && is_optional<F>) return flaw::optional_key;
    if constexpr (!std::is_void_v<Other>)
        if (single_key<Other>::name.empty() ||
            single_key<Other>::stored != shape_of<typename foreign<M, I>::rep>().stored)
            return flaw::other_key;
    return flaw::none;
}

template <class M>
inline constexpr flawed_field first_flaw = []<std::size_t... I>(std::index_sequence<I...>) {
    const std::array<flaw, sizeof...(I)> all{flaw_of<M, I>()...};
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i] != flaw::none) return flawed_field{i, all[i]};
    return flawed_field{};
}(std::make_index_sequence<reflect::field_count<M>>{});

template <class M>
struct model_data {
    static constexpr std::size_t own = reflect::field_count<M>;
    static constexpr options const& opts = options_of<M>;
    static constexpr bool key_added = has_managed_key<M>;
    static constexpr std::size_t total = own + (key_added ? 1 : 0) + (opts.timestamps ? 2 : 0);

    static_assert(reflect::field_layout<M>.struct_size == sizeof(M),
                  "dataflow: a model must not use alignas, bit-fields or [[no_unique_address]]");

    template <std::size_t... I>
    static constexpr auto make_columns(std::index_sequence<I...>) {
        std::array<column, total> out{own_column<M, I>()...};
        std::size_t at = own;
        if (key_added) {
            out[at] = column{"id", &info_of<id<M>>};
            out[at].key = true;
            out[at++].generated = true;
        }
        if (opts.timestamps) {
            out[at++] = column{"created_at", &info_of<timestamp>, managed::created_at};
            out[at++] = column{"updated_at", &info_of<timestamp>, managed::updated_at};
        }
        return out;
    }
    static constexpr auto columns = make_columns(std::make_index_sequence<own>{});

    static constexpr int find(std::string_view name) {
        for (std::size_t i = 0; i < total; ++i)
            if (columns[i].name == name) return static_cast<int>(i);
        return -1;
    }

    // The key, in the order in which the options name it.
    static constexpr std::size_t key_size = opts.key.size != 0 ? opts.key.size : 1;
    static constexpr auto key = [] {
        std::array<std::uint16_t, key_size> out{};
        if (opts.key.size == 0) {
            out[0] = static_cast<std::uint16_t>(key_added ? own : static_cast<std::size_t>(own_id<M> < 0 ? 0 : own_id<M>));
            return out;
        }
        for (std::size_t i = 0; i < key_size; ++i) {
            const int at = find(opts.key.names[i]);
            out[i] = static_cast<std::uint16_t>(at < 0 ? 0 : at);
        }
        return out;
    }();

    template <std::size_t... I>
    static constexpr auto make_foreign_keys(std::index_sequence<I...>) {
        constexpr std::size_t n = (std::size_t{0} + ... + (std::is_void_v<typename foreign<M, I>::model> ? 0 : 1));
        const std::array<foreign_key, own> all{foreign_key_at<M, I>()...};
        std::array<foreign_key, n> out{};
        std::size_t at = 0;
        for (const auto& f : all)
            if (!f.table.empty()) out[at++] = f;
        return out;
    }
    static constexpr auto foreign_keys = make_foreign_keys(std::make_index_sequence<own>{});

    static constexpr auto indexes = [] {
        std::array<schema::index, opts.unique.size + opts.indexes.size> out{};
        std::size_t at = 0;
        for (std::size_t u = 0; u < 2; ++u) {
            const auto& list = u == 0 ? opts.unique : opts.indexes;
            for (std::size_t i = 0; i < list.size; ++i, ++at) {
                out[at].unique = u == 0;
                out[at].where = list.items[i].condition;
                out[at].size = list.items[i].columns.size;
                for (std::size_t c = 0; c < out[at].size; ++c) {
                    const int found = find(list.items[i].columns.names[c]);
                    out[at].columns[c] = static_cast<std::uint16_t>(found < 0 ? 0 : found);
                }
            }
        }
        return out;
    }();

    static constexpr auto checks = [] {
        std::array<check, opts.checks.size> out{};
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = opts.checks.items[i];
        return out;
    }();

    static constexpr table description{
        reflect::type_name<M>,
        table_name<M>,
        columns,
        key,
        foreign_keys,
        indexes,
        checks,
        own,
        columns[key[0]].generated ? static_cast<int>(key[0]) : -1,
        opts.timestamps ? static_cast<int>(total - 2) : -1,
        opts.timestamps ? static_cast<int>(total - 1) : -1,
        opts.reuse_keys,
    };

    /// Where the managed fields of a `record<M>` begin: behind M, at the next multiple of 8. (Whether the
    /// ABI puts them into M's tail padding or not, it is the same place, for no field is aligned to more.)
    static constexpr std::size_t managed_at = (sizeof(M) + 7) / 8 * 8;
    static_assert(alignof(M) <= 8 && sizeof(record<M>) == (total == own ? sizeof(M) : managed_at + 8 * (total - own)),
                  "dataflow: this compiler lays records out in a way that is not known; please report it");

    /// Where each column lies in a `record<M>`.
    static constexpr auto fields = [] {
        std::array<field_access, total> out{};
        for (std::size_t i = 0; i < total; ++i) {
            out[i].type = columns[i].type;
            out[i].name = columns[i].name;
            out[i].offset = i < own ? reflect::field_layout<M>.offsets[i] : static_cast<std::uint32_t>(managed_at + 8 * (i - own));
        }
        return out;
    }();
};

/// The first list of the options that is too long, or that has a condition which is; empty when none is.
template <class M>
constexpr std::string_view overfull_list(bool conditions) {
    const auto& o = options_of<M>;
    if (!conditions && o.key.too_many) return "key";
    if (!conditions && o.foreign_keys.too_many) return "foreign_keys";
    if (!conditions && o.checks.too_many) return "checks";
    for (std::size_t i = 0; conditions && i < o.checks.size; ++i)
        if (o.checks.items[i].that.too_long) return "checks";
    for (const auto* list : {&o.unique, &o.indexes}) {
        bool bad = !conditions && list->too_many;
        for (std::size_t i = 0; i < list->size; ++i)
            bad = bad || (conditions ? list->items[i].condition.too_long : list->items[i].columns.too_many);
        if (bad) return list == &o.unique ? "unique" : "indexes";
    }
    return {};
}

/// The first name in the options that is no column; empty when all are.
template <class M>
constexpr std::string_view unknown_name() {
    using data = model_data<M>;
    const auto& o = options_of<M>;
    const auto unknown = [](std::string_view name) { return data::find(name) < 0; };
    const auto in_condition = [&](const condition& c) -> std::string_view {
        for (std::size_t i = 0; i < c.size; ++i)
            if (c.steps[i].step == step::what::column && unknown(c.steps[i].name)) return c.steps[i].name;
        return {};
    };
    for (std::size_t i = 0; i < o.key.size; ++i)
        if (unknown(o.key.names[i])) return o.key.names[i];
    for (const auto* list : {&o.unique, &o.indexes})
        for (std::size_t i = 0; i < list->size; ++i) {
            for (std::size_t c = 0; c < list->items[i].columns.size; ++c)
                if (unknown(list->items[i].columns.names[c])) return list->items[i].columns.names[c];
            if (const auto bad = in_condition(list->items[i].condition); !bad.empty()) return bad;
        }
    for (std::size_t i = 0; i < o.checks.size; ++i)
        if (const auto bad = in_condition(o.checks.items[i].that); !bad.empty()) return bad;
    for (std::size_t i = 0; i < o.foreign_keys.size; ++i)
        if (unknown(o.foreign_keys.items[i].column)) return o.foreign_keys.items[i].column;
    return {};
}

/// The first column with a rule for foreign keys that is none, or that would be set to NULL and cannot be.
template <class M>
constexpr std::string_view misplaced_on_delete(bool null_rule) {
    using data = model_data<M>;
    const auto& rules = options_of<M>.foreign_keys;
    for (std::size_t i = 0; i < rules.size; ++i) {
        bool found = false;
        for (const auto& f : data::foreign_keys) {
            if (data::columns[f.column].name != rules.items[i].column) continue;
            found = true;
            if (null_rule && f.action == on_delete::set_null && !data::columns[f.column].nullable())
                return rules.items[i].column;
        }
        if (!null_rule && !found) return rules.items[i].column;
    }
    return {};
}

/// Whether a condition's operand fits the column beside it.
[[nodiscard]] constexpr bool operand_fits(const type_info& type, const step& s) noexcept {
    switch (s.step) {
    case step::what::boolean: return type.stored == storage::boolean;
    case step::what::integer:
        return type.stored == storage::int16 || type.stored == storage::int32 || type.stored == storage::int64 ||
               type.stored == storage::float32 || type.stored == storage::float64;
    case step::what::real: return type.stored == storage::float32 || type.stored == storage::float64;
    case step::what::text: return type.stored == storage::text;
    default: return true;
    }
}

template <class M>
constexpr std::string_view misfit_in(const condition& c) {
    using data = model_data<M>;
    for (std::size_t i = 1; i < c.size; ++i) {
        if (c.steps[i - 1].step != step::what::column) continue;
        const int at = data::find(c.steps[i - 1].name);
        if (at >= 0 && !operand_fits(*data::columns[static_cast<std::size_t>(at)].type, c.steps[i]))
            return c.steps[i - 1].name;
    }
    return {};
}

template <class M>
constexpr std::string_view misfit() {
    const auto& o = options_of<M>;
    for (std::size_t i = 0; i < o.checks.size; ++i)
        if (const auto bad = misfit_in<M>(o.checks.items[i].that); !bad.empty()) return bad;
    for (const auto* list : {&o.unique, &o.indexes})
        for (std::size_t i = 0; i < list->size; ++i)
            if (const auto bad = misfit_in<M>(list->items[i].condition); !bad.empty()) return bad;
    return {};
}

template <class M>
constexpr auto find_verdict() {
    if constexpr (!reflect::aggregate<M>) return rule::a_model_is_not_an_aggregate<M>{};
    else if constexpr (reflect::field_count<M> == 0) return rule::a_model_has_no_fields<M>{};
    else if constexpr (constexpr auto list = overfull_list<M>(false); !list.empty())
        return rule::an_option_list_has_too_many_entries<M, fixed_string<list.size() + 1>{list}>{};
    else if constexpr (constexpr auto long_one = overfull_list<M>(true); !long_one.empty())
        return rule::a_condition_in_the_options_has_too_many_steps<M, fixed_string<long_one.size() + 1>{long_one}>{};
    else {
        constexpr auto found = first_flaw<M>;
        constexpr auto& field = field_text<M, found.field>;
        if constexpr (found.what == flaw::no_type)
            return rule::a_field_type_has_no_sql_type<M, field, reflect::field_type<M, found.field>>{};
        else if constexpr (found.what == flaw::managed_name)
            return rule::a_field_has_the_name_of_a_managed_column<M, field>{};
        else if constexpr (found.what == flaw::optional_key) return rule::a_key_column_is_optional<M, field>{};
        else if constexpr (found.what == flaw::other_key)
            return rule::a_foreign_key_refers_to_a_model_with_another_key<M, typename foreign<M, found.field>::model, field>{};
        else {
            constexpr auto unknown = unknown_name<M>();
            constexpr auto no_key = misplaced_on_delete<M>(false);
            constexpr auto no_null = misplaced_on_delete<M>(true);
            constexpr auto other_type = misfit<M>();
            if constexpr (!unknown.empty())
                return rule::an_option_names_an_unknown_column<M, fixed_string<unknown.size() + 1>{unknown}>{};
            else if constexpr (!no_key.empty())
                return rule::on_delete_stands_on_a_field_that_is_no_foreign_key<M, fixed_string<no_key.size() + 1>{no_key}>{};
            else if constexpr (!no_null.empty())
                return rule::on_delete_set_null_needs_an_optional_field<M, fixed_string<no_null.size() + 1>{no_null}>{};
            else if constexpr (!other_type.empty())
                return rule::a_condition_compares_a_column_with_another_type<M, fixed_string<other_type.size() + 1>{other_type}>{};
            else return rule::kept{};
        }
    }
}

} // namespace detail

/// The verdict on a model: the first rule that it breaks, or `rule::kept`. Every function that takes a
/// model asks for it before anything else.
template <class M>
using model_verdict = rule::shown<decltype(detail::find_verdict<M>())>;
template <class M>
inline constexpr bool is_model = rule::is_kept<model_verdict<M>>;

namespace detail {
template <class M>
constexpr const table& checked_table() {
    static_assert(model_verdict<M>{}); // for who comes here without having asked
    return model_data<M>::description;
}
} // namespace detail

/// The table of a model.
template <class M>
inline constexpr const table& table_of = detail::checked_table<M>();

/// Where each of the table's columns lies in a `record<M>`; the struct's own come first and lie at the
/// same offsets in an M.
template <class M>
inline constexpr std::span<const field_access> fields_of{detail::model_data<M>::fields};

namespace detail {
template <class M, std::size_t At, bool Own = (At < reflect::field_count<M>)>
struct column_type {
    using type = reflect::field_type<M, At>;
};
template <class M, std::size_t At>
struct column_type<M, At, false> {
    using type = id<M>;
};
} // namespace detail

/// The type of a model's I-th key column.
template <class M, std::size_t I = 0>
using key_type = typename detail::column_type<M, detail::model_data<M>::key[I]>::type;

template <class M>
inline constexpr std::size_t key_size = detail::model_data<M>::key_size;

} // namespace dataflow::schema
