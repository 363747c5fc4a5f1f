// Where a description's names and lists lie, one after another, and stay where they are. Works in constant
// expressions: what is measured first can be laid out a second time in arrays of just that size
// (catalog/of_models.hpp).
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/details.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace dataflow::catalog {

/// Room for items of one type: blocks that grow, or an array of someone's, which must be large enough.
template <class T>
class shelf {
  public:
    constexpr shelf() = default;
    constexpr shelf(T* items, std::size_t size) noexcept : items_(items), capacity_(size) {}
    shelf(const shelf&) = delete;
    shelf& operator=(const shelf&) = delete;
    constexpr shelf(shelf&& other) noexcept { swap(other); }
    constexpr shelf& operator=(shelf&& other) noexcept {
        swap(other);
        return *this;
    }
    constexpr ~shelf() {
        while (owned_ != nullptr) {
            auto* const before = owned_->before;
            delete[] owned_->items;
            delete owned_;
            owned_ = before;
        }
    }

    /// Room for `count` items side by side; null for none.
    [[nodiscard]] constexpr T* take(std::size_t count) {
        if (count == 0) return nullptr;
        if (capacity_ - used_ < count) grow(count);
        auto* const out = items_ + used_;
        used_ += count;
        total_ += count;
        return out;
    }
    /// Copies of items, side by side.
    template <class Items>
    [[nodiscard]] constexpr constant_list<T> keep(const Items& items) {
        auto* const out = take(items.size());
        std::size_t at = 0;
        for (const auto& item : items) out[at++] = item;
        return {out, at};
    }
    /// How many items were taken.
    [[nodiscard]] constexpr std::size_t total() const noexcept { return total_; }

  private:
    struct block {
        T* items = nullptr;
        block* before = nullptr;
    };
    constexpr void grow(std::size_t least) {
        const auto size = least > 2 * capacity_ ? least : 2 * capacity_;
        auto* const more = new block{nullptr, owned_};
        owned_ = more;
        more->items = new T[size]{};
        items_ = more->items;
        capacity_ = size;
        used_ = 0;
    }
    constexpr void swap(shelf& other) noexcept {
        std::swap(items_, other.items_);
        std::swap(capacity_, other.capacity_);
        std::swap(used_, other.used_);
        std::swap(total_, other.total_);
        std::swap(owned_, other.owned_);
    }

    T* items_ = nullptr;
    std::size_t capacity_ = 0;
    std::size_t used_ = 0;
    std::size_t total_ = 0;
    block* owned_ = nullptr;
};

/// A shelf for each kind of thing in a description.
struct arena {
    shelf<char> characters{};
    shelf<std::string_view> names{};
    shelf<column> columns{};
    shelf<unique_constraint> unique{};
    shelf<foreign_key> foreign_keys{};
    shelf<index_part> parts{};
    shelf<index> indexes{};
    shelf<check> checks{};
    shelf<trigger> triggers{};
    shelf<table> tables{};
    shelf<policy> policies{};
    shelf<enumeration> enumerations{};
    shelf<domain> domains{};
    shelf<sequence> sequences{};
    shelf<function> functions{};

    /// A copy of a text that stays.
    [[nodiscard]] constexpr std::string_view text(std::string_view of) {
        auto* const out = characters.take(of.size());
        for (std::size_t i = 0; i < of.size(); ++i) out[i] = of[i];
        return {out, of.size()};
    }
};

/// A description with all that it borrows: of a live database, or of models with the defaults that only the
/// running program sees.
struct live_description : database_description {
    live_description() = default;
    live_description(live_description&& other) noexcept
        : database_description(
              std::exchange(static_cast<database_description&>(other), {.dialect = other.dialect})),
          keeps(std::move(other.keeps)) {}
    live_description& operator=(live_description&& other) noexcept {
        static_cast<database_description&>(*this) =
            std::exchange(static_cast<database_description&>(other), {.dialect = other.dialect});
        keeps = std::move(other.keeps);
        return *this;
    }
    ~live_description() = default;

    arena keeps{};
};

} // namespace dataflow::catalog
