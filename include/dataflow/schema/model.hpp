// From a struct to its table: the one place where a model's reflection becomes plain constant data.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
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

/// The one key column of a model: an empty name where its key is composite.
struct single_key {
    std::string_view name;
    storage stored = storage::int64; // as it is where the library adds the key
};

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

/// Whether the I-th field is the model's primary key, or part of it.
template <class M>
constexpr bool is_key(std::size_t field) {
    const auto& named = options_of<M>.key;
    for (std::size_t i = 0; i < named.size; ++i)
        if (named.names[i] == reflect::field_names<M>[field]) return true;
    return named.size == 0 && own_id<M> == static_cast<int>(field);
}

/// Whether the I-th field is a foreign key: an id, but not the model's own that is its key.
template <class M>
constexpr bool is_foreign(std::size_t field) {
    const auto& kind = kinds_of<M>[field];
    return !kind.table.empty() && !(kind.own && is_key<M>(field));
}

template <class M>
inline constexpr bool refers_to_itself = [] {
    bool any = false;
    for (std::size_t i = 0; i < kinds_of<M>.size(); ++i)
        any = any || (kinds_of<M>[i].own && is_foreign<M>(i));
    return any;
}();

/// The key that the I-th field, a foreign key, refers to.
template <class M>
constexpr single_key target_of(std::size_t field) {
    if constexpr (refers_to_itself<M>)
        if (kinds_of<M>[field].own) return single_key_of<M>;
    return kinds_of<M>[field].target;
}

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
/// The verdict on the enumerations of a model, before their names are looked for.
template <class... F>
constexpr auto find_enums_verdict(types<F...>) {
    return rule::first_broken<rule::ok, decltype(find_enum_verdict<F>())...>{};
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
    return rule::first_broken<rule::ok, decltype(find_stray_verdict<M, F, I>())...>{};
}
template <class M>
using strays_verdict = decltype(find_strays_verdict<M>(reflect::types_of<M>{},
                                                       std::make_index_sequence<reflect::field_count<M>>{}));

template <class M>
constexpr flawed_field find_flaw() {
    const auto& kinds = kinds_of<M>;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const auto name = reflect::field_names<M>[i];
        if (!kinds[i].storable) return {i, flaw::no_type};
        if (lacks_values(*kinds[i].type)) return {i, flaw::no_values};
        if (options_of<M>.timestamps && (name == "created_at" || name == "updated_at"))
            return {i, flaw::managed_name};
        if (has_managed_key<M> && name == "id") return {i, flaw::managed_name};
        if (options_of<M>.multi_tenant && name == "tenant_id") return {i, flaw::managed_name};
        if (options_of<M>.soft_delete && name == "deleted_at") return {i, flaw::managed_name};
        if (kinds[i].type->nullable() && is_key<M>(i)) return {i, flaw::optional_key};
        if ((kinds[i].stored == storage::json || is_array(kinds[i].stored)) && is_key<M>(i))
            return {i, flaw::compound_key};
        if ((kinds[i].stored == storage::float32 || kinds[i].stored == storage::float64) && is_key<M>(i))
            return {i, flaw::inexact_key};
        if (!is_foreign<M>(i)) continue;
        if (const auto target = target_of<M>(i); target.name.empty() || target.stored != kinds[i].stored)
            return {i, flaw::other_key};
    }
    return {};
}

template <class M>
struct model_data {
    static constexpr std::size_t own = reflect::field_count<M>;
    static constexpr const options& opts = options_of<M>;
    static constexpr bool key_added = has_managed_key<M>;
    static constexpr std::size_t total = own + (key_added ? 1 : 0) + (opts.timestamps ? 2 : 0) +
                                         (opts.multi_tenant ? 1 : 0) + (opts.soft_delete ? 1 : 0);

    static constexpr auto columns = [] {
        std::array<column, total> out{};
        for (std::size_t i = 0; i < own; ++i) {
            out[i].name = reflect::field_names<M>[i];
            out[i].type = kinds_of<M>[i].type;
            out[i].key = is_key<M>(i);
            out[i].generated = out[i].key && kinds_of<M>[i].made;
            out[i].given = kinds_of<M>[i].table.empty() ? initialisers_of<M>[i] : initialiser::absent;
        }
        std::size_t at = own;
        if constexpr (key_added) {
            out[at] = column{"id", &info_of<id<M>>};
            out[at].key = true;
            out[at++].generated = true;
        }
        if (opts.timestamps) {
            out[at++] = column{"created_at", &info_of<timestamp>, managed::created_at};
            out[at++] = column{"updated_at", &info_of<timestamp>, managed::updated_at};
        }
        if (opts.multi_tenant) out[at++] = column{"tenant_id", &info_of<std::string>, managed::tenant};
        if (opts.soft_delete)
            out[at++] = column{"deleted_at", &info_of<std::optional<timestamp>>, managed::deleted_at};
        return out;
    }();

