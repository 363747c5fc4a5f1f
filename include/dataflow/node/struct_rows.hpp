// Rows of a select as structs of the user's, filled by name.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_item.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_::detail {

/// Whether a field can hold the values of a type: of the same, or of a narrower number.
template <class Field, class T>
inline constexpr bool holds =
    std::is_same_v<Field, T> ||
    (!schema::is_id<Field> && !schema::is_id<T> && schema::category_of<Field> == schema::category_of<T> &&
     ((schema::category_of<T> == schema::category::integer && std::is_signed_v<Field> &&
       sizeof(Field) > sizeof(T)) ||
      std::is_same_v<Field, double>));

struct filling {
    int unnamed = -1;  ///< the item without a name
    int homeless = -1; ///< the item without a field
    int empty = -1;    ///< the field without an item
    int twice = -1;    ///< the field with two
};

template <std::size_t Items, std::size_t Fields>
struct fillings {
    std::array<std::size_t, Items + 1> field_of{};
    filling fault;
};

template <std::size_t Items, std::size_t Fields>
constexpr fillings<Items, Fields> match_names(const std::array<std::string_view, Items>& items,
                                              const std::array<std::string_view, Fields>& fields) {
    fillings<Items, Fields> out;
    std::array<int, Fields + 1> found{};
    for (std::size_t i = 0; i < Items; ++i) {
        if (items[i].empty()) {
            out.fault.unnamed = static_cast<int>(i);
            continue;
        }
        std::size_t at = 0;
        while (at < Fields && fields[at] != items[i]) ++at;
        if (at == Fields) out.fault.homeless = static_cast<int>(i);
        else if (++found[at] > 1) out.fault.twice = static_cast<int>(at);
        out.field_of[i] = at;
    }
    for (std::size_t f = 0; f < Fields; ++f)
        if (found[f] == 0) out.fault.empty = static_cast<int>(f);
    return out;
}

template <class S, class... T>
struct struct_match {
    static constexpr std::array<std::string_view, sizeof...(T)> items{item_of<T>::name...};
    static constexpr auto names = [] {
        std::array<std::string_view, reflect::field_count<S>> out{};
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = reflect::field_names<S>[i];
        return out;
    }();
    static constexpr auto found = match_names(items, names);
};

template <class S, fixed_string Name, class Field, class T>
constexpr auto find_field_verdict() {
    using E = expression_of<T>;
    if constexpr (!holds<schema::bare<Field>, typename E::type>)
        return rule::a_field_of_a_result_has_another_type<S, Name, Field, typename E::type>{};
    else if constexpr (E::nullable && !schema::is_optional<Field>)
        return rule::a_value_that_can_be_null_fills_a_field_that_cannot<S, Name>{};
    else return rule::ok{};
}

template <std::size_t At, class... T>
using item_at = type_at<types<T...>, At>;

template <class S, class... T, std::size_t... I>
constexpr auto find_fields_verdict(std::index_sequence<I...>) {
    using match = struct_match<S, T...>;
    return rule::first_broken<
        decltype(find_field_verdict<S, fixed_string<match::items[I].size() + 1>{match::items[I]},
                                    reflect::field_type<S, match::found.field_of[I]>, T>())...>{};
}

template <class S, class... T>
constexpr auto find_struct_verdict() {
    using match = struct_match<S, T...>;
    constexpr auto& fault = match::found.fault;
    if constexpr (fault.unnamed >= 0)
        return rule::a_selected_expression_has_no_name<
            S, item_at<static_cast<std::size_t>(fault.unnamed), T...>>{};
    else if constexpr (fault.homeless >= 0) {
        constexpr auto name = match::items[static_cast<std::size_t>(fault.homeless)];
        return rule::a_selected_value_fills_no_field<S, fixed_string<name.size() + 1>{name}>{};
    } else if constexpr (fault.twice >= 0) {
        constexpr auto name = match::names[static_cast<std::size_t>(fault.twice)];
        return rule::a_field_of_a_result_is_filled_twice<S, fixed_string<name.size() + 1>{name}>{};
    } else if constexpr (fault.empty >= 0) {
        constexpr auto name = match::names[static_cast<std::size_t>(fault.empty)];
        return rule::a_field_of_a_result_is_filled_by_nothing<S, fixed_string<name.size() + 1>{name}>{};
    } else return find_fields_verdict<S, T...>(std::index_sequence_for<T...>{});
}

template <class S, class... F>
constexpr std::array<const type_info*, sizeof...(F) + 1> infos_of(types<F...>) {
    return {&schema::info_of<F>..., nullptr};
}

template <class S, class... T>
constexpr auto struct_fields() {
    using match = struct_match<S, T...>;
    constexpr auto infos = infos_of<S>(reflect::types_of<S>{});
    std::array<field_access, sizeof...(T)> out{};
    for (std::size_t i = 0; i < sizeof...(T); ++i) {
        const auto at = match::found.field_of[i];
        out[i] = {reflect::field_layout<S>.offsets[at], infos[at], match::names[at]};
    }
    return out;
}

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

/// Rows as structs of type S, whose fields are filled by name.
template <class S>
struct struct_rows {
    static constexpr bool of_records = false;
    template <class... T>
    static constexpr auto verdict() {
        if constexpr (!reflect::aggregate<S>) return rule::a_model_is_not_an_aggregate<S>{};
        else return detail::find_struct_verdict<S, T...>();
    }
    template <class From, class... T>
    using row = S;
    using refused_node = refused_as<std::vector<S>>; ///< what a select into S gives when it is refused
    template <class From, class... T>
    struct of {
        static constexpr auto fields = detail::struct_fields<S, T...>();
    };
};

} // namespace dataflow::node_
