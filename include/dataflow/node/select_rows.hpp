// What a select gives a row: a struct of the user's, a value, or a row with names.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// An item of a select: its expression, and the name of the field that it fills.
template <class T>
struct item_of {
    using expression = T;
    static constexpr std::string_view name = query::detail::field_of<T>();
};
template <fixed_string Name, class E>
struct item_of<query::named<Name, E>> {
    using expression = E;
    static constexpr std::string_view name = Name.view();
};
template <class E>
struct item_of<query::unselected<E>> {
    using expression = E;
    static constexpr std::string_view name{};
};
template <class T>
using expression_of = typename item_of<T>::expression;

/// The C++ type of an item's value.
template <class T>
using value_of =
    std::conditional_t<expression_of<T>::nullable, std::optional<typename expression_of<T>::type>,
                       typename expression_of<T>::type>;

namespace detail {

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

} // namespace detail

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

/// Rows that are a value each.
struct value_rows {
    static constexpr bool of_records = false;
    template <class T>
    static constexpr auto verdict() {
        return rule::ok{};
    }
    struct boolean { // for a std::vector<bool> has nothing that could be filled
        bool held{};
    };
    template <class From, class T>
    using row = std::conditional_t<std::is_same_v<value_of<T>, bool>, boolean, value_of<T>>;
    template <class From, class T>
    struct of {
        static constexpr std::array<field_access, 1> fields{
            field_access{0, &schema::info_of<value_of<T>>, item_of<T>::name}};
    };
};

/// Values one after another.
template <class First, class... Rest>
struct chain {
    First first{};
    chain<Rest...> rest{};
    static constexpr std::size_t rest_at =
        (sizeof(First) + alignof(chain<Rest...>) - 1) / alignof(chain<Rest...>) * alignof(chain<Rest...>);
};
template <class Last>
struct chain<Last> {
    Last first{};
    static constexpr std::size_t rest_at = 0;
};

namespace detail {
template <class Chain>
struct chain_places;
template <class... T>
struct chain_places<chain<T...>> {
    std::array<std::size_t, sizeof...(T)> at{};
    constexpr chain_places() { fill<T...>(0, 0); }
    template <class First, class... Rest>
    constexpr void fill(std::size_t i, std::size_t offset) {
        at[i] = offset;
        if constexpr (sizeof...(Rest) != 0) fill<Rest...>(i + 1, offset + chain<First, Rest...>::rest_at);
    }
};
template <std::size_t I, class Chain>
[[nodiscard, gnu::always_inline]] constexpr auto& link(Chain& c) noexcept {
    if constexpr (I == 0) return c.first;
    else return link<I - 1>(c.rest);
}
} // namespace detail

/// A row of values with names: `row["total"_n]`, `row.get<"total">()`.
template <class... T>
class named_row {
  public:
    template <fixed_string Name>
    [[nodiscard]] constexpr const auto& get() const& noexcept {
        using checked = verdict<Name>;
        static_assert(rule::told<checked>::verdict);
        return detail::link<static_cast<std::size_t>(rule::is_ok<verdict<Name>> ? find(Name.view()) : 0)>(
            values_);
    }
    /// Of a row that is about to end, the value itself.
    template <fixed_string Name>
    [[nodiscard]] constexpr auto get() && {
        using checked = verdict<Name>;
        static_assert(rule::told<checked>::verdict);
        return std::move(
            detail::link<static_cast<std::size_t>(rule::is_ok<verdict<Name>> ? find(Name.view()) : 0)>(
                values_));
    }
    template <class Name>
        requires requires { Name::view(); }
    [[nodiscard]] constexpr const auto& operator[](Name) const& noexcept {
        return get<fixed_string<Name::view().size() + 1>{Name::view()}>();
    }
    template <class Name>
        requires requires { Name::view(); }
    [[nodiscard]] constexpr auto operator[](Name) && {
        return std::move(*this).template get<fixed_string<Name::view().size() + 1>{Name::view()}>();
    }

    using values = chain<value_of<T>...>;

  private:
    static constexpr int find(std::string_view name) {
        const std::string_view names[]{item_of<T>::name...};
        for (std::size_t i = 0; i < sizeof...(T); ++i)
            if (names[i] == name) return static_cast<int>(i);
        return -1;
    }
    template <fixed_string Name>
    static constexpr auto find_verdict() {
        if constexpr (find(Name.view()) >= 0) return rule::ok{};
        else return rule::nothing_is_selected_under_this_name<Name>{};
    }
    template <fixed_string Name>
    using verdict = rule::diagnostic<decltype(find_verdict<Name>())>;

    values values_{};
};

// Refused here, for the standard's own message is as long as the list of all that can be printed.
template <class Traits, class... T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& to, const named_row<T...>&) {
    using verdict = rule::diagnostic<rule::a_row_without_a_type_of_its_own_is_printed<T...>>;
    static_assert(verdict{});
    return to;
}
template <class Traits, class... T>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& to,
                                             const std::vector<named_row<T...>>&) {
    using verdict = rule::diagnostic<rule::a_row_without_a_type_of_its_own_is_printed<T...>>;
    static_assert(verdict{});
    return to;
}

namespace detail {
/// The first name that two items have; nothing where there is none.
template <class... T>
constexpr std::string_view name_used_twice() {
    const std::string_view names[]{item_of<T>::name...};
    for (std::size_t i = 1; i < sizeof...(T); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (names[i] == names[j]) return names[i];
    return {};
}
} // namespace detail

/// Rows with a named value for each item.
struct named_rows {
    static constexpr bool of_records = false;
    template <class... T>
    static constexpr auto verdict() {
        using unnamed = rule::first_broken<std::conditional_t<
            item_of<T>::name.empty(), rule::a_selected_expression_has_no_name<void, T>, rule::ok>...>;
        if constexpr (!rule::is_ok<unnamed>) return unnamed{};
        else if constexpr (constexpr auto name = detail::name_used_twice<T...>(); !name.empty())
            return rule::two_selected_values_have_the_same_name<typename query::operands<T...>::model,
                                                                fixed_string<name.size() + 1>{name}>{};
        else return rule::ok{};
    }
    template <class From, class... T>
    using row = named_row<T...>;
    using refused_node = refused_as<std::vector<refused_row>>;
    template <class From, class... T>
    struct of {
        static constexpr auto fields = [] {
            constexpr detail::chain_places<typename named_row<T...>::values> places;
            const type_info* infos[]{&schema::info_of<value_of<T>>...};
            const std::string_view names[]{item_of<T>::name...};
            std::array<field_access, sizeof...(T)> out{};
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = {static_cast<std::uint32_t>(places.at[i]), infos[i], names[i]};
            return out;
        }();
    };
};

} // namespace dataflow::node_
