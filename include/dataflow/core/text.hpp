// A growing text that works in constant expressions on every supported compiler.
//
// std::string is not usable in constant expressions by clang with libstdc++ 12, and a fixed buffer
// would put a limit on the length of a statement; so SQL text is built in this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow {

/// Appends text; grows by doubling. Usable at compile time and at run time.
class text {
  public:
    constexpr text() = default;
    text(const text&) = delete;
    text& operator=(const text&) = delete;
    constexpr text(text&& other) noexcept
        : data_{other.data_}, size_{other.size_}, capacity_{other.capacity_} {
        other.data_ = nullptr;
        other.size_ = other.capacity_ = 0;
    }
    text& operator=(text&&) = delete;
    constexpr ~text() { delete[] data_; }

    constexpr void append(std::string_view more) {
        if (size_ + more.size() > capacity_) grow(size_ + more.size());
        for (const char c : more) data_[size_++] = c;
    }
    constexpr void append(char c) { append(std::string_view{&c, 1}); }

    /// Appends a whole number in decimal.
    constexpr void append_number(std::int64_t number) {
        char digits[20]{};
        std::size_t n = 0;
        auto rest = number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
        do {
            digits[n++] = static_cast<char>('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (number < 0) append('-');
        while (n != 0) append(digits[--n]);
    }

    /// Takes the end away; what is left is no longer than before.
    constexpr void shrink(std::size_t to) noexcept { size_ = to; }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {data_, size_}; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::string str() const { return std::string{view()}; }

  private:
    constexpr void grow(std::size_t least) {
        std::size_t room = capacity_ == 0 ? 256 : capacity_ * 2;
        if (room < least) room = least;
        char* larger = new char[room]{};
        for (std::size_t i = 0; i < size_; ++i) larger[i] = data_[i];
        delete[] data_;
        data_ = larger;
        capacity_ = room;
    }

    char* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace dataflow
