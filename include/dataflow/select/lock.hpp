// Reads, lists and selects that lock their rows.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/closed_node.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/select/select.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dataflow::node_ {

/// Refuses to lock rows where there are no such locks, and outside a transaction, which alone would hold
/// them. `name`: of the node in a workflow that has not begun, which will be in a transaction of its own
/// (`opens`).
void require_row_locks(const context& c, const sql::statement& s, std::string_view name, bool opens);

namespace detail {

constexpr sql::statement with_lock(sql::statement s, sql::statement_id* cache, sql::row_lock lock) {
    s.cache = cache;
    s.lock = lock;
    return s;
}
template <class Plan>
constexpr Plan with_statement(Plan plan, const sql::statement* s) {
    plan.statement = s;
    return plan;
}

template <sql::row_lock Lock>
constexpr sql::row_lock waiting_so(sql::row_lock::waiting how) {
    return {Lock.how, how, Lock.tables};
}

/// The bits of the tables of some models.
template <class... S, class... Of>
constexpr std::uint16_t tables_of_models(query::types<S...>, query::types<Of...>) {
    unsigned bits = 0;
    unsigned at = 1;
    const auto look = [&](bool is) {
        if (is) bits |= at;
        at <<= 1U;
    };
    (look(among<typename S::model, types<Of...>>), ...);
    return static_cast<std::uint16_t>(bits);
}
template <class Model, class... S>
inline constexpr bool among_left = ((std::is_same_v<Model, typename S::model> && S::left) || ...);

template <class Root, class... Of, class... S>
constexpr auto find_lock_verdict(query::types<S...>) {
    using there =
        rule::first_broken<std::conditional_t<among<Of, types<typename S::model...>>, rule::ok,
                                              rule::a_locked_model_is_not_in_the_query<Root, Of>>...>;
    if constexpr (DATAFLOW_SQLITE && !DATAFLOW_POSTGRES) return rule::sqlite_has_no_row_locks<Root>{};
    else if constexpr (!rule::is_ok<there>) return there{};
    else if constexpr (sizeof...(Of) == 0 && (S::left || ...))
        return rule::a_lock_with_a_left_join_names_its_models<Root>{};
    else
        return rule::first_broken<
            std::conditional_t<among_left<Of, S...>, rule::a_left_joined_model_is_locked<Of>, rule::ok>...>{};
}

template <class Node>
struct lock_facts { // of a read or a list
    template <class... Of>
    static constexpr auto find_verdict() {
        return find_lock_verdict<typename Node::model, Of...>(
            query::types<first_table<typename Node::model>>{});
    }
    template <class... Of>
    static constexpr std::uint16_t tables = 0;
};
template <class Rows, class From, class... T, std::size_t Groups, class P, class H, class Order,
          bool Distinct>
struct lock_facts<select_node<Rows, From, query::operands<T...>, Groups, P, H, Order, Distinct>> {
    using root = typename first_of_tables<From>::model;
    template <class... Of>
    static constexpr auto find_verdict() {
        if constexpr (Distinct || Groups != 0 ||
                      ((query::aggregates<expression_of<T>> || query::windows<expression_of<T>>) || ... ||
                       query::aggregates<H>))
            return rule::rows_of_aggregates_groups_or_distinct_are_locked<root>{};
        else return find_lock_verdict<root, Of...>(From{});
    }
    template <class... Of>
    static constexpr std::uint16_t tables = tables_of_models(From{}, query::types<Of...>{});
};

} // namespace detail

/// The verdict on a lock of the rows of a node.
template <class Node, class... Of>
using lock_verdict = rule::diagnostic<decltype(detail::lock_facts<Node>::template find_verdict<Of...>())>;

/// The function that makes such a lock.
template <sql::row_lock Lock>
inline constexpr auto lock_clause = [] {
    if constexpr (Lock.how == sql::row_lock::strength::update) return fixed_string{"for_update"};
    else return fixed_string{"for_share"};
}();

/// What all nodes that lock have. Its base is private, so that no clause of it is called that would forget
/// the lock.
template <class Node, sql::row_lock Lock>
struct locking_node : closed_node<Node, lock_clause<Lock>> {
    using model = typename Node::model;
    using output = typename Node::output;
    using locked = Node;
    using written_models = query::types<>;
    static constexpr tables_read<Node> reads{};
    static constexpr tables_written<locking_node, true>
        writes{}; // on a connection, and in a transaction, that only reads, nothing is locked
    static constexpr bool locks_rows = true;
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement = detail::with_lock(Node::statement, &cache, Lock);

    using closed_node<Node, lock_clause<Lock>>::closed_node;

