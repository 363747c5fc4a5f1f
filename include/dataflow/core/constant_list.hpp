// Constants one after another: what tables, statements and types list.
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

namespace dataflow {

/// A pointer to constants and how many they are: a `std::span<const T>` for tables that the compiler makes.
/// Under -D_GLIBCXX_DEBUG that of libstdc++ 12 compares its pointer with null, which g++ with
/// -fsanitize=undefined does not take in a constant expression (as in constant_pointer). Each becomes the
/// other by itself.
template <class T>
class constant_list {
  public:
    using value_type = T;
    using element_type = const T;
    using size_type = std::size_t;
    using iterator = const T*;
    using const_iterator = const T*;

    constexpr constant_list() noexcept = default;
    constexpr constant_list(const T* first, std::size_t size) noexcept : first_(first), size_(size) {}
    template <std::size_t N>
    constexpr constant_list(const T (&items)[N]) noexcept : first_(items), size_(N) {}
    /// Of what holds its items one after another: an array, a span, a vector.
    template <class Items>
        requires(!std::is_same_v<Items, constant_list> &&
                 requires(const Items& of) {
                     { of.data() } -> std::convertible_to<const T*>;
                     { of.size() } -> std::convertible_to<std::size_t>;
                     requires std::is_same_v<std::remove_cvref_t<decltype(*of.data())>, T>;
                 })
    constexpr constant_list(const Items& of) noexcept : first_(of.data()), size_(of.size()) {}

    [[nodiscard]] constexpr const T* data() const noexcept { return first_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr const T* begin() const noexcept { return first_; }
    [[nodiscard]] constexpr const T* end() const noexcept { return first_ + size_; }
    [[nodiscard]] constexpr const T& operator[](std::size_t i) const noexcept { return first_[i]; }
    [[nodiscard]] constexpr const T& front() const noexcept { return first_[0]; }
    [[nodiscard]] constexpr const T& back() const noexcept { return first_[size_ - 1]; }
    [[nodiscard]] constexpr constant_list first(std::size_t n) const noexcept { return {first_, n}; }
    [[nodiscard]] constexpr constant_list last(std::size_t n) const noexcept {
        return {first_ + (size_ - n), n};
    }
    [[nodiscard]] constexpr constant_list subspan(std::size_t from) const noexcept {
        return {first_ + from, size_ - from};
    }
    [[nodiscard]] constexpr constant_list subspan(std::size_t from, std::size_t n) const noexcept {
        return {first_ + from, n};
    }

  private:
    const T* first_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace dataflow

template <class T>
inline constexpr bool std::ranges::enable_borrowed_range<dataflow::constant_list<T>> = true;
