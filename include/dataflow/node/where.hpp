// A node's predicate: checked against the model, with what is left of its optional parts.
#pragma once

#include <dataflow/node/fault.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/switches.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

/// No predicate: every record.
struct every {
    using dataflow_predicate = void;
    using model = void;
    using parts = query::types<>;
    using inputs = query::types<>;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = false;
    static constexpr void write(sql::writer&, sql::place) {}
    constexpr void bind(query::binder&) const {}
};

/// The verdict on a clause of a node on M that a second one would replace; `First`: it is not there yet.
template <class M, fixed_string Clause, bool First>
using clause_verdict =
    rule::diagnostic<std::conditional_t<First, rule::ok, rule::a_clause_is_given_twice<M, Clause>>>;

/// For `sql::statement::predicate`; `at`: after the values of other clauses.
template <class P>
[[nodiscard]] constexpr sql::clause predicate_clause(sql::place at = {}) noexcept {
    return std::is_same_v<P, every> ? sql::clause{} : sql::clause{&P::write, at};
}

/// The bits of a statement's variant for a predicate: its optional parts, and `filter` where any of it
/// is there.
template <class P>
[[nodiscard, gnu::always_inline]] constexpr std::uint64_t predicate_variant(const P& p,
                                                                            std::uint64_t filter) noexcept {
    if constexpr (std::is_same_v<P, every>) return 0;
    else if constexpr (P::optionals == 0) return filter;
    else {
        const auto parts = query::parts_of(p, 0);
        return parts | (query::anything_left<P>(parts, 0) ? filter : 0);
    }
}

namespace detail {
/// Without `df::everything`, a predicate that is wholly absent must not become all records.
template <class P>
[[gnu::always_inline]] inline void refuse_absent(const sql::statement& s, std::uint64_t variant) {
    if constexpr (P::optionals != 0)
        if (!P::left_in(variant, 0)) refuse_absent_predicate(s);
}
} // namespace detail

/// A thing that can stand in a `where`.
template <class P>
concept condition = query::detail::predicate_operand<P>;

namespace detail {

/// Whether an expression or a predicate mentions a column by this name; its text holds names only, never
/// values.
template <class P>
constexpr bool mentions(std::string_view quoted_name) {
    sql::writer w{dialect::sqlite, ~std::uint64_t{0}};
    P::write(w, {});
    return w.view().find(quoted_name) != std::string_view::npos;
}
/// Whether the managed times that it mentions are columns of M.
template <class M, class P>
constexpr bool keeps_what_it_mentions() {
    bool out = true;
    if constexpr (schema::table_of<M>.find("created_at") < 0) out = out && !mentions<P>("\"created_at\"");
    if constexpr (schema::table_of<M>.find("updated_at") < 0) out = out && !mentions<P>("\"updated_at\"");
    return out;
}

template <class M, class Given>
constexpr auto find_where_verdict() {
    if constexpr (!condition<Given>)
        return rule::an_argument_is_not_a_predicate<M, std::remove_cvref_t<Given>>{};
    else {
        using P = query::detail::part_type<Given>;
        using outside = query::outsider<query::types<M>, typename P::model>;
        if constexpr (!std::is_void_v<outside>) return rule::a_field_of_another_model_is_used<M, outside>{};
        else if constexpr (query::windows<P>) return rule::a_window_is_used_in_a_filter<M>{};
        else if constexpr (query::aggregates<P>) return rule::an_aggregate_is_used_in_a_filter<M>{};
        else if constexpr (query::ambiguous<M, P>)
            return rule::a_subquery_over_the_same_model_needs_an_alias<M>{};
        else if constexpr (!keeps_what_it_mentions<M, P>())
            return rule::a_model_without_timestamps_has_no_created_at_or_updated_at<M>{};
        else return rule::ok{};
    }
}

} // namespace detail

/// The verdict on a predicate of a node on M.
template <class M, class P>
using where_verdict = rule::diagnostic<decltype(detail::find_where_verdict<M, P>())>;

namespace detail {
template <class M, class Model>
inline constexpr bool is_correlated = false;
template <class M, class... Models>
inline constexpr bool is_correlated<M, types<Models...>> = among<M, types<Models...>>;
} // namespace detail

/// Whether a predicate compares a field of M with one of another model, as one of a subquery may.
template <class M, class Q>
inline constexpr bool correlated = false;
template <class M, condition Q>
inline constexpr bool correlated<M, Q> =
    detail::is_correlated<M, typename query::detail::part_type<Q>::model>;

/// The type of a predicate as a node holds it; a refused one counts as none.
template <class M, class P, bool Kept = rule::is_ok<where_verdict<M, P>>>
struct checked {
    using type = query::filter_type<P>;
};
template <class M, class P>
struct checked<M, P, false> {
    using type = every;
};
template <class M, class P>
using checked_type = typename checked<M, P>::type;

/// A predicate as a node holds it.
template <class M, class P>
[[nodiscard, gnu::always_inline]] constexpr checked_type<M, P> checked_predicate(P&& p) {
    if constexpr (!rule::is_ok<where_verdict<M, P>>) return every{};
    else {
        static_assert(query::detail::part_type<P>::optionals <= 56,
                      "dataflow: a predicate has at most 56 optional parts");
        return query::make_filter(static_cast<P&&>(p));
    }
}

} // namespace dataflow::node_

namespace dataflow {

/// Says that an operation is really meant for every record: `df::bulk_erase<Log>(df::everything)`.
struct everything_t {};
inline constexpr everything_t everything{};

} // namespace dataflow