    /// Leaves out rows that somebody else has locked.
    [[nodiscard]] constexpr auto skip_locked() const {
        static_assert(waits_once<"skip_locked">{});
        return locking<Node, detail::waiting_so<Lock>(sql::row_lock::waiting::skip)>{
            static_cast<const Node&>(*this)};
    }
    /// Throws `timeout` where somebody else has locked a row, and does not wait.
    [[nodiscard]] constexpr auto no_wait() const {
        static_assert(waits_once<"no_wait">{});
        return locking<Node, detail::waiting_so<Lock>(sql::row_lock::waiting::refuse)>{
            static_cast<const Node&>(*this)};
    }
    using Node::variant;

  private:
    template <fixed_string Clause>
    using waits_once = clause_verdict<model, Clause, Lock.where_locked == sql::row_lock::waiting::wait>;
};

template <class M, bool Required, bool Open, sql::row_lock Lock>
struct locking<read_node<M, Required, Open>, Lock> : locking_node<read_node<M, Required, Open>, Lock> {
    using base = locking_node<read_node<M, Required, Open>, Lock>;
    using base::base;
    using base::key;
    using base::open_key;

    typename base::output execute(context& c) const {
        require_row_locks(c, base::statement, {}, false);
        if constexpr (Required) {
            typename base::output out;
            read_by_key(c, base::statement, key_fields<M>, &key, schema::fields_of<M>, &out);
            return out;
        } else {
            typename base::output out{std::in_place};
            if (!find_by_key(c, base::statement, key_fields<M>, &key, schema::fields_of<M>, &*out))
                out.reset();
            return out;
        }
    }
};

/// What the nodes have that lock the rows of a list or of a select.
template <class Node, sql::row_lock Lock>
struct locking_rows : locking_node<Node, Lock> {
    using base = locking_node<Node, Lock>;
    using base::base;
    using typename Node::inputs;
    using typename Node::streamed;

    [[nodiscard]] typename base::output execute(context& c) const {
        using checked = typename Node::template verdict<query::types<>>;
        static_assert(rule::told<checked>::verdict);
        require_row_locks(c, base::statement, {}, false);
        return fetch_rows(static_cast<const Node&>(*this), c, plan);
    }
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const {
        using checked = typename Node::template verdict<query::types<>>;
        static_assert(rule::told<checked>::verdict);
        require_row_locks(c, base::statement, {}, false);
        return std::make_unique<typename Node::stream>(static_cast<const Node&>(*this), c, plan);
    }

  private:
    static constexpr auto plan = detail::with_statement(Node::plan, &base::statement);
};

template <class M, class P, class... O, sql::row_lock Lock>
struct locking<list_node<M, P, O...>, Lock> : locking_rows<list_node<M, P, O...>, Lock> {
    using base = locking_rows<list_node<M, P, O...>, Lock>;
    using base::base;
    using base::clauses;
    using base::predicate;
};

template <class Rows, class From, class... T, std::size_t Groups, class P, class H, class Order,
          bool Distinct, sql::row_lock Lock>
struct locking<select_node<Rows, From, query::operands<T...>, Groups, P, H, Order, Distinct>, Lock>
    : locking_rows<select_node<Rows, From, query::operands<T...>, Groups, P, H, Order, Distinct>, Lock> {
    using select = select_node<Rows, From, query::operands<T...>, Groups, P, H, Order, Distinct>;
    using base = locking_rows<select, Lock>;
    using base::base;
    using base::clauses;
    using base::groups_predicate;
    using base::items;
    using base::predicate;
    using typename select::models;
};

} // namespace dataflow::node_

namespace dataflow::rule {

/// What `for_update` and `for_share` of the nodes call.
template <class Node>
struct row_locks_need_the_header_dataflow_lock_hpp {
    template <class... Of>
    static constexpr auto update(const Node& node) {
        return lock<rooms::sql::row_lock::strength::update, Of...>(node);
    }
    template <class... Of>
    static constexpr auto share(const Node& node) {
        return lock<rooms::sql::row_lock::strength::share, Of...>(node);
    }

  private:
    template <rooms::sql::row_lock::strength How, class... Of>
    static constexpr auto lock(const Node& node) {
        using verdict = node_::lock_verdict<Node, Of...>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!is_ok<verdict>) return node_::refused_as<typename Node::output>{};
        else {
            constexpr rooms::sql::row_lock how{How, rooms::sql::row_lock::waiting::wait,
                                               node_::detail::lock_facts<Node>::template tables<Of...>};
            return node_::locking<Node, how>{node};
        }
    }
};

} // namespace dataflow::rule

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/select/lock.ipp>
#endif
