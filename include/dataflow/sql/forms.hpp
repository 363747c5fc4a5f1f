// How columns of tables that others made keep their values, where that is not the library's own way.
//
// A table that the library made needs none of this: its writers get no forms, and its texts are what they
// were. The forms of a database are made when it is opened (catalog/fit.hpp), kept with its pools, and given
// to the writer by the driver.
#pragma once

#include <dataflow/schema/table.hpp>
#include <dataflow/sql/kept_form.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::rooms::sql {

/// What stands before and after something.
struct wrapping {
    std::string_view before{}, after{};

    [[nodiscard]] friend constexpr bool operator==(const wrapping&, const wrapping&) = default;
};

/// How one column keeps its values. Three texts go over from one form to the other; where all are empty, the
/// database and its driver do that themselves, as with an `int` for a field of 64 bits.
struct column_form {
    std::string_view table{}, column{};
    wrapping read{};     ///< around the column: its value in the form of the library
    wrapping write{};    ///< around a value of the library's form that is stored in the column
    wrapping beside{};   ///< around one that is compared with the column
    bool equal = true;   ///< values are equal exactly where what the column keeps of them is equal
    bool ordered = true; ///< and are in the same order
    kept_form kept{};    ///< of SQLite, whose texts then follow from it

    /// Whether a comparison looks at the column as it is, so that an index on it serves.
    [[nodiscard]] constexpr bool compares(bool by_order) const noexcept { return by_order ? ordered : equal; }
};

/// What a column holds less than its field can: the server refuses what is beyond, and does not say where.
struct column_limit {
    std::int64_t low = 0, high = 0; ///< of a whole number, or of a decimal's last digits; both 0: none
    std::size_t length = 0;         ///< of a text, in characters; 0: none

    [[nodiscard]] constexpr bool none() const noexcept { return low == 0 && high == 0 && length == 0; }
};

/// Whether two columns keep values so that equal ones are equal as they are, and that may be asked of both.
[[nodiscard]] constexpr bool alike(const column_form* a, const column_form* b) noexcept {
    return a != nullptr && b != nullptr && a->equal && b->equal && a->ordered == b->ordered &&
           a->read == b->read && a->write == b->write;
}

/// How the message of an error of PostgreSQL begins with which a form refuses a value: why, and after `: `
/// the column.
inline constexpr std::string_view refused_mark = "dataflow: ";

/// The forms of a database's columns. Is not changed after the opening.
class forms {
  public:
    /// Adds one; its texts are copied.
    void add(column_form one) {
        std::string end; // which tells the driver's functions the number of the form
        if (one.kept.how != kept_as::as_sent) {
            end = ", " + std::to_string(all_.size()) + ")";
            one.read = {"dataflow_read(", end};
            if (one.kept.how != kept_as::real) {
                one.write = {"dataflow_store(", end};
                one.beside = {"dataflow_beside(", end};
            }
        }
        for (auto* text : {&one.table, &one.column, &one.read.before, &one.read.after, &one.write.before,
                           &one.write.after, &one.beside.before, &one.beside.after})
            *text = *texts_.emplace_back(std::make_unique<const std::string>(*text));
        places_.emplace(std::pair{one.table, one.column}, all_.size());
        all_.push_back(one);
    }
    /// What a column holds less than its field.
    void limit(std::string_view table, std::string_view column, const column_limit& to) {
        limits_.push_back({*texts_.emplace_back(std::make_unique<const std::string>(table)),
                           *texts_.emplace_back(std::make_unique<const std::string>(column)), to});
    }
    /// That of a column; null where it has none.
    [[nodiscard]] const column_limit* limit_of(std::string_view table,
                                               std::string_view column) const noexcept {
        for (const auto& one : limits_)
            if (one.column == column && one.table == table) return &one.to;
        return nullptr;
    }
    /// The tables of the database's models, for statements that are written by hand.
    void know(const schema::table& one) { tables_.push_back(&one); }
    [[nodiscard]] const std::vector<const schema::table*>& tables() const noexcept { return tables_; }
    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    [[nodiscard]] std::size_t index_of(const column_form& one) const noexcept {
        return static_cast<std::size_t>(&one - all_.data());
    }
    [[nodiscard]] const column_form& operator[](std::size_t i) const noexcept { return all_[i]; }
    /// That of a column; null where it has none.
    [[nodiscard]] const column_form* find(std::string_view table, std::string_view column) const noexcept {
        const auto at = places_.find(std::pair{table, column});
        return at == places_.end() ? nullptr : &all_[at->second];
    }
    /// Whether some column of a table has one.
    [[nodiscard]] bool has(std::string_view table) const noexcept {
        const auto at = places_.lower_bound(std::pair{table, std::string_view{}});
        return at != places_.end() && at->first.first == table;
    }

  private:
    struct limited {
        std::string_view table{}, column{};
        column_limit to{};
    };

    std::vector<column_form> all_{};
    std::vector<limited> limits_{};
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> places_{}; ///< by their names
    std::vector<const schema::table*> tables_{};
    std::vector<std::unique_ptr<const std::string>> texts_{}; // which stay where they are
};

} // namespace dataflow::rooms::sql
