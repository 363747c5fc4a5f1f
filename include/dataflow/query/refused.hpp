// What stands for expressions that were refused, so that no second error follows.
#pragma once

#include <dataflow/query/expression.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::query {

struct refused_scalar;

/// What stands for a comparison that was refused, so that no second error follows.
struct refused_predicate {
    using dataflow_predicate = void;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::size_t parameters = 0, lists = 0, optionals = 0;
    static constexpr bool unknown = false;
    static constexpr void write(sql::writer&, sql::place) {}
    constexpr void bind(binder&) const {}
    /// `a && f = "x"` assigns to what `a && f` gave.
    template <class R>
    constexpr refused_predicate operator=(const R&) const {
        return {};
    }
    template <fixed_string Name>
    constexpr refused_predicate as() const {
        return {};
    }
    template <class... W>
    constexpr refused_predicate over(const W&...) const {
        return {};
    }
    template <class V>
    constexpr refused_predicate otherwise(const V&) const {
        return {};
    }
    constexpr refused_predicate() = default;
    constexpr refused_predicate(const refused_predicate&) = default;
};

/// What stands for a value that was refused, so that no second error follows.
struct refused_scalar {
    using dataflow_scalar = void;
    using type = std::int64_t;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 0, lists = 0;
    static constexpr void write(sql::writer&, sql::place) {}
    constexpr void bind(binder&) const {}
    template <fixed_string Name>
    constexpr refused_predicate as() const {
        return {};
    }
    template <class... W>
    constexpr refused_scalar over(const W&...) const {
        return {};
    }
};

template <class T>
inline constexpr bool is_refused_expression =
    std::is_same_v<T, refused_scalar> || std::is_same_v<T, refused_predicate>;
/// What was refused before: no second error follows from it.
template <class T>
concept refused_expression = is_refused_expression<T>;

} // namespace dataflow::query
