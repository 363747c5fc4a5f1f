// What a function gives back after it has refused its arguments, so that no second error follows.
#pragma once

#include <cstddef>

namespace dataflow::node_ {

/// A node that takes every clause and does nothing. No program that compiles has one.
struct refused {
    using model = void;
    struct output {};
    static constexpr bool writes = false;

    template <class... T>
    constexpr refused where(const T&...) const { return {}; }
    template <class... T>
    constexpr refused order_by(const T&...) const { return {}; }
    template <class... T>
    constexpr refused limit(const T&...) const { return {}; }
    template <class... T>
    constexpr refused offset(const T&...) const { return {}; }
    template <class... T>
    constexpr refused after(const T&...) const { return {}; }
    constexpr refused with_total() const { return {}; }
    template <auto Member, class... T>
    constexpr refused join(const T&...) const { return {}; }
    template <auto Member, class... T>
    constexpr refused left_join(const T&...) const { return {}; }
    template <class... T>
    constexpr refused on_conflict(const T&...) const { return {}; }
    template <class... T>
    constexpr refused set_on_conflict(const T&...) const { return {}; }
    template <class... T>
    constexpr refused set(const T&...) const { return {}; }
    template <class... T>
    constexpr refused batch_size(const T&...) const { return {}; }
    template <class... T>
    constexpr refused atomic(const T&...) const { return {}; }
    constexpr refused per_batch() const { return {}; }
    constexpr refused per_row() const { return {}; }
    constexpr refused returning_ids() const { return {}; }
    template <class... T>
    constexpr refused on_progress(const T&...) const { return {}; }
    template <class Context>
    output execute(Context&) const { return {}; }
    using streamed = output;
    template <class Context>
    std::nullptr_t open(Context&) const { return nullptr; }
};

} // namespace dataflow::node_
