// How columns of tables that others made keep their values, where that is not the library's own way.
//
// A table that the library made needs none of this: its writers get no forms, and its texts are what they
// were. The forms of a database are made when it is opened (catalog/fit.hpp), kept with its pools, and given
// to the writer by the driver.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/kept_form.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// What stands before and after something.
struct wrapping {
    std::string_view before{}, after{};

    [[nodiscard]] friend constexpr bool operator==(const wrapping&, const wrapping&) = default;
};

/// What holds of a column as it is wherever a comparison by what its values mean does: both are written where
/// the column's form keeps no order, so that an index on the column, or over `place`, serves all the same.
struct outline_form {
    wrapping place{};       ///< around the column
    wrapping low{}, high{}; ///< around a value: between these two lies what means the same
    bool strays = false;    ///< a text in a column of numbers may mean any value; it comes after all of them
    bool one = false;       ///< `low` and `high` are the same

    [[nodiscard]] constexpr bool there() const noexcept { return !low.before.empty(); }
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
    outline_form outline{};
    bool as_utc = false;      ///< of PostgreSQL: a TIMESTAMP, sent and read as UTC by its driver
    bool as_name = false;     ///< of PostgreSQL: an enumeration, which its driver reads by its names
    std::uint32_t number = 0; ///< among the forms of its database, from 1; given when it is added

    /// Whether the driver itself goes over from one form to the other, where a column is only given back, or
    /// a value only bound: then no text stands around it.
    [[nodiscard]] constexpr bool is_read_by_driver() const noexcept {
        return as_utc || as_name || (kept.how != kept_as::as_sent && kept.how != kept_as::json_text);
    }
    [[nodiscard]] constexpr bool is_bound_by_driver() const noexcept {
        return is_read_by_driver() && !as_name && kept.how != kept_as::real;
    }

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
    forms();
    forms(const forms&) = delete;
    forms& operator=(const forms&) = delete;
    ~forms();

    /// Adds one; its texts are copied.
    void add(column_form one);
    /// What a column holds less than its field.
    void limit(std::string_view table, std::string_view column, const column_limit& to);
    /// That of a column; null where it has none.
    [[nodiscard]] const column_limit* limit_of(std::string_view table,
                                               std::string_view column) const noexcept;
    /// The tables of the database's models, for statements that are written by hand.
    void know(const schema::table& one);
    [[nodiscard]] constant_list<const schema::table*> tables() const noexcept;
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] const column_form& operator[](std::size_t i) const noexcept;
    /// That of a column; null where it has none.
    [[nodiscard]] const column_form* find(std::string_view table, std::string_view column) const noexcept;
    /// Whether some column of a table has one.
    [[nodiscard]] bool has(std::string_view table) const noexcept;

  private:
    struct parts; // so that no program compiles its containers
    parts* parts_;
    std::size_t size_ = 0;
};

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/forms.ipp>
#endif
