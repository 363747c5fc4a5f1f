// A text that an expression keeps.
#pragma once

#include <dataflow/core/config.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow {

/// A copy of a text; one of 23 bytes or less lies in place. What is made while the program is compiled can
/// only be a literal or a constant, and is referred to: so expressions with texts can be constants.
class kept_text {
  public:
    constexpr kept_text() noexcept = default;
    constexpr explicit kept_text(std::string_view text) : view_(text) {
        if (!std::is_constant_evaluated()) keep();
    }
    constexpr kept_text(const kept_text& other) : view_(other.view_) {
        if (other.where_ != place::elsewhere) keep();
    }
    constexpr kept_text(kept_text&& other) noexcept : view_(other.view_), where_(other.where_) {
        if (where_ == place::here) keep(); // cannot throw
        else if (where_ == place::heap) other.forget();
    }
    constexpr kept_text& operator=(kept_text other) noexcept {
        drop();
        view_ = other.view_;
        where_ = other.where_;
        if (where_ == place::here) keep();
        else if (where_ == place::heap) other.forget();
        return *this;
    }
    constexpr ~kept_text() { drop(); }

    [[nodiscard]] constexpr operator std::string_view() const noexcept { return view_; } // NOLINT: it is one

  private:
    enum class place : unsigned char { elsewhere, here, heap };
    static constexpr std::size_t room = 23;

    /// Copies what `view_` refers to, and refers to the copy.
    void keep();
    constexpr void forget() noexcept {
        view_ = {};
        where_ = place::elsewhere;
    }
    constexpr void drop() noexcept {
        if (where_ == place::heap) delete[] view_.data();
    }

    std::string_view view_{}; // first: workflows look at a constant's text here
    char small_[room]{};
    place where_ = place::elsewhere;
};

/// A text that is not copied: see `df::borrowed`.
struct borrowed_text {
    std::string_view text;
};

namespace detail {
/// What a value says as a text: an array up to its NUL, or all of it. `refuse` is called for a null pointer,
/// and throws.
template <class V, class Refuse>
constexpr std::string_view given_text(const V& v, Refuse&& refuse) {
    if constexpr (std::is_same_v<V, borrowed_text>) return v.text;
    else if constexpr (std::is_array_v<V>) {
        std::size_t size = 0;
        while (size < std::extent_v<V> && v[size] != '\0') ++size;
        return {v, size};
    } else if constexpr (std::is_pointer_v<V>) {
        if (v == nullptr) refuse();
        return {v};
    } else return v;
}
} // namespace detail

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/core/kept_text.ipp>
#endif
