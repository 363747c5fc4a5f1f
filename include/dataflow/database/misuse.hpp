// What is told of calls of a database or a transaction that no function of theirs takes.
#pragma once

#include <dataflow/core/result.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/refused.hpp>

#include <type_traits>
#include <utility>

namespace dataflow {

struct transaction_options;

} // namespace dataflow

namespace dataflow::database_ {

/// What a limit gives that was refused.
struct refused_limit {};

namespace detail {

template <class Workflow, class Input>
concept takes_input = requires(const Workflow& w, const Input& i, context& c) { w.execute(c, i); };

template <class... Given>
inline constexpr bool known_run = false;
template <class Node>
inline constexpr bool known_run<Node> = runnable<Node> || unselected<Node>;
template <class First, class Second, class... More>
inline constexpr bool known_run<First, Second, More...> =
    runnable<First> && ((limits<Second> && ... && limits<More>) || runnable<Second>);
template <class First, class Second, class... More>
    requires(!runnable<First> || !limits<Second>) && takes_input<First, Second> && (limits<More> && ...)
inline constexpr bool known_run<First, Second, More...> = true;

template <class First = void, class... Rest>
constexpr auto find_misrun_verdict() {
    if constexpr (!runnable<First> && !input_is_needed<First>)
        return rule::what_is_run_is_not_a_node<First>{};
    else if constexpr (requires {
                           typename First::input;
                           First::graph;
                       }) {
        if constexpr (input_is_needed<First> && (limits<Rest> && ...))
            return rule::a_workflow_is_run_without_its_input<typename First::input>{};
        else return rule::a_workflow_is_given_input_of_another_type<typename First::input, Rest...>{};
    } else if constexpr ((std::is_same_v<Rest, refused_limit> || ...)) return rule::ok{};
    else return rule::what_is_given_besides_a_node_is_not_a_limit<typename First::model, Rest...>{};
}

template <class... Given>
inline constexpr bool known_options = (limits<Given> && ...);
template <class First, class... Limits>
    requires std::is_convertible_v<const First&, transaction_options>
inline constexpr bool known_options<First, Limits...> = (limits<Limits> && ...);

/// The model that a node is about; void where the type is none.
template <class Node>
struct model_of_node : std::type_identity<void> {};
template <class Node>
    requires requires { typename Node::model; }
struct model_of_node<Node> : std::type_identity<typename Node::model> {};
template <class... Given>
struct first_model : std::type_identity<void> {};
template <class First, class... Rest>
struct first_model<First, Rest...> : model_of_node<First> {};

} // namespace detail

/// No function `run` takes these arguments.
template <class... Given>
concept misrun = !detail::known_run<std::remove_cvref_t<Given>...>;
template <class... Given>
using misrun_verdict = rule::diagnostic<decltype(detail::find_misrun_verdict<std::decay_t<Given>...>())>;

/// These are neither the options of a transaction nor limits.
template <class... Given>
concept misplaced_options = sizeof...(Given) != 0 && !detail::known_options<Given...>;

template <class... Given>
using const_verdict =
    rule::diagnostic<rule::a_node_is_run_on_a_const_database<typename detail::first_model<Given...>::type>>;

/// What a database and a transaction have for calls that none of their functions takes; they tell why.
struct refused_calls {
    template <unselected Groups>
    auto run(const Groups&) {
        using verdict = rule::an_aggregate_that_selects_nothing_is_run<typename Groups::dataflow_unselected>;
        static_assert(rule::told<verdict>::verdict);
        return node_::refused_output{};
    }
    template <runnable First, runnable Second, class... More>
    auto run(const First&, const Second&, const More&...) {
        using verdict = rule::one_node_is_run_at_a_time<typename First::model, typename Second::model>;
        static_assert(rule::told<verdict>::verdict);
        return node_::output_of_refused<First>();
    }
    template <class... Given>
        requires misrun<Given...>
    auto run(Given&&...) {
        using verdict = misrun_verdict<Given...>;
        static_assert(rule::told<verdict>::verdict);
        return node_::refused_output{};
    }
    template <class... Given>
    auto run(const Given&...) const {
        using verdict = const_verdict<Given...>;
        static_assert(rule::told<verdict>::verdict);
        return node_::refused_output{};
    }
    template <class... Given>
    auto try_run(const Given&...) const {
        using verdict = const_verdict<Given...>;
        static_assert(rule::told<verdict>::verdict);
        return result<node_::refused_output>{node_::refused_output{}};
    }
    template <class List>
    auto stream(const List&) const {
        using verdict = const_verdict<List>;
        static_assert(rule::told<verdict>::verdict);
        return row_stream<int>{nullptr};
    }
};

/// The same of a database's transactions.
struct refused_transactions {
    template <class Work, class... Given>
        requires(misplaced_options<Given...> &&
                 !std::is_same_v<std::remove_cvref_t<Work>, transaction_options>)
    void transaction(Work&&, const Given&...) {
        using verdict = rule::an_argument_of_a_transaction_is_neither_its_options_nor_a_limit<Given...>;
        static_assert(rule::told<verdict>::verdict);
    }
    template <class Work, class... Given>
    void transaction(const transaction_options&, const Work&, const Given&...) {
        using verdict = rule::diagnostic<rule::the_options_of_a_transaction_come_before_its_work<Work>>;
        static_assert(rule::told<verdict>::verdict);
    }
    template <class Work, class... Given>
    void transaction(const Work&, const Given&...) const {
        using verdict = const_verdict<Work>;
        static_assert(rule::told<verdict>::verdict);
    }
};

} // namespace dataflow::database_
