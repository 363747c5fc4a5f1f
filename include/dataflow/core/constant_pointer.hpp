// Pointers that can be asked in a constant expression whether they are null.
#pragma once

#include <cstddef>

namespace dataflow {

/// A pointer to constant data, or none. g++ 12 takes no comparison of an address with null for a constant
/// expression under -fsanitize=undefined, so whether there is one is kept with it.
template <class T>
class constant_pointer {
  public:
    constexpr constant_pointer(std::nullptr_t = nullptr) noexcept {}
    constexpr constant_pointer(const T* to) noexcept : to_(to), there_(true) {} // `to` is not null

    [[nodiscard]] constexpr const T& operator*() const noexcept { return *to_; }
    [[nodiscard]] constexpr const T* operator->() const noexcept { return to_; }
    [[nodiscard]] friend constexpr bool operator==(const constant_pointer& p, std::nullptr_t) noexcept {
        return !p.there_;
    }

  private:
    const T* to_ = nullptr;
    bool there_ = false;
};

} // namespace dataflow
