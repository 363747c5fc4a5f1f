// Buffers for bound values, and targets for the rows that come back.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/query/expression.hpp>

#include <array>
#include <cstddef>
#include <span>

namespace dataflow::node_ {

/// Values at the places that a statement gives them, in a buffer of someone's.
struct gathered_values {
    value* first;
    query::binder to;

    gathered_values(value* values, rows_view* lists) noexcept : first(values), to{values, lists} {}
    gathered_values(const gathered_values&) = delete;
    gathered_values& operator=(const gathered_values&) = delete;

    void add(const value& v) noexcept { to.add(v); }
    [[nodiscard]] std::span<const value> span() const noexcept {
        return {first, static_cast<std::size_t>(to.values - first)};
    }
};

/// The same with the buffer: for the values of expressions and as many more as are counted in.
template <std::size_t Values, std::size_t Lists>
struct bound_values : gathered_values {
    bound_values() noexcept
        : gathered_values(reinterpret_cast<value*>(raw_),
                          reinterpret_cast<rows_view*>(raw_ + Values * sizeof(value))) {}

  private:
    alignas(value) std::byte
        raw_[Values * sizeof(value) + Lists * sizeof(rows_view) + 1]; // not initialized before it is used
};

/// Takes one row into an object, and counts the rows.
struct one_row {
    void* object;
    std::size_t rows = 0;

    [[nodiscard]] driver::row_target target(std::span<const field_access> fields) noexcept {
        return {[](void* self) -> void* {
                    auto& me = *static_cast<one_row*>(self);
                    ++me.rows;
                    return me.object;
                },
                this, fields};
    }
};

/// Takes rows into a container with `emplace_back()`.
template <class Container>
[[nodiscard]] driver::row_target rows_into(Container& container,
                                           std::span<const field_access> fields) noexcept {
    driver::row_target out{[](void* c) -> void* { return &static_cast<Container*>(c)->emplace_back(); },
                           &container, fields};
    if constexpr (requires { container.reserve(std::size_t{}); })
        out.expect = [](void* c, std::size_t rows) {
            auto& to = *static_cast<Container*>(c);
            if (to.empty()) to.reserve(rows); // growing one that has rows already is left to itself
        };
    return out;
}

} // namespace dataflow::node_
