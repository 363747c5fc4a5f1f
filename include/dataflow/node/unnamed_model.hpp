// Calls of nodes that leave out the model, or give something else in its place.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/schema/record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace dataflow::node_ {

/// An assignment or a predicate: it follows the model, which it does not stand for.
template <class T>
concept part_of_a_node = query::is_assignment<T> || condition<std::remove_cvref_t<T>>;

/// The verdict on a node that is given its parts, one of them `Part`, without its model.
template <fixed_string Node, class Part>
using unnamed_verdict =
    rule::diagnostic<rule::a_node_does_not_name_its_model<Node, typename std::remove_cvref_t<Part>::model>>;

template <class T>
concept part_of_a_read = part_of_a_node<T> || query::scalar<T>;
/// The same of one that may have been given anything, or nothing; the model is void where that shows none.
template <fixed_string Node, class... Given>
struct unnamed_read_of
    : std::type_identity<rule::diagnostic<rule::a_node_does_not_name_its_model<Node, void>>> {};
template <fixed_string Node, class First, class... Rest>
    requires requires { typename First::model; }
struct unnamed_read_of<Node, First, Rest...> : std::type_identity<unnamed_verdict<Node, First>> {};
template <fixed_string Node, class... Given>
using unnamed_read = typename unnamed_read_of<Node, Given...>::type;

template <class T>
inline constexpr bool is_one_record = false;
template <class M>
inline constexpr bool is_one_record<record<M>> = true;
template <class T>
inline constexpr bool may_be_empty = false;
template <class T>
inline constexpr bool may_be_empty<std::optional<T>> = true;

/// What holds models, and is none: an optional, a range.
template <class T>
concept holds_models =
    may_be_empty<std::remove_cvref_t<T>> || requires(T& several) { several.begin() != several.end(); };
/// What is taken for a model, and is none: also a record, and a pointer.
template <class T>
concept resembles_a_model =
    holds_models<T> || is_one_record<std::remove_cvref_t<T>> || std::is_pointer_v<std::remove_cvref_t<T>>;

/// `df::with_deleted(...)`, `df::only_deleted(...)`, `df::as_of(...)`.
template <class T>
concept stands_around_a_node = requires {
    typename T::around;
    T::made_by;
};

} // namespace dataflow::node_

namespace dataflow {

// The first template parameter keeps these away from calls that name their model.
template <std::nullptr_t = nullptr, query::is_assignment First, class... Rest>
constexpr auto create(const First&, const Rest&...) {
    using checked = node_::unnamed_verdict<"create", First>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}
template <std::nullptr_t = nullptr, query::is_assignment First, class... Rest>
constexpr auto upsert(const First&, const Rest&...) {
    using checked = node_::unnamed_verdict<"upsert", First>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}
template <std::nullptr_t = nullptr, node_::part_of_a_node First, class... Rest>
constexpr auto update(const First&, const Rest&...) {
    using checked = node_::unnamed_verdict<"update", First>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}
template <std::nullptr_t = nullptr, class Key, query::is_assignment First, class... Rest>
    requires(!node_::part_of_a_node<Key>)
constexpr auto update(const Key&, const First&, const Rest&...) {
    using checked = node_::unnamed_verdict<"update", First>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}

// A filter, a column or a key in the parentheses of what names no model, either.
template <std::nullptr_t = nullptr, node_::part_of_a_read... Given>
constexpr auto list(const Given&...) {
    using checked = node_::unnamed_read<"list", Given...>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}
template <std::nullptr_t = nullptr, node_::part_of_a_read... Given>
constexpr auto exists(const Given&...) {
    using checked = node_::unnamed_read<"exists", Given...>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused_as<bool>{};
}
template <std::nullptr_t = nullptr, node_::part_of_a_node Given>
constexpr auto count(const Given&) {
    using checked = node_::unnamed_read<"count", Given>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused_as<std::int64_t>{};
}

// Around what stands around whole nodes.
template <std::nullptr_t = nullptr, node_::stands_around_a_node Given>
constexpr auto exists(const Given&) {
    using checked =
        rule::diagnostic<rule::a_count_and_an_exists_stand_within<Given::made_by, typename Given::model>>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused_as<bool>{};
}
template <std::nullptr_t = nullptr, node_::stands_around_a_node Given>
constexpr auto count(const Given&) {
    using checked =
        rule::diagnostic<rule::a_count_and_an_exists_stand_within<Given::made_by, typename Given::model>>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused_as<std::int64_t>{};
}

template <std::nullptr_t = nullptr, node_::resembles_a_model Given>
constexpr auto create(const Given&) {
    using checked = rule::diagnostic<rule::a_node_of_one_model_is_given_something_else<"create", Given>>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}
template <std::nullptr_t = nullptr, node_::resembles_a_model Given>
constexpr auto upsert(const Given&) {
    using checked = rule::diagnostic<rule::a_node_of_one_model_is_given_something_else<"upsert", Given>>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}
template <std::nullptr_t = nullptr, node_::holds_models Given>
constexpr auto update(const Given&) {
    using checked = rule::diagnostic<rule::a_node_of_one_model_is_given_something_else<"update", Given>>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}

} // namespace dataflow
