// Texts of many records as one, in an order that is always said: `df::string_agg(field<&Tag::name>, ", ")`.
#pragma once

#include <dataflow/query/aggregate.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/group.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/sql/parts.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// The texts E of the records that fulfill P, with the text S between them, in the order of O and, where
/// these are equal, of the texts themselves. SQLite's own functions take no order before 3.44: there the
/// driver's gathers and sorts, byte by byte as PostgreSQL does.
template <bool Distinct, class E, class S, class P, class Values, class... O>
struct string_agg_call : operands<E, S, P, Values>,
                         operations<string_agg_call<Distinct, E, S, P, Values, O...>> {
    using dataflow_scalar = void;
    using base = operands<E, S, P, Values>;
    using type = std::string;
    using operand_type = E;
    using model = typename detail::common_model<base, typename O::column...>::type;
    using inputs = decltype((typename base::inputs{} + ... + typename O::column::inputs{}));
    static constexpr bool aggregate = true;
    static constexpr bool nullable = true;

    constexpr string_agg_call(const E& e, const S& between, const P& p, const Values& values)
        : base(make_operands(e, between, p, values)) {}

    static constexpr void write(sql::writer& w, sql::place at) {
        const auto places = base::places(at);
        [[maybe_unused]] const auto keys = order_places<O...>(places[3]);
        std::size_t next = 0;
        const auto by_driver = w.dialect().gathers_texts;
        if (!by_driver.empty()) w << by_driver << "(";
        else w << (Distinct ? "string_agg(DISTINCT " : "string_agg(");
        write_operand<E>(w, places[0]);
        w << ", ";
        write_operand<S>(w, places[1]);
        if (!by_driver.empty()) { // a letter for each key tells its direction, and where NULL is; the texts
                                  // are the last key anyway
            w << (Distinct ? ", 'u" : ", '");
            ((w << letter<O>()), ...);
            w << "'";
            ((w << ", ", write_operand<typename O::column>(w, keys[next++])), ...);
        } else {
            w << " ORDER BY ";
            ((w << (next == 0 ? "" : ", "),
              sql::order_key(w, O::descending, O::column::nullable, O::nulls_come_first,
                             &write_operand<typename O::column>, keys[next]),
              ++next),
             ...);
            if (!by_itself) {
                w << (next == 0 ? "" : ", ");
                write_operand<E>(w, places[0]);
            }
        }
        w << ")";
        if constexpr (!std::is_same_v<P, every_record>) {
            w << " FILTER (WHERE ";
            P::write(w, places[2]);
            w << ")";
        }
    }

    /// Only of the records that fulfill a predicate.
    template <class Q>
        requires(std::is_same_v<P, every_record>)
    [[nodiscard]] constexpr auto where(const Q& q) const {
        using checked = condition_verdict<Q>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return *this;
        else {
            using nested = rule::first_broken<
                std::conditional_t<windows<Q>, rule::a_window_is_used_in_an_aggregate<typename Q::model>,
                                   rule::ok>,
                std::conditional_t<aggregates<Q>, rule::an_aggregate_is_nested<typename Q::model>, rule::ok>>;
            static_assert(nested{});
            return string_agg_call<Distinct, E, S, Q, Values, O...>{this->first, this->rest.first, q,
                                                                    this->rest.rest.rest.first};
        }
    }
    /// In this order: expressions, `df::asc(x)`, `df::desc(x)`. Different texts alone are ordered by nothing
    /// but the text.
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&... by) const {
        using verdict = rule::first_broken<decltype(find_order_verdict<By>())...>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return *this;
        else {
            const auto values = query::make_order_values(by...);
            return string_agg_call<Distinct, E, S, P, std::remove_const_t<decltype(values)>,
                                   typename as_ordering<By>::type...>{this->first, this->rest.first,
                                                                      this->rest.rest.first, values};
        }
    }
    /// No database has it over a window.
    template <class... W>
    constexpr refused_scalar over(const W&...) const {
        using verdict = rule::diagnostic<
            std::conditional_t<sizeof...(W) < 100, rule::a_window_joins_strings<model>, rule::ok>>;
        static_assert(verdict{});
        return {};
    }

  private:
    /// Whether the texts are the order's last key already.
    static constexpr bool by_itself = (false || ... || std::is_same_v<typename O::column, E>);

    template <class O_>
    static constexpr std::string_view letter() {
        if constexpr (O_::descending) return O_::nulls_come_first ? "D" : "d";
        else return O_::nulls_come_first ? "A" : "a";
    }
    template <class By>
    static constexpr auto find_order_verdict() {
        if constexpr (!is_ordering<By> && !scalar<By>)
            return rule::an_argument_is_not_an_ordering<typename E::model, By>{};
        else {
            using K = typename as_ordering<By>::type::column;
            if constexpr (refused_expression<K>) return rule::told_before{};
            else if constexpr (requires { K::refers_to; })
                return rule::an_argument_is_not_an_ordering<typename E::model, By>{};
            else if constexpr (windows<K>) return rule::a_window_is_used_in_an_aggregate<typename K::model>{};
            else if constexpr (aggregates<K>) return rule::an_aggregate_is_nested<typename K::model>{};
            else if constexpr (Distinct && !std::is_same_v<K, E>)
                return rule::distinct_strings_are_ordered_by_something_else<typename E::model>{};
            else if constexpr (!is_of<takes::ordered, typename K::type>())
                return rule::a_function_is_given_another_type<"order_by", typename K::model,
                                                              detail::field_text<K>, typename K::type>{};
            else return rule::ok{};
        }
    }
};

