// Where the values of a statement come from. The writer notes one source for each parameter while it makes
// the text, and binding follows the notes: the order of the values is nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dataflow::rooms::sql {

/// Where a part of a statement is among the values that the node gives, and among the optional parts of its
/// clause: how many come before its own. An expression hands each of its parts the place of that part
/// (query/operands.hpp), so that a value is known by its place, in whatever order, and however often, the
/// text of a dialect mentions it.
struct place {
    std::uint16_t value = 0;
    std::uint16_t optional = 0;

    /// The place after so many values and optional parts.
    [[nodiscard, gnu::always_inline]] constexpr place after(std::size_t values,
                                                            std::size_t optionals = 0) const noexcept {
        return {static_cast<std::uint16_t>(value + values), static_cast<std::uint16_t>(optional + optionals)};
    }
    /// The place before so many values and optional parts.
    [[nodiscard]] constexpr place before(std::size_t values, std::size_t optionals = 0) const noexcept {
        return {static_cast<std::uint16_t>(value - values), static_cast<std::uint16_t>(optional - optionals)};
    }
};

/// Where the value of a parameter comes from; `sql::bindings` holds them.
struct value_source {
    enum class origin : std::uint8_t {
        given,    ///< the value of that number of the node's clauses
        argument, ///< the value of that number of those that the node gives in addition to its clauses
        field,    ///< the field of that number of the record
        key,      ///< the field of that number of the key
        rows,     ///< the caller's rows: the field of that number of each of them, or the rows as a whole
        now,      ///< the time at which the statement runs
        limit,
        offset,
        session, ///< a value of the session, by its `session_value` (sql/session_values.hpp)
        updated, ///< SQLite: counts the rows that an upsert updates
    };
    static constexpr std::size_t whole = 0xFFFF;

    origin from = origin::given;
    bool compared = false; ///< of one with a form: it stands beside the column, and is not stored in it
    std::uint16_t index = 0;
    std::uint32_t form = 0; ///< number of the form in which the driver binds it (sql::forms); 0: none

    constexpr value_source() = default;
    constexpr value_source(origin o, std::size_t i = 0) noexcept
        : from(o), index(static_cast<std::uint16_t>(i)) {}
    /// A value that a clause gives.
    constexpr value_source(place at) noexcept : index(at.value) {} // NOLINT: meant to convert

    [[nodiscard]] friend constexpr bool operator==(const value_source&, const value_source&) = default;
};

/// The sources of a statement's parameters, in the order of their numbers. Grows as `text` does, in constant
/// expressions, too.
class value_sources {
  public:
    constexpr value_sources() = default;
    value_sources(const value_sources&) = delete;
    value_sources& operator=(const value_sources&) = delete;
    constexpr ~value_sources() {
        if (items_ != own_) delete[] items_;
    }

    constexpr void add(value_source s) {
        if (size_ == capacity_) grow();
        items_[size_++] = s;
    }
    /// The last one, whose notes may be completed.
    [[nodiscard]] constexpr value_source& last() noexcept { return items_[size_ - 1]; }
    /// The position of a source, or -1.
    [[nodiscard]] constexpr int find(value_source s) const noexcept {
        for (std::size_t i = 0; i < size_; ++i)
            if (items_[i] == s) return static_cast<int>(i);
        return -1;
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr std::span<const value_source> span() const noexcept { return {items_, size_}; }

  private:
    constexpr void grow() {
        auto* larger = new value_source[capacity_ * 2];
        for (std::size_t i = 0; i < size_; ++i) larger[i] = items_[i];
        if (items_ != own_) delete[] items_;
        items_ = larger;
        capacity_ *= 2;
    }

    value_source own_[16]{};
    value_source* items_ = own_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 16;
};

} // namespace dataflow::rooms::sql
