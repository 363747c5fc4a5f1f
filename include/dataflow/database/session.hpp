// What can be done with a database or with a transaction of it: run nodes.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/result.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/statement.hpp>

#include <type_traits>
#include <utility>

namespace dataflow::database_ {

/// Among the models of a list: what runs has the tenant of a session.
struct with_tenant {};
/// The same: it is about the records of all tenants, and, where `Writes`, may change them.
template <bool Writes>
struct with_all_tenants {};
template <class List>
inline constexpr bool of_all_tenants = false;
template <bool Writes, class... M>
inline constexpr bool of_all_tenants<types<with_all_tenants<Writes>, M...>> = true;
template <class List>
inline constexpr bool reads_all_alone = false;
template <class... M>
inline constexpr bool reads_all_alone<types<with_all_tenants<false>, M...>> = true;
/// The verdict on a node that is run so: database/all_tenants.hpp.
template <class List, class Node>
struct all_tenants_verdict;

namespace detail {

/// Whether a model of a node is not in the list of a database.
template <class List>
struct is_unlisted {
    template <class M>
    constexpr auto operator()(hana::basic_type<M>) const noexcept {
        return hana::bool_<!std::is_same_v<M, node_::any_model> && !among<M, List>>{};
    }
};
/// Whether the records of a node's model belong to tenants.
struct is_of_tenants {
    template <class M>
    constexpr auto operator()(hana::basic_type<M>) const noexcept {
        if constexpr (std::is_void_v<M> || std::is_same_v<M, node_::any_model>) return hana::false_{};
        else return hana::bool_<options_of<M>.multi_tenant>{};
    }
};

template <class Node>
using owner_of = first_that<node_::models_of_node<Node>, is_of_tenants>;

/// The verdict on a node whose parts can be judged only when all are there.
template <class Node>
struct verdict_of_node {
    using type = rule::ok;
};
template <class Node>
    requires requires { typename Node::template verdict<query::types<>>; }
struct verdict_of_node<Node> {
    using type = typename Node::template verdict<query::types<>>;
};

} // namespace detail

namespace detail {
/// A workflow with an input, which `execute` takes.
template <class Node>
concept input_is_needed = requires {
    typename Node::input;
    Node::graph;
} && !requires(const Node& n, context& c) { n.execute(c); };
} // namespace detail

/// A node that can be run.
template <class Node>
concept runnable = requires {
    typename std::remove_cvref_t<Node>::output;
    std::remove_cvref_t<Node>::writes;
} && !detail::input_is_needed<std::remove_cvref_t<Node>>;

/// Groups of which nothing is selected.
template <class T>
concept unselected = requires { typename std::remove_cvref_t<T>::dataflow_unselected; };

namespace detail {
/// No placeholder of a node is left open.
template <class Node>
constexpr auto find_filled_verdict() {
    using input = typename front<query::placeholders_in<typename node_::inputs_of<Node>::type>>::type;
    if constexpr (std::is_void_v<input>) return rule::ok{};
    else
        return rule::an_input_of_a_node_that_runs_alone_is_filled_by_nothing<typename Node::model,
                                                                             input::name_of_input>{};
}

template <class List, class Node>
constexpr auto find_run_verdict() {
    using outsider = first_that<node_::models_of_node<Node>, is_unlisted<List>>;
    if constexpr (of_all_tenants<List>) return typename all_tenants_verdict<List, Node>::type{};
    else if constexpr (!std::is_void_v<outsider>)
        return rule::a_model_is_not_in_the_list_of_the_database<outsider>{};
    else if constexpr (!among<with_tenant, List> && !std::is_void_v<owner_of<Node>>)
        return rule::a_model_with_tenants_is_used_without_a_tenant<owner_of<Node>>{};
    else if constexpr (requires { requires Node::open_key; }) {
        constexpr auto& t = schema::table_of<typename Node::model>;
        constexpr auto name = t.columns[t.key[0]].name;
        return rule::an_input_of_a_node_that_runs_alone_is_filled_by_nothing<
            typename Node::model, fixed_string<name.size() + 1>{name}>{};
    } else if constexpr (requires { Node::alone_check(); })
        return rule::first_broken<decltype(Node::alone_check()), decltype(find_filled_verdict<Node>())>{};
    else return find_filled_verdict<Node>();
}
} // namespace detail

/// The verdict on a node that is to run alone on a database of these models.
template <class List, class Node>
using run_verdict = rule::diagnostic<decltype(detail::find_run_verdict<List, Node>())>;
template <class List, class Node>
inline constexpr bool may_run = rule::is_ok<run_verdict<List, Node>>;

/// The same for one that is to run outside a transaction.
namespace detail {
template <class List, class Node>
constexpr auto find_alone_verdict() {
    using verdict = run_verdict<List, Node>;
    if constexpr (rule::is_ok<verdict> && requires { Node::locks_rows; })
        return rule::rows_are_locked_outside_a_transaction<typename Node::model>{};
    else return verdict{};
}
} // namespace detail
template <class List, class Node>
using alone_verdict = rule::diagnostic<decltype(detail::find_alone_verdict<List, Node>())>;

/// The statement that stands for a node or a workflow in errors; null where it has none.
template <class Node>
consteval const sql::statement* statement_of() noexcept {
    if constexpr (requires { Node::statement.node; }) return &Node::statement;
    else return nullptr;
}

/// Whether functions of the program run in a node: it is a workflow, perhaps in a session.
template <class Node>
consteval bool runs_functions() noexcept {
    if constexpr (requires { Node::statement.runs_functions; }) return Node::statement.runs_functions;
    else return false;
}

/// In the handler of an error of a run: throws it again, with the node and the model of the run where it has
/// none (it came before a statement was reached, or at the end of a transaction).
[[noreturn, gnu::cold]] void throw_named(const error& e, const sql::statement* what,
                                         const driver::connection* on = nullptr);
/// The same for the beginning and the end of a transaction: "transaction (create)" where a create was the
/// last that ran in it.
[[noreturn, gnu::cold]] void throw_of_transaction(const error& e, const driver::connection& on);

/// Runs `work(Transaction&)` in a transaction or, where one is open, within a savepoint. Gives what it gives.
template <class Transaction, class Work>
decltype(auto) run_transaction(context& inside, Work& work, access how = access::read_write,
                               isolation level = isolation::standard) {
    bool own = true; // an error is of its beginning or its end
    try {
        return inside.atomically(
            [&]() -> decltype(auto) {
                Transaction open{inside};
                try {
                    return open.finished(work);
                } catch (...) {
                    own = false;
                    throw;
                }
            },
            how, level);
    } catch (const error& e) {
        if (!own) throw;
        throw_of_transaction(e, inside.connection());
    }
}

/// How an argument after what is run limits the run; each is specialized in dataflow/cancel.hpp.
template <class T>
struct limit_part;
template <class T>
concept limits = requires { sizeof(limit_part<T>); };
/// One that repeats the run.
template <class T>
concept repeats = requires { typename limit_part<T>::repeats; };
/// The verdict on what bounds a part of a transaction, or a stream: neither can be repeated.
template <class... Limits>
using unrepeated_verdict = rule::first_broken<std::conditional_t<
    repeats<Limits>, rule::only_a_whole_run_or_a_transaction_can_be_retried<Limits>, rule::ok>...>;
/// Some of them together; in database/limited.hpp.
template <class... Limits>
class limited;

/// Runs `work()`, and gives its error as a value.
template <class Work>
[[nodiscard]] auto as_result(Work&& work) -> result<decltype(work())> {
    try {
        return work();
    } catch (const error& e) {
        return e;
    }
}

} // namespace dataflow::database_
