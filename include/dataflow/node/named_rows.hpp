// Rows of a select as values with names.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_item.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

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

    template <std::size_t N>
    constexpr refused_value operator[](const char (&)[N]) const {
        using checked = rule::a_name_in_brackets_is_written_without_its_n<const char[N]>;
        static_assert(rule::told<checked>::verdict);
        return {};
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