template <bool Distinct, class E, class S, class P, class Values, class... O>
inline constexpr bool null_in_a_group<string_agg_call<Distinct, E, S, P, Values, O...>> =
    null_in_a_group<E> || !std::is_same_v<P, every_record>;

namespace detail {

template <fixed_string Function, class E, class V>
constexpr auto find_string_agg_verdict() {
    using text = decltype(find_aggregate_verdict<Function, takes::text, E>());
    if constexpr (!rule::is_ok<text>) return text{};
    else if constexpr (scalar<V> || schema::is_optional<std::remove_cvref_t<V>>)
        return rule::a_function_is_given_another_type<Function, typename E::model, field_text<E>, V>{};
    else return argument_verdict<Function, takes::text, V>{};
}
template <fixed_string Function, class E, class V>
using string_agg_verdict =
    rule::diagnostic<decltype(find_string_agg_verdict<Function, E, std::remove_cvref_t<V>>())>;

template <class Verdict, bool Distinct, class E, class V>
[[nodiscard]] constexpr auto make_string_agg(const E& e, V&& between) {
    if constexpr (!rule::is_ok<Verdict>)
        return aggregate_call<refused_text, std::string, true, any_record>{any_record{}};
    else {
        auto text = as_argument<takes::text, E>(std::forward<V>(between));
        return string_agg_call<Distinct, E, decltype(text), every_record, operands<>>{e, text, every_record{},
                                                                                      operands<>{}};
    }
}

} // namespace detail

} // namespace dataflow::query

namespace dataflow {

/// The texts of the records as one, with a text between them; NULL is left out, and of nothing it is NULL. In
/// the order of
/// `.order_by(...)` and, without one or where that leaves it open, of the texts themselves, byte by byte.
/// `.where(predicate)`: of some.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto string_agg(const E& text, V&& between) {
    using verdict = query::detail::string_agg_verdict<"string_agg", E, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::detail::make_string_agg<verdict, false>(text, std::forward<V>(between));
}
/// The same of each different text once; `.order_by(df::desc(text))` turns the order round.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto string_agg_distinct(const E& text, V&& between) {
    using verdict = query::detail::string_agg_verdict<"string_agg_distinct", E, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::detail::make_string_agg<verdict, true>(text, std::forward<V>(between));
}

} // namespace dataflow
