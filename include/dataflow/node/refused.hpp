// What a function gives back after it has refused its arguments, so that no second error follows.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <vector>

namespace dataflow::node_ {

struct refused_row;
/// What is given where the right output is not known. What a program does with it is no second mistake.
struct refused_output {
    refused_output* begin() { return this; }
    refused_output* end() { return this; }
    [[nodiscard]] std::size_t size() const { return 0; }
    [[nodiscard]] bool empty() const { return true; }
    template <class T>
    refused_output& operator[](const T&) {
        return *this;
    }
    template <class Stream>
    friend Stream& operator<<(Stream& stream, const refused_output&) {
        return stream;
    }
};

namespace detail {
template <class Node>
constexpr auto find_output_of() {
    if constexpr (requires { typename Node::output; }) return std::type_identity<typename Node::output>{};
    else return std::type_identity<refused_output>{};
}
} // namespace detail

/// What a run of a node that was refused would have given, so that what the program does with it is no second
/// mistake.
template <class Node>
[[noreturn]] typename decltype(detail::find_output_of<Node>())::type output_of_refused() {
    __builtin_trap();
}

/// What a stream of `Output` gives at each step.
template <class Output>
struct step_of : std::type_identity<Output> {};
template <class Row>
struct step_of<std::vector<Row>> : std::type_identity<Row> {};

/// A node that takes every clause and does nothing. No program that compiles has one. `Output`: what the
/// right node would give, so that what the program does with it is no second mistake.
template <class Output>
struct refused_as {
    using model = void;
    using output = Output;
    using refused = refused_as;
    static constexpr bool writes = false;

    template <class... T>
    constexpr refused where(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused order_by(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused limit(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused offset(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused after(const T&...) const {
        return {};
    }
    constexpr refused with_total() const { return {}; }
    constexpr refused with_cursor() const { return {}; }
    template <class M, class... T>
    constexpr refused from(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused having(const T&...) const {
        return {};
    }
    constexpr refused distinct() const { return {}; }
    template <auto Member, auto... To, class... T>
    constexpr refused with_children(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused first_per(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused group_by(const T&...) const {
        return {};
    }
    template <class S, class... T>
    constexpr refused_as<std::vector<S>> select(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused_as<std::vector<refused_row>> select(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused at_most(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused by(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused within(const T&...) const {
        return {};
    }
    template <class Rows = Output>
    constexpr refused_as<typename Rows::value_type> one() const {
        return {};
    }
    template <class Rows = Output>
    constexpr refused_as<std::optional<typename Rows::value_type>> first() const {
        return {};
    }
    template <class... T>
    constexpr refused as_of(const T&...) const {
        return {};
    }
    constexpr refused skip_locked() const { return {}; }
    constexpr refused no_wait() const { return {}; }
    template <class... M>
    constexpr refused for_update() const {
        return {};
    }
    template <class... M>
    constexpr refused for_share() const {
        return {};
    }
    template <auto Member, class... T>
    constexpr refused join(const T&...) const {
        return {};
    }
    template <auto Member, class... T>
    constexpr refused left_join(const T&...) const {
        return {};
    }
    template <auto Member, class... T>
    constexpr refused right_join(const T&...) const {
        return {};
    }
    template <auto Member, class... T>
    constexpr refused full_join(const T&...) const {
        return {};
    }
    template <class M, class... T>
    constexpr refused join(const T&...) const {
        return {};
    }
    template <class M, class... T>
    constexpr refused left_join(const T&...) const {
        return {};
    }
    template <class M, class... T>
    constexpr refused right_join(const T&...) const {
        return {};
    }
    template <class M, class... T>
    constexpr refused full_join(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused on_conflict(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused set_on_conflict(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused set(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused batch_size(const T&...) const {
        return {};
    }
    template <class... T>
    constexpr refused atomic(const T&...) const {
        return {};
    }
    constexpr refused per_batch() const { return {}; }
    constexpr refused per_row() const { return {}; }
    constexpr refused returning_ids() const { return {}; }
    constexpr refused with_times() const { return {}; }
    template <class T>
    constexpr refused created_at(const T&) const {
        return {};
    }
    template <class T>
    constexpr refused updated_at(const T&) const {
        return {};
    }
    template <class... T>
    constexpr refused on_progress(const T&...) const {
        return {};
    }
    template <class Context>
    output execute(Context&) const {
        __builtin_trap();
    }
    using streamed = typename step_of<Output>::type;
    template <class Context>
    std::nullptr_t open(Context&) const {
        return nullptr;
    }
};
using refused = refused_as<refused_output>;

/// The verdict on a join that is given by anything but a member.
template <class Model, class Given>
using misjoin = rule::diagnostic<rule::a_join_is_not_by_the_member_that_is_its_foreign_key<Model, Given>>;

/// The verdict on where a page begins.
template <class Model, class Given>
using begin_verdict =
    rule::diagnostic<rule::a_page_begins_after_something_that_is_not_a_cursor<Model, Given>>;

template <class N>
inline constexpr bool is_refused = false;
template <class Output>
inline constexpr bool is_refused<refused_as<Output>> = true;

} // namespace dataflow::node_
