// Whether the columns of a table are of the types that a model's fields need: the same rule as when a
// database is opened.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver::postgres_ {

/// What the type of a column may be, so that its values are stored as they are sent; `fits_otherwise` for a
/// type that only INSERT and UPDATE convert to.
enum class column_fit : std::uint8_t { fits, fits_otherwise, wrong };

namespace detail {

/// A numeric's digits, as the server keeps them with a column.
[[nodiscard]] constexpr int modifier_of(std::uint8_t digits, std::uint8_t scale) noexcept {
    return ((digits << 16) | scale) + 4;
}

/// Of a column of the type `found` with `modifier`, for what is stored as `s`; `number` describes a decimal's
/// digits, null where only its scale is known.
[[nodiscard]] inline column_fit fit_of(storage s, const type_info* number, std::uint8_t scale,
                                       type_number found, int modifier) noexcept {
    using enum column_fit;
    if (s == array_of(storage::text) && found == 1015) return fits_otherwise; // VARCHAR[]
    if (s == storage::text && found == oid::varchar) return fits;
    if (found != type_of(s)) return wrong;
    if ((is_array(s) ? element_of(s) : s) != storage::decimal)
        return s == storage::text || modifier == -1 ? fits : wrong;
    if (number != nullptr) return modifier == modifier_of(number->digits, number->scale) ? fits : wrong;
    return modifier != -1 && ((modifier - 4) & 0x7FF) == scale ? fits : wrong;
}

/// The type that holds a decimal's digits: of the field itself, of what a mapping stores, of an array's
/// elements.
[[nodiscard]] inline const type_info* number_of(const type_info* type) noexcept {
    const auto plain = [](const type_info* t) { return t->map != nullptr ? t->map->stored : t; };
    type = plain(type);
    while (is_array(type->stored) && type->sequence != nullptr) type = plain(type->sequence->element);
    return type;
}

} // namespace detail

/// Collects how columns differ from what is wanted. `type` and `modifier` are what the server tells of a
/// column.
class column_differences {
  public:
    /// A column for the fields of a type.
    column_fit look(std::string_view name, const type_info& wanted, type_number type, int modifier) {
        return look(name, wanted.stored, detail::number_of(&wanted), 0, type, modifier);
    }
    /// A column for a constant; of a decimal the scale is known.
    column_fit look(const value& constant, type_number type, int modifier) {
        return look(constant.field, constant.stored, nullptr, constant.scale, type, modifier);
    }

    [[nodiscard]] bool none() const noexcept { return words_.empty(); }
    [[noreturn, gnu::cold]] void fail(const subject& about) const {
        raise(error_kind::schema_mismatch, about.info("the table has a different shape: " + words_, names_));
    }

  private:
    column_fit look(std::string_view name, storage s, const type_info* number, std::uint8_t scale,
                    type_number type, int modifier) {
        const auto fit = detail::fit_of(s, number, scale, type, modifier);
        if (fit != column_fit::wrong) return fit;
        words_ += (words_.empty() ? "column " : "; column ") + std::string{name} + " should be " +
                  std::string{sql::type_name(dialect::postgres, s)} + " and is " +
                  (type == type_of(s) ? "of another precision" : type_label(type));
        names_ += (names_.empty() ? "" : ", ") + std::string{name};
        return fit;
    }

    std::string words_{};
    std::string names_{};
};

/// How those columns of a statement's table that get values from it differ from its model's. `types` and
/// `modifiers`: of all columns of the table, in their order, and perhaps of more. Those that have a form were
/// compared when the database was opened.
[[nodiscard]] inline column_differences differences_of(const subject& about,
                                                       std::span<const type_number> types,
                                                       std::span<const int> modifiers,
                                                       const sql::forms* forms) {
    const auto& t = *about.what->table;
    column_differences out;
    const auto look = [&](std::size_t i) {
        if (forms != nullptr && forms->find(t.name, t.columns[i].name) != nullptr) return;
        if (i < types.size()) (void)out.look(t.columns[i].name, *t.columns[i].type, types[i], modifiers[i]);
    };
    if (about.what->stores == sql::stored_columns::chosen) {
        for (const auto i : about.what->columns) look(i);
        if (t.updated_at >= 0) look(static_cast<std::size_t>(t.updated_at));
    } else {
        for (std::size_t i = 0; i < t.columns.size(); ++i) look(i);
    }
    return out;
}

/// The text of which the server tells the types of a table's columns; it is never run. No statement of a
/// program has it.
[[nodiscard]] inline std::string column_types_text(const schema::table& t) {
    sql::writer w{dialect::postgres};
    w << "/* column types */ SELECT ";
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (i != 0) w << ", ";
        w.identifier(t.columns[i].name);
    }
    w << " FROM ";
    w.table(t.name);
    return std::string{w.view()};
}

} // namespace dataflow::driver::postgres_