    /// The position of a managed column, or -1.
    static constexpr int find(managed what) {
        for (std::size_t i = own; i < total; ++i)
            if (columns[i].managed_by == what) return static_cast<int>(i);
        return -1;
    }

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
            out[0] = static_cast<std::uint16_t>(
                key_added ? own : static_cast<std::size_t>(own_id<M> < 0 ? 0 : own_id<M>));
            return out;
        }
        for (std::size_t i = 0; i < key_size; ++i) {
            const int at = find(opts.key.names[i]);
            out[i] = static_cast<std::uint16_t>(at < 0 ? 0 : at);
        }
        return out;
    }();

    static constexpr std::size_t foreign_count = [] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < own; ++i) n += is_foreign<M>(i) ? 1U : 0U;
        return n;
    }();
    static constexpr auto foreign_keys = [] {
        std::array<foreign_key, foreign_count> out{};
        std::size_t at = 0;
        for (std::size_t i = 0; i < own; ++i) {
            if (!is_foreign<M>(i)) continue;
            auto& key_to = out[at++];
            key_to = {static_cast<std::uint16_t>(i), kinds_of<M>[i].table, target_of<M>(i).name};
            key_to.partitioned = opts.multi_tenant && kinds_of<M>[i].tenants;
            key_to.marks = kinds_of<M>[i].marks;
            for (std::size_t r = 0; r < opts.foreign_keys.size; ++r)
                if (opts.foreign_keys.items[r].column == columns[i].name)
                    key_to.action = opts.foreign_keys.items[r].action;
        }
        return out;
    }();

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

    static constexpr auto similar = [] {
        std::array<schema::similar_index, opts.similar.size> out{};
        for (std::size_t i = 0; i < out.size(); ++i) {
            const int found = find(opts.similar.items[i].column);
            out[i] = {static_cast<std::uint16_t>(found < 0 ? 0 : found), opts.similar.items[i].by};
        }
        return out;
    }();

    static constexpr auto full_text = [] {
        std::array<std::uint16_t, opts.full_text.columns.size> out{};
        for (std::size_t i = 0; i < out.size(); ++i) {
            const int found = find(opts.full_text.columns.names[i]);
            out[i] = static_cast<std::uint16_t>(found < 0 ? 0 : found);
        }
        return out;
    }();

    static constexpr auto guards = [] {
        std::array<guard, (opts.multi_tenant ? 1 : 0) + (opts.soft_delete ? 1 : 0)> out{};
        std::size_t at = 0;
        if (opts.multi_tenant)
            out[at++] = {static_cast<std::uint16_t>(find(managed::tenant)), guard::condition::equals_session,
                         session_value::tenant};
        if (opts.soft_delete)
            out[at++] = {static_cast<std::uint16_t>(find(managed::deleted_at)), guard::condition::is_null};
        return out;
    }();
    static constexpr auto stamps = [] {
        std::array<stamp,
                   (opts.timestamps ? 2 : 0) + (opts.multi_tenant ? 1 : 0) + (opts.soft_delete ? 1 : 0)>
            out{};
        std::size_t at = 0;
        const auto add = [&](managed what, std::uint8_t when, stamp::source source) {
            out[at++] = {static_cast<std::uint16_t>(find(what)), when, source};
        };
        if (opts.timestamps) {
            add(managed::created_at, stamp::on_insert, stamp::source::now);
            add(managed::updated_at, stamp::on_insert | stamp::on_update | stamp::on_erase,
                stamp::source::now);
        }
        if (opts.multi_tenant) add(managed::tenant, stamp::on_insert, stamp::source::session);
        if (opts.soft_delete) add(managed::deleted_at, stamp::on_erase, stamp::source::now);
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
        find(managed::created_at),
        find(managed::updated_at),
        opts.reuse_keys,
        similar,
        full_text,
        {guards, stamps, find(managed::tenant), opts.soft_delete},
    };

    /// Where the fields of a `record<M>` are, and its size. The managed ones follow M, each at the next
    /// multiple of 8. (Whether the ABI puts them into the tail padding of what precedes or not, it is the
    /// same place, for no field is aligned to more.)
    static constexpr auto offsets = [] {
        std::array<std::uint32_t, total + 1> out{};
        for (std::size_t i = 0; i < own; ++i) out[i] = reflect::field_layout<M>.offsets[i];
        std::size_t at = (sizeof(M) + 7) / 8 * 8;
        for (std::size_t i = own; i < total; ++i) {
            out[i] = static_cast<std::uint32_t>(at);
            at = (at + columns[i].type->size + 7) / 8 * 8;
        }
        out[total] = static_cast<std::uint32_t>(at);
        return out;
    }();
    static_assert(alignof(M) <= 8 && sizeof(record<M>) == (total == own ? sizeof(M) : offsets[total]),
                  "dataflow: this compiler lays records out in a way that is not known; please report it");

    /// Where each column lies in a `record<M>`.
    static constexpr auto fields = [] {
        std::array<field_access, total> out{};
        for (std::size_t i = 0; i < total; ++i) {
            out[i].type = columns[i].type;
            out[i].name = columns[i].name;
            out[i].offset = offsets[i];
        }
        return out;
    }();
};

template <class M, std::size_t Field>
using foreign_model = typename id_parts<bare<reflect::field_type<M, Field>>>::model;

/// The shapes of the models that a model refers to.
template <class M, class F>
constexpr auto find_other_shape() {
    using other = typename id_parts<bare<F>>::model;
    if constexpr (std::is_void_v<other> || std::is_same_v<other, M>) return rule::ok{};
    else return shape_verdict<other>{};
}
template <class M, class... F>
constexpr auto find_other_shapes(types<F...>) {
    return rule::first_broken<decltype(find_other_shape<M, F>())...>{};
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
               !(is_foreign<M>(i) && kinds_of<M>[i].tenants && !options_of<M>.multi_tenant))
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
    } else if constexpr (constexpr auto found = find_flaw<M>(); found.what != flaw::none) {
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
inline constexpr constant_list<field_access> fields_of{detail::model_data<M>::fields};

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
