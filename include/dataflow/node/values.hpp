// Buffers for bound values, and targets for the rows that come back.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/sql/write.hpp>

#include <array>
#include <cstddef>
#include <new>
#include <span>

namespace dataflow::node_ {

/// Up to 132 values on the stack, not initialised before they are used.
class value_list {
  public:
    value_list() noexcept {} // NOLINT: the storage stays uninitialised on purpose
    void add(const value& v) noexcept { ::new (static_cast<void*>(raw_ + size_++ * sizeof(value))) value(v); }
    /// A field's value, made where it will lie.
    void add(const field_access& field, const void* object) noexcept {
        ::new (static_cast<void*>(raw_ + size_++ * sizeof(value))) value(load(field, object));
    }
    [[nodiscard]] std::span<const value> span() const noexcept {
        return {std::launder(reinterpret_cast<const value*>(raw_)), size_};
    }

  private:
    alignas(value) std::byte raw_[(sql::most_columns + 4) * sizeof(value)];
    std::size_t size_ = 0;
};

/// Values in the order in which a statement's text mentions them, in a buffer of someone's.
struct gathered_values {
    value* first;
    query::binder to;

    gathered_values(value* values, rows_view* lists) noexcept : first(values), to{values, lists} {}
    gathered_values(const gathered_values&) = delete;
    gathered_values& operator=(const gathered_values&) = delete;

    void add(const value& v) noexcept { to.add(v); }
    void add(std::span<const field_access> fields, const void* object) noexcept {
        for (const auto& f : fields) to.add(load(f, object));
    }
    [[nodiscard]] std::span<const value> span() const noexcept { return {first, static_cast<std::size_t>(to.values - first)}; }
};

/// The same with the buffer: for the values of expressions and as many more as are counted in.
template <std::size_t Values, std::size_t Lists>
struct bound_values : gathered_values {
    bound_values() noexcept : gathered_values(reinterpret_cast<value*>(raw_), reinterpret_cast<rows_view*>(raw_ + Values * sizeof(value))) {}

  private:
    alignas(value) std::byte raw_[Values * sizeof(value) + Lists * sizeof(rows_view) + 1]; // not initialised before it is used
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
[[nodiscard]] driver::row_target rows_into(Container& container, std::span<const field_access> fields) noexcept {
    driver::row_target out{[](void* c) -> void* { return &static_cast<Container*>(c)->emplace_back(); }, &container, fields};
    if constexpr (requires { container.reserve(std::size_t{}); })
        out.expect = [](void* c, std::size_t rows) {
            auto& to = *static_cast<Container*>(c);
            if (to.empty()) to.reserve(rows); // growing one that has rows already is left to itself
        };
    return out;
}

} // namespace dataflow::node_
