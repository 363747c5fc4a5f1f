// From a struct to its table: the one place where a model's reflection becomes plain constant data.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/detail/model_parts.hpp>
#include <dataflow/schema/detail/naming.hpp>
#include <dataflow/schema/detail/option_checks.hpp>
#include <dataflow/schema/initialisers.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/rules.hpp>
#include <dataflow/schema/shape.hpp>
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

/// The table's name where the options give none, before it is cut to its size.
template <class M>
inline constexpr auto wide_table_name = [] {
    struct {
        std::array<char, 2 * reflect::type_name<M>.size() + 8> text{};
        std::size_t size = 0;
    } out;
    out.size = plural_snake_case(reflect::type_name<M>, out.text.data());
    return out;
}();

} // namespace detail

/// The table's name of a model.
template <class M>
inline constexpr std::string_view table_name =
    options_of<M>.table.empty()
        ? std::string_view{detail::wide_table_name<M>.text.data(), detail::wide_table_name<M>.size}
        : options_of<M>.table;

namespace detail {

template <class M, class... F>
constexpr single_key find_single_key(types<F...>) {
    const auto& named = options_of<M>.key;
    single_key out{named.size == 1  ? named.names[0]
                   : named.size > 1 ? std::string_view{}
                                    : std::string_view{"id"}};
    const storage stored[]{shape_of<bare<F>>().stored...};
    for (std::size_t i = 0; i < sizeof...(F); ++i)
        if (reflect::field_names<M>[i] == out.name) out.stored = stored[i];
    return out;
}
template <class M>
inline constexpr single_key single_key_of = find_single_key<M>(reflect::types_of<M>{});

/// Model: M where F is an id, else void; so that fields of one plain type share one function.
template <class F, class Model>
constexpr field_kind kind_of() {
    field_kind out{&info_of<F>, storable<F>};
    out.stored = shape_of<bare<F>>().stored;
    if constexpr (!std::is_void_v<Model>) {
        using other = typename id_parts<bare<F>>::model;
        out.table = table_name<other>;
        out.own = std::is_same_v<other, Model>;
        out.made = std::is_same_v<F, id<Model, std::int64_t>>;
        if constexpr (!std::is_same_v<other, Model>) out.target = single_key_of<other>;
        out.tenants = options_of<other>.multi_tenant;
        out.marks = options_of<other>.soft_delete;
    }
    return out;
}

template <class M, class... F>
constexpr auto find_kinds(types<F...>) {
    return std::array<field_kind, sizeof...(F)>{kind_of<F, std::conditional_t<is_id<bare<F>>, M, void>>()...};
}
template <class M>
inline constexpr auto kinds_of = find_kinds<M>(reflect::types_of<M>{});

template <class M>
inline constexpr model_facts facts_of{&options_of<M>, reflect::field_names<M>, kinds_of<M>, own_id<M>,
                                      has_managed_key<M>};

/// What is wrong with a field, found before its table is made, so that the message is short.
enum class flaw : std::uint8_t {
    none,
    no_type,
    no_values,
    managed_name,
    optional_key,
    compound_key,
    inexact_key,
    other_key
};

struct flawed_field {
    std::size_t field = 0;
    flaw what = flaw::none;
};

/// Whether a type is an enumeration, or has elements of one, without a value that has a name.
constexpr bool lacks_values(const type_info& type) {
    const type_info& inside = type.memory == layout::sequence ? *type.sequence->element : type;
    return inside.memory == layout::enumeration && inside.enumerators.empty();
}

/// The first field whose default is a value without a name; the number of fields where there is none.
template <class M>
constexpr std::size_t find_stray_default() {
    std::size_t i = 0;
    while (i < reflect::field_count<M> && initialisers_of<M>[i] != initialiser::stray) ++i;
    return i;
}

/// The enumeration of a field: in an optional, a vector or an array.
template <class F>
struct enumeration_in {
    using type = bare<F>;
};
template <class F>
    requires(!std::is_void_v<typename sequence_parts<bare<F>>::element>)
struct enumeration_in<F> {
    using type = bare<typename sequence_parts<bare<F>>::element>;
};

template <class F>
constexpr auto find_enum_verdict() {
    using type = typename enumeration_in<F>::type;
    if constexpr (std::is_enum_v<type>) return reflect::enum_verdict<type>{};
    else return rule::ok{};
}
template <class... F>
inline constexpr bool have_enumerations = (std::is_enum_v<typename enumeration_in<F>::type> || ...);
/// The verdict on the enumerations of a model, before their names are looked for.
template <class... F>
constexpr auto find_enums_verdict(types<F...>) {
    if constexpr (!have_enumerations<F...>) return rule::ok{};
    else return rule::first_broken<rule::ok, decltype(find_enum_verdict<F>())...>{};
}

/// The verdict on a field's enumeration whose values lie outside what is looked at; see
/// `reflect::has_stray_enumerator`.
template <class M, class F, std::size_t I>
constexpr auto find_stray_verdict() {
    using type = typename enumeration_in<F>::type;
    if constexpr (!std::is_enum_v<type> || is_mapped<type>) return rule::ok{};
    else if constexpr (!reflect::has_stray_enumerator<type>) return rule::ok{};
    else
        return rule::an_enumeration_has_a_value_outside_its_df_enum_range<M, field_text<M, I>, type,
                                                                          reflect::stray_enumerator<type>>{};
}
template <class M, class... F, std::size_t... I>
constexpr auto find_strays_verdict(types<F...>, std::index_sequence<I...>) {
    if constexpr (!have_enumerations<F...>) return rule::ok{};
    else return rule::first_broken<rule::ok, decltype(find_stray_verdict<M, F, I>())...>{};
}
template <class M>
using strays_verdict = decltype(find_strays_verdict<M>(reflect::types_of<M>{},
                                                       std::make_index_sequence<reflect::field_count<M>>{}));

constexpr flawed_field find_flaw(const model_facts& of) {
    for (std::size_t i = 0; i < of.own(); ++i) {
        const auto name = of.names[i];
        const auto& kind = of.kinds[i];
        if (!kind.storable) return {i, flaw::no_type};
        if (lacks_values(*kind.type)) return {i, flaw::no_values};
        if (name.back() == 't' && name.size() == 10 && // first what costs a compiler little
            ((of.opts->timestamps && (name == "created_at" || name == "updated_at")) ||
             (of.opts->soft_delete && name == "deleted_at")))
            return {i, flaw::managed_name};
        if (of.key_added && name == "id") return {i, flaw::managed_name};
        if (of.opts->multi_tenant && name == "tenant_id") return {i, flaw::managed_name};
        if (kind.type->nullable() && of.is_key(i)) return {i, flaw::optional_key};
        if ((kind.stored == storage::json || is_array(kind.stored)) && of.is_key(i))
            return {i, flaw::compound_key};
        if ((kind.stored == storage::float32 || kind.stored == storage::float64) && of.is_key(i))
            return {i, flaw::inexact_key};
        if (!of.is_foreign(i)) continue;
        if (const auto target = of.target(i); target.name.empty() || target.stored != kind.stored)
            return {i, flaw::other_key};
    }
    return {};
}

template <class M>
struct model_data {
    static constexpr const options& opts = options_of<M>;
    static constexpr std::size_t own = reflect::field_count<M>;
    static constexpr std::size_t total = own + (has_managed_key<M> ? 1 : 0) + count_managed(opts);
    static constexpr std::array<column, total> columns =
        make_columns<total>(facts_of<M>, initialisers_of<M>, has_managed_key<M> ? &info_of<id<M>> : nullptr);
    static constexpr std::size_t key_size = opts.key.size != 0 ? opts.key.size : 1;
    static constexpr auto key = make_key<key_size>(facts_of<M>, columns);
    static constexpr auto foreign_keys = make_foreign_keys<count_foreign_keys(facts_of<M>)>(facts_of<M>);
    static constexpr auto indexes = make_indexes<opts.unique.size + opts.indexes.size>(opts, columns);
    static constexpr auto checks = make_checks<opts.checks.size>(opts);
    static constexpr auto similar = make_similar<opts.similar.size>(opts, columns);
    static constexpr auto full_text =
        find_all_named<opts.full_text.columns.size>(columns, opts.full_text.columns);
    static constexpr auto guards =
        make_guards<(opts.multi_tenant ? 1U : 0U) + (opts.soft_delete ? 1U : 0U)>(opts, columns);
    static constexpr auto stamps = make_stamps<count_managed(opts)>(opts, columns);

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
        find_managed(columns, managed::created_at),
        find_managed(columns, managed::updated_at),
        opts.reuse_keys,
        similar,
        full_text,
        {guards, stamps, find_managed(columns, managed::tenant), opts.soft_delete},
    };

