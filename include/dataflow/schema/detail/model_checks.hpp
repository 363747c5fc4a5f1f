// The first rule that a model breaks.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/detail/field_checks.hpp>
#include <dataflow/schema/detail/field_kinds.hpp>
#include <dataflow/schema/detail/model_data.hpp>
#include <dataflow/schema/detail/option_checks.hpp>
#include <dataflow/schema/detail/option_lists.hpp>
#include <dataflow/schema/initializers.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/rules.hpp>
#include <dataflow/schema/shape.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <type_traits>

namespace dataflow::schema::detail {

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
constexpr auto find_spelling_verdict() {
    constexpr auto& t = model_data<M>::description;
    constexpr auto bad = is_named_by_library<M> ? name_flaw{} : find_name_flaw(t);
    if constexpr (bad.what != name_fault::none) {
        constexpr auto name = fixed_string<bad.name.size() + 1>{bad.name};
        if constexpr (bad.what == name_fault::too_long) return rule::a_name_has_more_than_63_bytes<M, name>{};
        else return rule::a_name_is_not_allowed_by_a_database<M, name>{};
    } else if constexpr (constexpr auto same = find_equal_columns<t.columns.size()>(t); same.found()) {
        constexpr auto first = t.columns[same.first].name, second = t.columns[same.second].name;
        constexpr auto one = t.columns[same.first].called(), other = t.columns[same.second].called();
        if constexpr (first == second && one != other)
            return rule::two_fields_have_the_same_column<M, fixed_string<one.size() + 1>{one},
                                                         fixed_string<other.size() + 1>{other}>{};
        else
            return rule::two_columns_differ_only_in_case<M, fixed_string<first.size() + 1>{first},
                                                         fixed_string<second.size() + 1>{second}>{};
    } else if constexpr (constexpr auto both = find_equal_constraints(t); !both.empty())
        return rule::two_constraints_have_the_same_name<M, fixed_string<both.size() + 1>{both}>{};
    else return rule::ok{};
}

/// Whether a table was renamed to the name that it had.
constexpr bool is_renamed_to_itself(const table& t) {
    const auto was = path_of(t.renamed_table), is = t.path();
    return same_name(was.name, is.name) && (was.space.empty() || same_name(was.space, is.space));
}

/// A table's names, now and before.
template <class M>
constexpr auto find_names_verdict() {
    constexpr auto& t = model_data<M>::description;
    if constexpr (is_renamed_to_itself(t))
        return rule::a_former_name_is_one_that_the_model_still_has<
            M, fixed_string<t.renamed_table.size() + 1>{t.renamed_table}>{};
    else return find_spelling_verdict<M>();
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
    else if constexpr (options_of<M>.row_level_security && !options_of<M>.multi_tenant)
        return rule::row_level_security_is_for_a_model_with_tenants<M>{};
    else if constexpr (options_of<M>.rows_per_tenant != 0 && !options_of<M>.multi_tenant)
        return rule::rows_per_tenant_is_for_a_model_with_tenants<M>{};
    else if constexpr (options_of<M>.rows_per_tenant < 0) return rule::rows_per_tenant_is_negative<M>{};
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
        else if constexpr (list.what == option_flaw::kind::unnamed_checks)
            return rule::a_check_in_the_options_is_not_made_by_df_check<M>{};
        else if constexpr (list.what == option_flaw::kind::unpaired_columns)
            return rule::a_renamed_column_is_not_a_pair_in_braces<M>{};
        else if constexpr (list.what == option_flaw::kind::unpaired_renames)
            return rule::a_former_name_is_not_in_braces_with_the_new_one<
                M, fixed_string<list.name.size() + 1>{list.name}>{};
        else if constexpr (list.what == option_flaw::kind::altered)
            return rule::without_takes_create_update_and_erase_but_not_alter<M>{};
        else if constexpr (list.what == option_flaw::kind::no_kept_form)
            return rule::a_kept_form_does_not_fit_its_field<M,
                                                            fixed_string<list.name.size() + 1>{list.name}>{};
        else if constexpr (list.what == option_flaw::kind::no_zoned_time)
            return rule::a_zone_is_not_for_one_field_of_type_timestamp<M, fixed_string<list.name.size() + 1>{
                                                                              list.name}>{};
        else
            return rule::a_condition_in_the_options_has_too_many_steps<M, fixed_string<list.name.size() + 1>{
                                                                              list.name}>{};
    } else if constexpr (constexpr auto option = find_option_for_writing(options_of<M>); !option.empty()) {
        return rule::a_model_that_is_only_read_has_an_option_for_writing<M, fixed_string<option.size() + 1>{
                                                                                option}>{};
    } else if constexpr (constexpr auto idle = find_option_for_lacking_writes(options_of<M>); !idle.empty()) {
        return rule::an_option_needs_a_write_that_the_model_is_without<M,
                                                                       fixed_string<idle.size() + 1>{idle}>{};
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
            find_option_flaw(options_of<M>, model_data<M>::columns, model_data<M>::references,
                             model_data<M>::own, model_data<M>::own_key());
        if constexpr (!bad.broken()) {
            if constexpr (!rule::is_ok<decltype(find_tenants_verdict<M>())>) return find_tenants_verdict<M>();
            else if constexpr (options_of<M>.full_text.columns.size != 0 &&
                               !model_data<M>::description.path().space.empty())
                return rule::full_text_is_for_tables_without_a_schema<M>{};
            else return find_names_verdict<M>();
        } else {
            constexpr auto name = fixed_string<bad.name.size() + 1>{bad.name};
            if constexpr (bad.what == option_flaw::kind::unknown_column)
                return rule::an_option_names_an_unknown_column<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::json_column)
                return rule::an_index_names_a_json_column<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::managed_column)
                return rule::a_managed_column_cannot_have_another_name<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_kept_form)
                return rule::a_kept_form_does_not_fit_its_field<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_zoned_time)
                return rule::a_zone_is_not_for_one_field_of_type_timestamp<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::computed_key)
                return rule::a_generated_column_is_part_of_the_key<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::named_twice)
                return rule::the_column_of_a_field_is_named_twice<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::still_there)
                return rule::a_former_name_is_one_that_the_model_still_has<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_new_value)
                return rule::a_value_is_renamed_to_none_of_the_names_of_its_enumeration<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::renamed_twice)
                return rule::a_former_name_is_given_twice<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_foreign_key)
                return rule::on_delete_is_given_for_a_field_that_is_not_a_foreign_key<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::never_null)
                return rule::on_delete_set_null_needs_an_optional_field<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::other_key)
                return rule::a_foreign_key_over_columns_does_not_fit_the_key_of_its_model<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::marked_target)
                return rule::a_foreign_key_over_columns_is_to_a_model_with_tenants_or_soft_delete<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_vector)
                return rule::a_similar_index_needs_an_array_of_at_most_2000_floats<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_text)
                return rule::a_full_text_field_is_not_a_string<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::kept_name)
                return rule::a_full_text_field_has_a_name_that_fts5_reserves<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_whole_key)
                return rule::full_text_needs_one_whole_number_as_key<M>{};
            else if constexpr (bad.what == option_flaw::kind::secret_key)
                return rule::a_secret_is_part_of_the_key<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::secrets_of_no_log)
                return rule::secrets_are_for_a_model_with_an_audit_log<M>{};
            else if constexpr (bad.what == option_flaw::kind::changes_by_itself)
                return rule::an_immutable_field_changes_by_itself<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::unique_changes)
                return rule::a_unique_column_changes_by_itself<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::tenant_listed)
                return rule::tenant_id_is_part_of_keys_and_indexes_by_itself<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::managed_key)
                return rule::a_key_names_a_managed_column<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::listed_twice)
                return rule::a_column_is_named_twice_in_a_list<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::lacking_write)
                return rule::on_delete_needs_a_write_that_the_model_is_without<M, name>{};
            else if constexpr (bad.what == option_flaw::kind::no_enumerator)
                return rule::a_condition_compares_an_enumeration_with_none_of_its_names<M, name>{};
            else return rule::a_condition_compares_a_column_with_another_type<M, name>{};
        }
    }
}

} // namespace dataflow::schema::detail
