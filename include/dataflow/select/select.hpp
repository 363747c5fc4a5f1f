// Selects: anything of one table or of several, with joins, groups and aggregates.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/key_join.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/select/detail/common_table.hpp>
#include <dataflow/select/detail/having.hpp>
#include <dataflow/select/detail/join.hpp>
#include <dataflow/select/detail/joined_rows.hpp>
#include <dataflow/select/detail/select_plan.hpp>
#include <dataflow/select/detail/select_text.hpp>
#include <dataflow/select/select_checks.hpp>
#include <dataflow/sql/select_query.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {
/// What a select gives a row, of what it selects.
template <class Rows, class From, class Items>
struct rows_given;
template <class Rows, class From, class... T>
struct rows_given<Rows, From, query::types<T...>> {
    using row = typename Rows::template row<From, T...>;
    using of = typename Rows::template of<From, T...>;
};
} // namespace detail

namespace detail {
template <class Select>
[[nodiscard]] constexpr auto page_of_select(const Select& select); // in select/select_page.hpp
}
/// A type that is looked at only when the others are known.
template <class T, class...>
using dependent = std::enable_if_t<true, T>;

/// A select; its clauses give new ones. The first `Groups` of the items are the groups.
template <class Rows, class From, class Items, std::size_t Groups = 0, class P = every, class H = every,
          class Order = query::types<>, bool Distinct = false>
struct select_node;

template <class Rows, class From, class... T, std::size_t Groups, class P, class H, class... O, bool Distinct>
struct select_node<Rows, From, query::operands<T...>, Groups, P, H, query::types<O...>, Distinct> {
    using dataflow_select = void;
    using rows_type = Rows;
    using items_type = query::operands<T...>;
    using having_type = H;
    using order_type = query::types<O...>;
    using tables = From;
    using predicate_type = P;
    using model = typename detail::first_of_tables<From>::model;
    using models = typename detail::tags_of<From>::models;
    using inputs = decltype(typename items_type::inputs{} + typename P::inputs{} + typename H::inputs{} +
                            (query::types<>{} + ... + typename detail::ordered<O>::inputs{}) +
                            typename held_by<From>::type::inputs{});
    using held_type = typename held_by<From>::type;
    using rows_given = detail::rows_given<Rows, From, query::selected_items<T...>>;
    using row = typename rows_given::row;
    static constexpr bool records = Rows::of_records;
    static constexpr bool flags = std::is_same_v<row, value_rows::boolean>;
    using streamed = std::conditional_t<flags, bool, row>; ///< what `open` fills
    using stream = select_stream<select_node>;
    using output = std::conditional_t<flags, std::vector<bool>, std::vector<row>>;
    static constexpr tables_read<select_node> reads{};
    static constexpr tables_written<select_node, false> writes{};
    using clauses_type = query::ordered_clauses<select_clauses, O...>;
    using values_of_order = query::order_values<O...>;
    static constexpr std::size_t groups = Groups;
    static constexpr std::size_t value_count = items_type::parameters + P::parameters + H::parameters +
                                               values_of_order::parameters +
                                               held_type::parameters; ///< that its expressions bind
    static constexpr std::size_t list_count =
        items_type::lists + P::lists + H::lists + values_of_order::lists + held_type::lists;
    static constexpr std::size_t optional_count = P::optionals + H::optionals;
    static inline constinit sql::statement_id cache{};
    static constexpr sql::select_parts parts{
        .tables = tables_of<From>,
        .items = detail::items_writer<T...>(),
        .predicate = predicate_clause<P>(sql::place{}.after(items_type::parameters)),
        .groups = detail::groups_clause<Groups, T...>(),
        .having = detail::having_clause<H, P>(items_type::parameters),
        .order = detail::order_clause<From, order_type, query::selected_items<T...>, records>(
            items_type::parameters + P::parameters + H::parameters),
        .held = sql::place{}.after(value_count - held_type::parameters, optional_count),
        .distinct = Distinct};
    static constexpr sql::statement statement{.node = "select",
                                              .table = tables_of<From>.empty() ? nullptr
                                                                               : tables_of<From>[0].table,
                                              .give = sql::gives::selected,
                                              .cache = &cache,
                                              .select = &parts};