    /// Where each column lies in a `record<M>`; behind them, its size.
    static constexpr auto places =
        make_fields<total>(columns, reflect::field_layout<M>.offsets, own, sizeof(M));
    static constexpr constant_list<field_access> fields{places.data(), total};
    static_assert(alignof(M) <= 8 && sizeof(record<M>) == places[total].offset,
                  "dataflow: this compiler lays records out in a way that is not known; please report it");
};

template <class M, std::size_t Field>
using foreign_model = typename id_parts<bare<reflect::field_type<M, Field>>>::model;

/// The shapes of the models that a model refers to.
template <class Other>
constexpr auto find_other_shape() {
    if constexpr (std::is_void_v<Other>) return rule::ok{};
    else return shape_verdict<Other>{};
}
template <class M, class Other> // so that the fields that refer to no other model share one function
using other_model = std::conditional_t<std::is_same_v<Other, M>, void, Other>;
template <class M, class... F>
constexpr auto find_other_shapes(types<F...>) {
    return rule::first_broken<
        decltype(find_other_shape<other_model<M, typename id_parts<bare<F>>::model>>())...>{};
}

/// A table's names, each as either database holds it.
template <class M>
constexpr auto find_names_verdict() {
    constexpr auto& t = model_data<M>::description;
    constexpr auto bad = find_name_flaw(t);
    if constexpr (bad.what != name_fault::none) {
        constexpr auto name = fixed_string<bad.name.size() + 1>{bad.name};
        if constexpr (bad.what == name_fault::too_long) return rule::a_name_has_more_than_63_bytes<M, name>{};
        else return rule::a_name_is_not_allowed_by_a_database<M, name>{};
    } else if constexpr (constexpr auto same = find_equal_columns<t.columns.size()>(t); same.found()) {
        constexpr auto first = t.columns[same.first].name, second = t.columns[same.second].name;
        return rule::two_columns_differ_only_in_case<M, fixed_string<first.size() + 1>{first},
                                                     fixed_string<second.size() + 1>{second}>{};
    } else if constexpr (constexpr auto both = find_equal_constraints(t); !both.empty())
        return rule::two_constraints_have_the_same_name<M, fixed_string<both.size() + 1>{both}>{};
    else return rule::ok{};
}

