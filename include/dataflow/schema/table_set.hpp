// Sets of tables, as constants: what a node reads and what it writes.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/table.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace dataflow {

/// Some tables, each of them once, in the order in which a statement names them: `node.reads()`,
/// `node.writes()`. Borrowed from constants. Where a statement written by hand, or a function that is given a
/// `df::context&`, says nothing about its tables, the set is not `known()`: then it may be about any table,
/// and what it lists is only a part.
class table_set {
  public:
    constexpr table_set() noexcept = default;
    constexpr table_set(constant_list<const schema::table*> of, bool known = true) noexcept
        : tables_(of), known_(known) {}

    /// Whether these are all of the tables.
    [[nodiscard]] constexpr bool known() const noexcept { return known_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return tables_.size(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return tables_.empty(); }
    [[nodiscard]] constexpr auto begin() const noexcept {
        return tables_.begin();
    } ///< of pointers to `schema::table`
    [[nodiscard]] constexpr auto end() const noexcept { return tables_.end(); }

    /// Whether a table is listed, by its name as the database has it.
    [[nodiscard]] constexpr bool contains(std::string_view table) const noexcept {
        for (const auto* t : tables_)
            if (t->name == table) return true;
        return false;
    }
    /// Whether the two may have a table in common: certainly not, where this is false.
    [[nodiscard]] constexpr bool may_share_with(const table_set& other) const noexcept {
        if (known_ && empty()) return false;
        if (other.known_ && other.empty()) return false;
        if (!known_ || !other.known_) return true;
        for (const auto* t : tables_)
            if (other.contains(t->name)) return true;
        return false;
    }
    /// Whether they list the same tables, in whatever order, and know as much.
    [[nodiscard]] friend constexpr bool operator==(const table_set& a, const table_set& b) noexcept {
        if (a.known_ != b.known_ || a.size() != b.size()) return false;
        for (const auto* t : a.tables_)
            if (!b.contains(t->name)) return false;
        return true;
    }

  private:
    constant_list<const schema::table*> tables_{};
    bool known_ = true;
};

} // namespace dataflow

namespace dataflow::schema {

/// Up to `Capacity` tables, each of them once.
template <std::size_t Capacity>
struct distinct_tables {
    std::array<const table*, Capacity + 1> items{};
    std::size_t size = 0;

    constexpr bool add(const table* t) noexcept {
        for (std::size_t i = 0; i < size; ++i)
            if (items[i] == t) return false;
        items[size++] = t;
        return true;
    }
    [[nodiscard]] constexpr constant_list<const table*> list() const noexcept { return {items.data(), size}; }
};

/// The tables of `all` that a deletion from those of `from` may change: these, and those whose foreign keys
/// to a changed table say ON DELETE CASCADE or SET NULL. A row that is deleted by a cascade deletes others in
/// its turn; one whose key was set to NULL is only updated.
template <std::size_t Size>
[[nodiscard]] constexpr distinct_tables<Size> reached_by_deletion(const std::array<const table*, Size>& all,
                                                                  constant_list<const table*> from) noexcept {
    distinct_tables<Size> changed, emptied;
    for (const auto* t : from) {
        for (const auto* known : all)
            if (known->name == t->name) emptied.add(known);
    }
    for (std::size_t i = 0; i < emptied.size; ++i) { // grows meanwhile
        changed.add(emptied.items[i]);
        for (const auto* t : all)
            for (const auto& key : t->foreign_keys) {
                if (key.table != emptied.items[i]->name || key.action == on_delete::restrict) continue;
                if (key.action == on_delete::cascade) emptied.add(t);
                changed.add(t);
            }
    }
    return changed;
}

} // namespace dataflow::schema
