// Orderings: `df::desc(field<&Flight::delay>)`.
#pragma once

#include <dataflow/query/expression.hpp>
#include <dataflow/query/operands.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::query {

/// Whether values are single ones that the two databases order differently.
template <class E>
inline constexpr bool has_no_order =
    schema::category_of<typename E::type> < schema::category::json && !schema::has_order<typename E::type>;
template <class E>
using no_order_verdict =
    rule::a_type_has_no_order_on_both_databases<typename E::model, detail::field_text<E>, typename E::type>;

enum class nulls : std::uint8_t { as_smallest, first, last };

/// The values of an expression that rows are ordered by; most have none.
template <class E>
struct ordered_expression {
    constexpr ordered_expression() = default;
    constexpr explicit ordered_expression(const E&) noexcept {}
};
template <class E>
    requires(E::parameters != 0)
struct ordered_expression<E> {
    E expression;
    constexpr explicit ordered_expression(const E& e) : expression(e) {}
};

/// One key of an ordering. NULL counts as the smallest value, as an empty std::optional does, unless
/// `nulls_first` or `nulls_last` says otherwise.
template <class Column, bool Descending, nulls Nulls = nulls::as_smallest>
struct ordering : ordered_expression<Column> {
    using dataflow_ordering = void;
    using column = Column;
    using model = typename Column::model;
    static constexpr bool descending = Descending;
    static constexpr bool nulls_come_first =
        Nulls == nulls::first || (Nulls == nulls::as_smallest && !Descending);

    using ordered_expression<Column>::ordered_expression;
    constexpr explicit ordering(const ordered_expression<Column>& by) : ordered_expression<Column>(by) {}

    [[nodiscard]] constexpr auto nulls_first() const {
        using checked = said_once<"nulls_first">;
        static_assert(checked{});
        return ordering<Column, Descending, nulls::first>{by()};
    }
    [[nodiscard]] constexpr auto nulls_last() const {
        using checked = said_once<"nulls_last">;
        static_assert(checked{});
        return ordering<Column, Descending, nulls::last>{by()};
    }

  private:
    template <fixed_string Clause>
    using said_once = rule::diagnostic<std::conditional_t<Nulls == nulls::as_smallest, rule::ok,
                                                          rule::a_clause_is_given_twice<model, Clause>>>;
    [[nodiscard]] constexpr const ordered_expression<Column>& by() const noexcept { return *this; }
};

template <class O>
concept is_ordering = requires { typename std::remove_cvref_t<O>::dataflow_ordering; };

/// A bare column orders upwards.
template <class T>
struct as_ordering {
    using type = ordering<T, false>;
};
template <is_ordering T>
struct as_ordering<T> {
    using type = T;
};

namespace detail {

struct binds_values {
    template <class E>
    constexpr hana::bool_<E::parameters != 0> operator()(hana::basic_type<E>) const noexcept {
        return {};
    }
};
template <class List>
struct operands_of;
template <class... E>
struct operands_of<types<E...>> {
    using type = operands<E...>;
};
template <class T>
[[nodiscard]] constexpr const auto& ordered_of(const T& by) noexcept {
    if constexpr (is_ordering<T>) return by.expression;
    else return by;
}

} // namespace detail

/// The expressions among the keys of an ordering that bind values, as operands; the other keys are no more
/// than their types.
template <class... O>
using order_values =
    typename detail::operands_of<filtered<types<typename O::column...>, detail::binds_values>>::type;

[[nodiscard]] constexpr operands<> make_order_values() { return {}; }
template <class First, class... Rest>
[[nodiscard]] constexpr auto make_order_values(const First& first, const Rest&... rest) {
    if constexpr (as_ordering<First>::type::column::parameters == 0) return make_order_values(rest...);
    else return join_operands(make_operands(detail::ordered_of(first)), make_order_values(rest...));
}

/// Where the values of the keys of an ordering are, if those of the first begin at `at`.
template <class... O>
[[nodiscard]] constexpr auto order_places(sql::place at) noexcept {
    constexpr std::size_t values[]{O::column::parameters..., 0};
    std::array<sql::place, sizeof...(O) + 1> out{};
    for (std::size_t i = 0; i <= sizeof...(O); ++i) {
        out[i] = at;
        at = at.after(values[i]);
    }
    return out;
}

/// The clauses of a node that have no type, with the values of its ordering.
template <class Clauses, class Values>
struct clauses_with_order : Clauses {
    Values order;
};
template <class Clauses, class... O>
using ordered_clauses = std::conditional_t<order_values<O...>::parameters == 0, Clauses,
                                           clauses_with_order<Clauses, order_values<O...>>>;

/// The clauses with the values of an ordering that is new.
template <class Clauses, class... By>
[[nodiscard]] constexpr auto order_clauses(Clauses&& clauses, const By&... by) {
    using plain = std::remove_cvref_t<Clauses>;
    using made = ordered_clauses<plain, typename as_ordering<By>::type...>;
    if constexpr (std::is_same_v<made, plain>) return plain(static_cast<Clauses&&>(clauses));
    else return made{static_cast<Clauses&&>(clauses), query::make_order_values(by...)};
}
/// Binds the values of the ordering among some clauses, where there are any.
template <class Clauses>
constexpr void bind_order(const Clauses& clauses, binder& to) {
    if constexpr (requires { clauses.order; }) clauses.order.bind(to);
}

} // namespace dataflow::query

namespace dataflow {

/// Upwards, and downwards. Text is ordered byte by byte, on both databases.
template <query::scalar C>
[[nodiscard]] constexpr auto asc(const C& by) {
    return query::ordering<C, false>{by};
}
template <query::scalar C>
[[nodiscard]] constexpr auto desc(const C& by) {
    return query::ordering<C, true>{by};
}

} // namespace dataflow