    /// The verdict on the whole of it; `Outer`: as in `select_verdict`.
    template <class Outer>
    static constexpr auto find_verdict() {
        if constexpr (std::is_same_v<From, query::types<>>)
            return rule::a_select_of_several_models_needs_a_from<typename items_type::model>{};
        else if constexpr (!rule::is_ok<schema::model_verdict<model>>) return schema::model_verdict<model>{};
        else if constexpr (!rule::is_ok<common_sources_verdict<From, select_node, Outer>>)
            return common_sources_verdict<From, select_node, Outer>{};
        else
            return select_verdict<model, From, Outer, Groups, Distinct, P, H, order_type,
                                  query::types<T...>>{};
    }
    template <class Outer>
    using verdict = rule::diagnostic<decltype(find_verdict<Outer>())>;

    items_type items{};
    P predicate{};
    H groups_predicate{};
    clauses_type clauses{};
    held_type held{};

    /// The table to start from, where the expressions are about several.
    template <class M, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto from(As as = {}) const& {
        return select_node{*this}.template from<M>(as);
    }
    template <class M, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto from(As = {}) && {
        using once = rule::diagnostic<decltype(find_from_verdict<As>())>;
        static_assert(once{});
        if constexpr (!rule::is_ok<once>) return static_cast<select_node&&>(*this);
        else return with<query::types<first_table<M, As::alias>>>(static_cast<select_node&&>(*this));
    }
    /// The rows of a common table: `.from(tree)`; see select/with.hpp.
    template <class Common>
        requires is_common_table<Common>
    [[nodiscard]] constexpr auto from(const Common& common) const {
        using once = rule::diagnostic<decltype(find_from_verdict<Common>())>;
        static_assert(once{});
        if constexpr (!rule::is_ok<once>) return *this;
        else
            return with<query::types<common_source<Common, query::types<>, join_kind::inner>>>(
                select_node{*this}, detail::values_of(common));
    }
    /// With the table that a foreign key leads to, or that holds it: `.join<&Order::customer_id>()`.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto join(As as = {}) const& {
        return select_node{*this}.template join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto join(As = {}) && {
        using checked = join_verdict<From, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return with<typename with_join<From, Member, As, join_kind::inner>::type>(
            static_cast<select_node&&>(*this));
    }
    /// The same; rows without a partner stay.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto left_join(As as = {}) const& {
        return select_node{*this}.template left_join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto left_join(As = {}) && {
        using checked = join_verdict<From, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return with<typename with_join<From, Member, As, join_kind::left>::type>(
            static_cast<select_node&&>(*this));
    }
    /// The same; the rows of the joined table without a partner stay. On SQLite it needs 3.39, as a full join
    /// does.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto right_join(As = {}) const {
        using checked = join_verdict<From, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return with<typename with_join<From, Member, As, join_kind::right>::type>(select_node{*this});
    }
    /// The same; those of both sides stay.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto full_join(As = {}) const {
        using checked = join_verdict<From, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return with<typename with_join<From, Member, As, join_kind::full>::type>(select_node{*this});
    }
    /// With the rows of any table that fulfil a condition: `.join<Price>(field<&Price::from> <=
    /// field<&Order::day>)`,
    /// `.join<Price>(df::as<"old">, condition)`.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto join(const Given&... given) const {
        using checked = joined_verdict<From, join_kind::inner, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::inner, M, rule::is_ok<checked>>(given...);
    }
    /// The same; rows without a partner stay.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto left_join(const Given&... given) const {
        using checked = joined_verdict<From, join_kind::left, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::left, M, rule::is_ok<checked>>(given...);
    }
    /// The same; the rows of the joined table without a partner stay.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto right_join(const Given&... given) const {
        using checked = joined_verdict<From, join_kind::right, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::right, M, rule::is_ok<checked>>(given...);
    }
    /// The same; those of both sides stay. The condition has an equality of the two.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto full_join(const Given&... given) const {
        using checked = joined_verdict<From, join_kind::full, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::full, M, rule::is_ok<checked>>(given...);
    }
    // With the rows of a common table that fulfil a condition: `.join(tree, field<&Category::id> ==
    // tree["id"_n])`. Joins that do not name what is joined are refused.
    template <class Given, class... More>
    constexpr auto join(const Given& given, const More&... more) const {
        if constexpr (is_common_table<Given>) return joined_common<join_kind::inner>(given, more...);
        else {
            using checked = misjoin<model, Given>;
            static_assert(checked{});
            return refused{};
        }
    }
    template <class Given, class... More>
    constexpr auto left_join(const Given& given, const More&... more) const {
        if constexpr (is_common_table<Given>) return joined_common<join_kind::left>(given, more...);
        else {
            using checked = misjoin<model, Given>;
            static_assert(checked{});
            return refused{};
        }
    }
    template <class Given, class... More>
    constexpr auto right_join(const Given& given, const More&... more) const {
        if constexpr (is_common_table<Given>) return joined_common<join_kind::right>(given, more...);
        else {
            using checked = misjoin<model, Given>;
            static_assert(checked{});
            return refused{};
        }
    }
    template <class Given, class... More>
    constexpr auto full_join(const Given& given, const More&... more) const {
        if constexpr (is_common_table<Given>) return joined_common<join_kind::full>(given, more...);
        else {
            using checked = misjoin<model, Given>;
            static_assert(checked{});
            return refused{};
        }
    }
    /// Only rows that fulfil a predicate.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const& {
        return select_node{*this}.where(static_cast<Q&&>(q));
    }
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) && {
        using once = clause_verdict<model, "where", std::is_same_v<P, every>>;
        static_assert(once{});
        using checked = filter_verdict<Q>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return static_cast<select_node&&>(*this);
        else {
            return select_node<Rows, From, items_type, Groups, query::filter_type<Q>, H, order_type,
                               Distinct>{
                static_cast<items_type&&>(items), query::make_filter(static_cast<Q&&>(q)),
                static_cast<H&&>(groups_predicate), clauses, static_cast<held_type&&>(held)};
        }
    }
    /// Only groups that fulfil a predicate, which may be over aggregates.
    template <query::detail::predicate_operand Q>
    [[nodiscard]] constexpr auto having(Q&& q) const& {
        return select_node{*this}.having(static_cast<Q&&>(q));
    }
    template <query::detail::predicate_operand Q>
    [[nodiscard]] constexpr auto having(Q&& q) && {
        using once = clause_verdict<model, "having", std::is_same_v<H, every>>;
        static_assert(once{});
        using checked = std::conditional_t<query::windows<query::detail::part_type<Q>>,
                                           rule::a_window_is_used_in_a_filter<model>, rule::ok>;
        static_assert(rule::told<checked>::verdict);
        using given = query::detail::part_type<Q>;
        if constexpr (detail::has_items<given>) {
            auto made = detail::with_expressions(items, given{static_cast<Q&&>(q)});
            return static_cast<select_node&&>(*this).having(std::move(made));
        } else
            return select_node<Rows, From, items_type, Groups, P, query::filter_type<Q>, order_type,
                               Distinct>{static_cast<items_type&&>(items), static_cast<P&&>(predicate),
                                         query::make_filter(static_cast<Q&&>(q)), clauses,
                                         static_cast<held_type&&>(held)};
    }
    /// In this order: expressions, `df::asc(x)`, `df::desc(x)`, `df::desc(df::item<"name">)`.
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&... by) const& {
        return select_node{*this}.order_by(by...);
    }
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&... by) && {
        using once = clause_verdict<model, "order_by", sizeof...(O) == 0>;
        static_assert(once{});
        using checked =
            rule::first_broken<std::conditional_t<query::is_ordering<By> || query::scalar<By>, rule::ok,
                                                  rule::an_argument_is_not_an_ordering<model, By>>...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return static_cast<select_node&&>(*this);
        else
            return select_node<Rows, From, items_type, Groups, P, H,
                               query::types<typename query::as_ordering<By>::type...>, Distinct>{
                static_cast<items_type&&>(items), static_cast<P&&>(predicate),
                static_cast<H&&>(groups_predicate),
                query::order_clauses(static_cast<clauses_type&&>(clauses), by...),
                static_cast<held_type&&>(held)};
    }
    /// At most n rows (n is not negative).
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return select_node{*this}.limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<model, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.limit = counted(statement, n);
        return now_limited<limit_given>(static_cast<select_node&&>(*this));
    }
    /// Without the first n.
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return select_node{*this}.offset(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) && {
        using checked = dataflow::detail::whole_verdict<model, "offset", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) clauses.offset = counted(statement, n);
        return now_limited<offset_given>(static_cast<select_node&&>(*this));
    }
    /// As a page, which tells where the next one begins: see select/select_page.hpp.
    template <class... Given>
    [[nodiscard]] constexpr auto with_cursor(const Given&... given) const {
        return detail::page_of_select(*this, given...);
    }
    /// Such a page after the end of an earlier one, and with how many rows there are in all.
    template <class Position>
    [[nodiscard]] auto after(const Position& position) const {
        return detail::page_of_select(*this).after(position);
    }
    template <class... Given>
    [[nodiscard]] constexpr auto with_total(const Given&... given) const {
        return detail::page_of_select(*this, given...).with_total();
    }
    /// Each row once.
    [[nodiscard]] constexpr auto distinct() const& { return select_node{*this}.distinct(); }
    [[nodiscard]] constexpr auto distinct() && {
        using once = clause_verdict<model, "distinct", !Distinct>;
        static_assert(once{});
        return select_node<Rows, From, items_type, Groups, P, H, order_type, true>{
            static_cast<items_type&&>(items), static_cast<P&&>(predicate), static_cast<H&&>(groups_predicate),
            clauses, static_cast<held_type&&>(held)};
    }

    /// Locks the rows of its tables, or of those of some models, until the transaction ends: nobody else
    /// changes or locks them meanwhile. The last clause; `.skip_locked()` or `.no_wait()` may follow.
    /// PostgreSQL only, by <dataflow/lock.hpp>.
    template <class... Of>
    [[nodiscard]] constexpr auto for_update() const {
        return rule::row_locks_need_the_header_dataflow_lock_hpp<
            node_::dependent<select_node, Of...>>::template update<Of...>(*this);
    }
    /// The same, but others may lock them so, too.
    template <class... Of>
    [[nodiscard]] constexpr auto for_share() const {
        return rule::row_locks_need_the_header_dataflow_lock_hpp<
            node_::dependent<select_node, Of...>>::template share<Of...>(*this);
    }

    [[nodiscard]] output execute(context& c) const {
        using whole = verdict<query::types<>>; // a short name: the error line begins with it
        static_assert(whole{});
        return fetch_rows(*this, c, plan);
    }

    /// Opens the select for reading row by row. What it gives keeps a copy of the select, whose values the
    /// driver borrows.
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const {
        using checked = verdict<query::types<>>;
        static_assert(rule::told<checked>::verdict);
        return std::make_unique<stream>(*this, c, plan);
    }

    /// The values of its expressions.
    constexpr void bind(query::binder& b) const {
        if constexpr (items_type::parameters != 0) items.bind(b);
        if constexpr (P::parameters != 0) predicate.bind(b);
        if constexpr (H::parameters != 0) groups_predicate.bind(b);
        query::bind_order(clauses, b);
        if constexpr (held_type::parameters != 0) held.bind(b);
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        auto out = clauses.variant() | predicate_variant(predicate, sql::list_variant::filter);
        if constexpr (!std::is_same_v<H, every>) {
            const auto parts_there = query::parts_of(groups_predicate, P::optionals);
            out |= parts_there |
                   (query::anything_left<H>(parts_there, P::optionals) ? sql::list_variant::having : 0);
        }
        return out;
    }

    using parameters = bound_values<value_count, list_count>;
    static constexpr constant_list<left_part> lefts() {
        if constexpr (std::is_same_v<Rows, record_rows>) return Rows::template of<From>::lefts;
        else return {};
    }
    static constexpr select_plan plan{&statement, rows_given::of::fields, lefts(), &detail::add_record<row>,
                                      &detail::reserve_records<row>};

  private:
    template <class Tables>
    [[nodiscard]] static constexpr auto with(select_node&& from) {
        return with<Tables>(static_cast<select_node&&>(from), from.held);
    }
    template <class Tables>
    [[nodiscard]] static constexpr auto with(select_node&& from,
                                             const typename held_by<Tables>::type& holds) {
        return select_node<Rows, Tables, items_type, Groups, P, H, order_type, Distinct>{
            static_cast<items_type&&>(from.items), static_cast<P&&>(from.predicate),
            static_cast<H&&>(from.groups_predicate), from.clauses, holds};
    }
    template <join_kind How, class Common, class... Given>
    [[nodiscard]] constexpr auto joined_common(const Common& common, const Given&... given) const {
        using fits = common_verdict<From, How, Common, Given...>;
        using checked = rule::first_broken<
            std::conditional_t<records, rule::a_common_table_has_no_records<Common::table_name>, rule::ok>,
            fits>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return refused_as<output>{};
        else
            return join_common<How, From>(
                [this]<class Tables>(const auto& holds) {
                    return select_node::template with<Tables>(select_node{*this}, holds);
                },
                held, common, given...);
    }
    template <join_kind How, class M, bool Kept, class... Given>
    [[nodiscard]] constexpr auto joined(const Given&... given) const {
        if constexpr (!Kept) return refused_as<output>{};
        else
            return join_on<How, From, M>(
                [this]<class Tables>(const auto& holds) { return with<Tables>(select_node{*this}, holds); },
                held, given...);
    }
    /// A `from` that replaces tables: but for the one that the expressions are about, none is there.
    template <class>
    static constexpr auto find_from_verdict() {
        if constexpr (tables_of<From>.size() > 1) return rule::a_from_comes_after_joins<model>{};
        else {
            constexpr bool first =
                tables_of<From>.empty() ||
                std::is_same_v<From, typename detail::only_table<typename items_type::model>::type>;
            return clause_verdict<model, "from", first>{};
        }
    }
    template <class Q>
    static constexpr auto find_filter_verdict() {
        if constexpr (!condition<Q>)
            return rule::an_argument_is_not_a_predicate<model, std::remove_cvref_t<Q>>{};
        else if constexpr (query::windows<query::detail::part_type<Q>>)
            return rule::a_window_is_used_in_a_filter<model>{};
        else if constexpr (query::aggregates<query::detail::part_type<Q>>)
            return rule::an_aggregate_is_used_in_a_filter<model>{};
        else return rule::ok{};
    }
    template <class Q>
    using filter_verdict = rule::diagnostic<decltype(find_filter_verdict<Q>())>;
};

namespace detail {

/// The clauses of a select that a list becomes.
template <class List>
[[nodiscard]] constexpr auto clauses_of_list(const List& list) {
    const select_clauses plain{list.clauses.limit, list.clauses.offset};
    if constexpr (requires { list.clauses.order; })
        return query::clauses_with_order<select_clauses, typename List::values_of_order>{plain,
                                                                                         list.clauses.order};
    else return plain;
}

/// A join of a list: its filter, its order and its limit go on.
template <class M, class P, class... O>
[[nodiscard]] constexpr auto rows_of_list(list_node<M, P, O...>&& list) {
    using node = select_node<record_rows, query::types<first_table<M>>, query::operands<>, 0, P, every,
                             query::types<O...>>;
    return node{{}, static_cast<P&&>(list.predicate), {}, detail::clauses_of_list(list)};
}

} // namespace detail

} // namespace dataflow::node_

#include <dataflow/select/select_made.hpp> // makes them

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/select/select.ipp>
#endif
