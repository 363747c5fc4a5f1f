// Columns of JSON: df::json<T>.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/json/codec.hpp>
#include <dataflow/json/detail/place.hpp>
#include <dataflow/json/form.hpp>
#include <dataflow/schema/types.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace dataflow {

/// A T that is stored as JSON: JSONB on PostgreSQL, checked text on SQLite. T is a struct, a `std::vector`,
/// `std::array`, `std::map<std::string, ...>` or `std::variant`, or a scalar.
template <class T>
class json {
    static_assert(json_::verdict<T>{});

  public:
    using value_type = T;

    json() = default;
    json(T value) : value_(std::move(value)) {} // NOLINT: it is a T

    [[nodiscard]] T& operator*() & noexcept { return value_; }
    [[nodiscard]] const T& operator*() const& noexcept { return value_; }
    [[nodiscard]] T operator*() && { return std::move(value_); }
    [[nodiscard]] T* operator->() noexcept { return &value_; }
    [[nodiscard]] const T* operator->() const noexcept { return &value_; }

    friend bool operator==(const json& a, const json& b)
        requires std::equality_comparable<T>
    {
        return a.value_ == b.value_;
    }

  private:
    T value_{};
};

template <class T>
struct schema::json_column<json<T>> {
    static constexpr bool is_json = true;
    static constexpr const text_access& access = json_::access_of<json<T>>;
    template <class J>
    static constexpr const json_::place_type* place() {
        return &json_::place_of<J>;
    }
};

} // namespace dataflow
