// Writes SQL text for one dialect. Ordinary constexpr code: the same at compile time and at run time.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/form_notes.hpp>
#include <dataflow/sql/forms.hpp>
#include <dataflow/sql/scope.hpp>
#include <dataflow/sql/value_source.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace dataflow::rooms::sql {

struct placed_fragment;

/// Two sides are equal where both hold the same value, or where both are NULL: which part of that is written.
/// In a part of one side the other one is known to be NULL.
enum class null_part : std::uint8_t { all, values, left, right };
/// The comparison of which a part is written; by its mark.
struct asked_part {
    const char* of = nullptr;
    null_part part = null_part::all;
};

/// Builds the text of one statement.
///
/// A statement may have variants (with or without a limit, say); `variant` is a set of bits whose
/// meaning belongs to the function that writes the statement.
class writer : public tenants_met {
  public:
    constexpr explicit writer(const dialect_data& d, std::uint64_t variant = 0)
        : dialect_(&d), variant_(variant) {}
    constexpr explicit writer(dataflow::dialect d, std::uint64_t variant = 0) : writer(data_of(d), variant) {}

    /// What the database is asked: see sql/dialect_data.hpp.
    [[nodiscard]] constexpr const dialect_data& dialect() const noexcept { return *dialect_; }

    /// The statement needs what the database does not have; the first such thing is kept.
    constexpr void refuse(std::string_view what) noexcept {
        if (refused_.empty()) refused_ = what;
    }
    [[nodiscard]] constexpr std::string_view refused() const noexcept { return refused_; }
    [[nodiscard]] constexpr std::uint64_t variant() const noexcept { return variant_; }

    /// Whether the database has pgvector. That it was asked is kept: the driver looks only where it matters.
    [[nodiscard]] constexpr bool has_vectors() noexcept {
        vectors_asked_ = true;
        return vectors_;
    }
    constexpr void say_vectors(bool there) noexcept { vectors_ = there; }
    [[nodiscard]] constexpr bool vectors_asked() const noexcept { return vectors_asked_; }

    /// Which part of a comparison is to be written.
    [[nodiscard]] constexpr null_part part_of(const char* comparison) const noexcept {
        return asked_.part != null_part::all && asked_.of == comparison ? asked_.part : null_part::all;
    }
    /// From here on this part of it, until the next call; gives what was asked before.
    constexpr asked_part ask(asked_part wanted) noexcept {
        const auto before = asked_;
        asked_ = wanted;
        return before;
    }

    /// From here on the items of a select have their values at this place, until the next call; gives the
    /// one before.
    constexpr place items_at(place first) noexcept {
        const auto before = items_;
        items_ = first;
        return before;
    }
    [[nodiscard]] constexpr place items() const noexcept { return items_; }

    /// Appends SQL as it stands. Only text that is part of the program goes here, never a value.
    constexpr writer& operator<<(std::string_view raw) {
        out_.append(raw);
        return *this;
    }

    /// A quoted name.
    constexpr writer& identifier(std::string_view name) {
        const char quote = dialect_->quote;
        out_.append(quote);
        for (const char c : name) {
            if (c == quote) out_.append(quote);
            out_.append(c);
        }
        out_.append(quote);
        return *this;
    }

    /// A table's name, with its schema where it has one.
    constexpr writer& table(std::string_view name);

    /// A column's value, in the form of the library: its name, in a scope with its table's before it
    /// (nothing: the first one's), else with what `qualify` has said.
    constexpr writer& column(std::string_view name, std::string_view of = {});
    /// The column as it is.
    constexpr writer& plain_column(std::string_view name, std::string_view of = {}) {
        if (scope_ != nullptr) find_table(of);
        else if (!qualifier_.empty()) identifier(qualifier_).out_.append('.');
        return identifier(name);
    }
    /// What was written since then is the next column of the statement's result. A table's column alone is
    /// written again as it is, where the driver makes the library's form of it. `ordered`: only where that
    /// keeps the order, for it may be ordered by.
    constexpr void result_since(std::size_t before, bool ordered);
    /// Notes the next column of the result; gives whether the driver makes the library's form of it. `form`:
    /// null for what is no column.
    constexpr bool note_result(const column_form* form);
    /// From here on the forms of the result's columns are noted there, until the next call; gives the place
    /// before.
    constexpr result_notes note_results(result_notes there) noexcept {
        return std::exchange(results_, there);
    }
    [[nodiscard]] constexpr text_position here() const noexcept { return {out_.size(), sources_.size()}; }
    /// Stores what was written since then in a column of this form: a parameter alone is bound so by the
    /// driver, all else is wrapped.
    constexpr void store_since(text_position before, const column_form& form);
    /// What the forms are, and whose columns are where no table is told.
    constexpr void use(const forms* all) noexcept { forms_ = all; }
    [[nodiscard]] constexpr const forms* forms_there() const noexcept { return forms_; }
    constexpr void about(std::string_view table) noexcept { home_ = table; }
    /// The form of a column; null where it is the library's own.
    [[nodiscard]] constexpr const column_form* form_of(std::string_view name, std::string_view of = {}) const;
    [[nodiscard]] constexpr const column_form* form_in(std::string_view table, std::string_view name) const {
        return forms_ != nullptr ? forms_->find(table, name) : nullptr;
    }
    /// From here on columns are written as they are, and values in this form, until the next call; gives the
    /// one before.
    constexpr const column_form* face(const column_form* f) noexcept { return std::exchange(facing_, f); }
    /// From here on columns are found in this scope, until the next call; gives the one before.
    constexpr const scope* enter(const scope* inner) noexcept {
        const auto* before = scope_;
        scope_ = inner;
        return before;
    }
    [[nodiscard]] constexpr const scope* inside() const noexcept { return scope_; }
    /// The number of the first of some more tables.
    [[nodiscard]] constexpr int number_tables(std::size_t count) noexcept {
        const int first = tables_;
        tables_ += static_cast<int>(count);
        return first;
    }
    /// The name of a numbered table.
    constexpr writer& table_number(int n) {
        out_.append('t');
        out_.append_number(n);
        return *this;
    }
    /// From here on columns are written with this table's name; empty: without.
    constexpr void qualify(std::string_view table) noexcept { qualifier_ = table; }