/// What does not go together with the options on tenants.
template <class M>
constexpr auto find_tenants_verdict() {
    constexpr auto foreign = [] {
        std::size_t i = 0;
        while (i < reflect::field_count<M> &&
               !(facts_of<M>.is_foreign(i) && kinds_of<M>[i].tenants && !options_of<M>.multi_tenant))
            ++i;
        return i;
    }();
    constexpr auto set_null = [] {
        for (const auto& f : model_data<M>::foreign_keys)
            if (f.partitioned && f.action == on_delete::set_null) return std::size_t{f.column};
        return reflect::field_count<M>;
    }();
    if constexpr (foreign != reflect::field_count<M>)
        return rule::a_foreign_key_refers_to_a_model_with_tenants_from_one_without<
            M, foreign_model<M, foreign>, field_text<M, foreign>>{};
    else if constexpr (set_null != reflect::field_count<M>)
        return rule::on_delete_set_null_is_not_for_a_foreign_key_within_a_tenant<M,
                                                                                 field_text<M, set_null>>{};
    else if constexpr (options_of<M>.multi_tenant && options_of<M>.full_text.columns.size != 0 &&
                       model_data<M>::description.generated_key < 0)
        return rule::full_text_with_tenants_needs_a_key_that_the_database_makes<M>{};
    else return rule::ok{};
}

