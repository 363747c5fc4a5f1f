// The rows of several selects as those of one: `df::union_all(a, b)`, `df::union_distinct`, `df::intersect`,
// `df::except`.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/select/detail/set_members.hpp>
#include <dataflow/select/detail/set_order.hpp>
#include <dataflow/select/subquery.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace dataflow::node_ {

/// Selects whose rows are put together; its clauses give new ones. `O`: the order of the whole.
template <sql::set_operator Op, class... O, class... S>
struct set_operation<Op, query::types<O...>, S...> {
    using dataflow_select = void;
    using members = detail::set_rows<Op, S...>;
    using rows_type = typename members::rows_type;
    using tables = typename members::from;
    using items_type = typename members::items;
    using predicate_type = every;
    using having_type = every;
    using order_type = query::types<O...>;
    using model = typename members::first::model;
    using models = decltype((query::types<>{} + ... + typename S::select::models{}));
    using inputs = typename query::operands<S...>::inputs;
    using row = typename members::row;
    static constexpr bool records = detail::is_model_rows<rows_type>;
    static constexpr bool flags = std::is_same_v<row, value_rows::boolean>;
    using streamed = std::conditional_t<flags, bool, row>; ///< what `open` fills
    using output = std::conditional_t<flags, std::vector<bool>, std::vector<row>>;
    static constexpr tables_read<set_operation> reads{};
    static constexpr tables_written<set_operation, false> writes{};
    static constexpr std::size_t groups = 1; ///< it may have no row, and many
    static constexpr std::size_t value_count = query::operands<S...>::parameters;
    static constexpr std::size_t list_count = query::operands<S...>::lists;
    static constexpr std::size_t optional_count = 0;
    static inline constinit sql::statement_id cache{};
    static constexpr auto of_members = detail::members_of<S...>(query::operands<S...>::places({}));
    static constexpr sql::select_parts parts{.order = detail::set_order<members, query::types<O...>>::clause,
                                             .combines = Op,
                                             .members = of_members};
    static constexpr sql::statement statement{.node = "select",
                                              .table = members::first::statement.table,
                                              .give = sql::gives::selected,
                                              .cache = &cache,
                                              .select = &parts};

    /// The verdict on the whole of it; `Outer`: as in `select_verdict`.
    template <class Outer>
    static constexpr auto find_verdict() {
        using each = rule::first_broken<detail::member_verdict<S, Outer>...>;
        if constexpr (!rule::is_ok<each>) return each{};
        else return detail::set_order_verdict<members, query::types<O...>>{};
    }
    template <class Outer>
    using verdict = rule::diagnostic<decltype(find_verdict<Outer>())>;

    query::operands<S...> operands{};
    select_clauses clauses{};

    /// In this order: `df::asc(df::item<"name">)`, or what the first of the selects selects; of lists fields
    /// of the model.
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&... by) const& {
        return set_operation{*this}.order_by(by...);
    }
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&...) && {
        using once = clause_verdict<model, "order_by", sizeof...(O) == 0>;
        static_assert(once{});
        using checked =
            rule::first_broken<std::conditional_t<query::is_ordering<By> || query::scalar<By>, rule::ok,
                                                  rule::an_argument_is_not_an_ordering<model, By>>...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return static_cast<set_operation&&>(*this);
        else
            return set_operation<Op, query::types<typename query::as_ordering<By>::type...>, S...>{
                static_cast<query::operands<S...>&&>(operands), clauses};
    }
    /// At most n rows of the whole (n is not negative).
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return set_operation{*this}.limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<model, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.limit = counted(statement, n);
        return now_limited<limit_given>(static_cast<set_operation&&>(*this));
    }
    /// Without the first n of them.
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return set_operation{*this}.offset(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) && {
        using checked = dataflow::detail::whole_verdict<model, "offset", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.offset = counted(statement, n);
        return now_limited<offset_given>(static_cast<set_operation&&>(*this));
    }

    [[nodiscard]] output execute(context& c) const {
        using whole = verdict<query::types<>>;
        static_assert(whole{});
        return fetch_rows(*this, c, plan);
    }
    /// Opens it for reading row by row.
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const {
        using checked = verdict<query::types<>>;
        static_assert(rule::told<checked>::verdict);
        return std::make_unique<select_stream<set_operation>>(*this, c, plan);
    }
    constexpr void bind(query::binder& b) const { operands.bind(b); }
    [[nodiscard]] constexpr std::uint64_t variant() const { return clauses.variant(); }

    using parameters = bound_values<value_count, list_count>;
    static constexpr constant_list<left_part> lefts() { return {}; }
    static constexpr select_plan plan{
        &statement, members::fields, {}, &detail::add_record<row>, &detail::reserve_records<row>};
};

namespace detail {

/// What its members use of the statement around it.
template <sql::set_operator Op, class Order, class... S, bool Asks>
struct inside<set_operation<Op, Order, S...>, Asks> {
    using tags = types<>;
    using model = typename query::detail::common_model<S...>::type;
    using columns = decltype((types<>{} + ... + typename inside<typename S::select>::columns{}));
    using verdict = typename set_operation<Op, Order, S...>::template verdict<query::model_list<model>>;
};

template <sql::set_operator Op, class... Given>
[[nodiscard]] constexpr auto combine(const Given&... given) {
    if constexpr ((is_refused<Given> || ...)) return refused{};
    else {
        using checked = rule::diagnostic<decltype(find_set_verdict<Op, Given...>())>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return refused{};
        else
            return set_operation<Op, types<>, typename set_member_of<Given>::type...>{
                query::make_operands(set_member_of<Given>::make(given)...)};
    }
}

} // namespace detail

} // namespace dataflow::node_

namespace dataflow {

/// The rows of all of them, one that comes twice twice: selects that give the same columns, lists of one
/// model. An order and a limit after it are those of the whole: `df::union_all(a,
/// b).order_by(df::item<"name">).limit(10)`.
template <class First, class Second, class... More>
[[nodiscard]] constexpr auto union_all(const First& first, const Second& second, const More&... more) {
    return node_::detail::combine<rooms::sql::set_operator::union_all>(first, second, more...);
}
/// The rows of all of them, each once: SQL's UNION.
template <class First, class Second, class... More>
[[nodiscard]] constexpr auto union_distinct(const First& first, const Second& second, const More&... more) {
    return node_::detail::combine<rooms::sql::set_operator::union_distinct>(first, second, more...);
}
/// The rows that all of them have, each once.
template <class First, class Second, class... More>
[[nodiscard]] constexpr auto intersect(const First& first, const Second& second, const More&... more) {
    return node_::detail::combine<rooms::sql::set_operator::intersect>(first, second, more...);
}
/// The rows of the first that none of the others has, each once.
template <class First, class Second, class... More>
[[nodiscard]] constexpr auto except(const First& first, const Second& second, const More&... more) {
    return node_::detail::combine<rooms::sql::set_operator::except>(first, second, more...);
}

} // namespace dataflow