    /// A quoted string literal: for names in DDL and catalog look-ups that come from the program.
    constexpr writer& literal(std::string_view content);

    /// A table's quoted name inside a string literal, as PostgreSQL's look-ups take it: '"Orders"'.
    constexpr writer& name_literal(std::string_view name);

    constexpr writer& number(std::int64_t n) {
        out_.append_number(n);
        return *this;
    }

    /// The parameter for a value, the same one wherever the value is mentioned.
    constexpr writer& value(value_source from);
    /// The name of a stored type, as in CREATE TABLE; of a decimal, without its digits.
    constexpr writer& type(storage s) { return type_of(dialect_->types, s); }
    /// The same, as in a cast.
    constexpr writer& cast_type(storage s) { return type_of(dialect_->casts, s); }

    /// A table made of the caller's rows: columns c0, c1, ... of the given types, and `ord`, the row's
    /// position from 1. It is one parameter (a pointer to a table-valued function of the driver, or a JSON
    /// text), or one array a column.
    constexpr writer& rows(constant_list<storage> columns);
    /// A column of the rows.
    constexpr writer& row_column(std::size_t i);
    /// The rows' position.
    constexpr writer& row_position() {
        out_.append(rows_name_);
        out_.append(".ord");
        return *this;
    }
    /// The rows are called `r`, unless a table has that name.
    constexpr void name_rows_beside(std::string_view table) noexcept { rows_name_ = apart("r", "r_", table); }
    /// `name`, or the other one where the table is called so.
    [[nodiscard]] static constexpr std::string_view apart(std::string_view name, std::string_view other,
                                                          std::string_view table) noexcept {
        return table.size() == 1 && (table[0] | 0x20) == name[0] ? other : name;
    }

    /// `<operand, written before> IN <list>`: the list is one value, rows with one field.
    constexpr writer& in_list(storage element, value_source list);

    /// Rows with one field as an array of the database's.
    constexpr void array_value(storage element, value_source list);
    /// Rows with one field as a table, whose column is c0; where the dialect has no arrays.
    constexpr void list_rows(storage element, value_source list);
    /// Rows with one field as a table of that name, whose column is `list_element`.
    constexpr void list_table(storage element, value_source list, std::string_view name);
    [[nodiscard]] constexpr std::string_view list_element() const noexcept {
        return dialect_->rows == row_form::arrays ? "dataflow_value" : "c0";
    }

    /// The parts that are known only at run time (sql/fragment.hpp).
    constexpr void give(std::span<const placed_fragment> fragments) noexcept { fragments_ = fragments; }
    /// The one of a place; null where the text is written without any.
    [[nodiscard]] constexpr const placed_fragment* fragment_at(place at) const noexcept;

    [[nodiscard]] constexpr std::string_view view() const noexcept { return out_.view(); }
    [[nodiscard]] constexpr int parameters() const noexcept { return static_cast<int>(sources_.size()); }
    /// Where their values come from.
    [[nodiscard]] constexpr std::span<const value_source> sources() const noexcept { return sources_.span(); }

  private:
    constexpr writer& type_of(const type_texts& names, storage s) {
        const bool array = is_array(s) && dialect_->arrays.native;
        const auto name = names[array ? element_of(s) : s];
        if (name.empty()) refuse("a column type");
        out_.append(name);
        if (array) out_.append("[]");
        return *this;
    }
    // Rows that are one value. As JSON they are arrays, or, where each has one field, the values themselves.
    constexpr void rows_table(value_source rows, constant_list<storage> columns, bool several);
    // What no SELECT around knows is of the statement itself, whose table has its own name.
    constexpr void find_table(std::string_view of);

    const dialect_data* dialect_;
    std::uint64_t variant_;
    std::string_view qualifier_{};
    std::span<const placed_fragment> fragments_{};
    const scope* scope_ = nullptr;
    const forms* forms_ = nullptr;
    const column_form* facing_ = nullptr;
    result_notes results_{};
    formed_column formed_{}; ///< the last that was written in the library's form
    std::string_view home_{};
    int tables_ = 0;
    bool vectors_ = false;
    bool vectors_asked_ = false;
    std::string_view refused_{};
    text out_;
    std::string_view rows_name_ = "r";
    value_sources sources_;
    asked_part asked_{};
    place items_{};
};

} // namespace dataflow::rooms::sql

#include <dataflow/sql/form_texts.hpp>
#include <dataflow/sql/row_tables.hpp>