template <class M>
constexpr auto find_verdict() {
    if constexpr (!rule::is_ok<shape_verdict<M>>) return shape_verdict<M>{};
    else if constexpr (!rule::is_ok<decltype(find_other_shapes<M>(reflect::types_of<M>{}))>)
        return find_other_shapes<M>(reflect::types_of<M>{});
    else if constexpr (!rule::is_ok<decltype(find_enums_verdict(reflect::types_of<M>{}))>)
        return find_enums_verdict(reflect::types_of<M>{});
    else if constexpr (constexpr auto list = overfull_list(options_of<M>); list.broken()) {
        if constexpr (list.what == option_flaw::kind::list_too_long)
            return rule::an_option_list_has_too_many_entries<M,
                                                             fixed_string<list.name.size() + 1>{list.name}>{};
        else if constexpr (list.what == option_flaw::kind::bare_columns)
            return rule::the_columns_of_an_index_are_not_in_braces<M, fixed_string<list.name.size() + 1>{
                                                                          list.name}>{};
        else
            return rule::a_condition_in_the_options_has_too_many_steps<M, fixed_string<list.name.size() + 1>{
                                                                              list.name}>{};
    } else if constexpr (constexpr auto found = find_flaw(facts_of<M>); found.what != flaw::none) {
        constexpr auto& field = field_text<M, found.field>;
        if constexpr (found.what == flaw::no_type) {
            using type = reflect::field_type<M, found.field>;
            if constexpr (is_mapped<bare<type>>)
                return rule::a_mapped_type_is_stored_as_a_type_that_no_column_can_hold<
                    M, field, stored_form<bare<type>>>{};
            else return rule::a_field_type_has_no_sql_type<M, field, type>{};
        } else if constexpr (found.what == flaw::no_values)
            return rule::an_enumeration_has_no_value_within_its_df_enum_range<
                M, field, typename enumeration_in<reflect::field_type<M, found.field>>::type>{};
        else if constexpr (found.what == flaw::managed_name)
            return rule::a_field_has_the_name_of_a_managed_column<M, field>{};
        else if constexpr (found.what == flaw::optional_key)
            return rule::a_key_column_is_optional<M, field>{};
        else if constexpr (found.what == flaw::compound_key)
            return rule::a_key_column_is_an_array_or_json<M, field>{};
        else if constexpr (found.what == flaw::inexact_key)
            return rule::a_key_column_is_an_inexact_number<M, field>{};
        else
            return rule::a_foreign_key_refers_to_a_model_with_another_key<M, foreign_model<M, found.field>,
                                                                          field>{};
    } else if constexpr (constexpr auto stray = find_stray_default<M>(); stray != reflect::field_count<M>) {
        return rule::a_default_is_not_within_the_df_enum_range_of_its_enumeration<
            M, field_text<M, stray>, bare<reflect::field_type<M, stray>>>{};
    } else if constexpr (!rule::is_ok<strays_verdict<M>>) {
        return strays_verdict<M>{};
    } else {
        constexpr auto bad =
            find_option_flaw(options_of<M>, model_data<M>::columns, model_data<M>::foreign_keys);
        if constexpr (!bad.broken()) {
            if constexpr (!rule::is_ok<decltype(find_tenants_verdict<M>())>) return find_tenants_verdict<M>();
            else return find_names_verdict<M>();
        } else {
            constexpr auto name = fixed_string<bad.name.size() + 1>{bad.name};
            if constexpr (bad.what == option_flaw::kind::unknown_column)
                return rule::an_option_names_an_unknown_column<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::json_column)
                return rule::an_index_names_a_json_column<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_foreign_key)
                return rule::on_delete_is_given_for_a_field_that_is_not_a_foreign_key<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::never_null)
                return rule::on_delete_set_null_needs_an_optional_field<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_vector)
                return rule::a_similar_index_needs_an_array_of_at_most_2000_floats<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_text)
                return rule::a_full_text_field_is_not_a_string<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::kept_name)
                return rule::a_full_text_field_has_a_name_that_fts5_reserves<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_whole_key)
                return rule::full_text_needs_one_whole_number_as_key<M>{};
            else if constexpr (bad.what == option_flaw::kind::no_enumerator)
                return rule::a_condition_compares_an_enumeration_with_none_of_its_names<M, name>{};
            else return rule::a_condition_compares_a_column_with_another_type<M, name>{};
        }
    }
}

} // namespace detail

/// The verdict on a model: the first rule that it breaks, or `rule::ok`. Every function that takes a
/// model asks for it before anything else.
template <class M>
using model_verdict = rule::diagnostic<decltype(detail::find_verdict<M>())>;
template <class M>
inline constexpr bool is_model = rule::is_ok<model_verdict<M>>;

namespace detail {
template <class M>
constexpr const table& checked_table() {
    static_assert(rule::told<model_verdict<M>>::verdict); // for callers that have not asked
    return model_data<M>::description;
}
} // namespace detail

/// The table of a model.
template <class M>
inline constexpr const table& table_of = detail::checked_table<M>();

/// Where each of the table's columns lies in a `record<M>`; the struct's own come first and lie at the
/// same offsets in an M.
template <class M>
inline constexpr constant_list<field_access> fields_of = detail::model_data<M>::fields;

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
