// Views of the library's own tables for people and report tools: SQLite keeps a decimal as a whole number of
// its last digits, and a view shows it as the number that it is.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::catalog {

/// After the name of a table, that of its view.
inline constexpr std::string_view readable_suffix = "_readable";

namespace detail {

/// A decimal as a number: a real one up to the 15 digits that it keeps exactly, beyond as a text of all.
inline void readable_decimal(sql::writer& w, std::string_view column, int scale) {
    const auto unit = static_cast<std::int64_t>(dataflow::detail::power_of_ten(scale));
    const auto name = [&]() -> sql::writer& { return w.identifier(column); };
    w << "CASE WHEN ";
    name() << " NOT BETWEEN -999999999999999 AND 999999999999999 THEN printf('%s%d.%0";
    w.number(scale) << "d', CASE WHEN ";
    name() << " < 0 THEN '-' ELSE '' END, abs(";
    (name() << ") / ").number(unit) << ", abs(";
    (name() << ") % ").number(unit) << ") ELSE ";
    (name() << " / ").number(unit) << ".0 END AS ";
    name();
}

[[nodiscard]] inline std::string readable_view(dialect d, const schema::table& t) {
    sql::writer w{d};
    const bool scaled = sql::data_of(d).columns_take_anything;
    const auto path = t.path();
    w << (scaled ? "CREATE VIEW IF NOT EXISTS " : "CREATE OR REPLACE VIEW ");
    if (!path.space.empty()) w.identifier(path.space) << ".";
    w.identifier(std::string{path.name} + std::string{readable_suffix}) << " AS SELECT ";
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        const auto& c = t.columns[i];
        const auto& type = stored_type(*c.type);
        if (i != 0) w << ", ";
        if (scaled && type.stored == storage::decimal && type.scale != 0)
            readable_decimal(w, c.name, type.scale);
        else w.identifier(c.name);
    }
    w << " FROM ";
    if (scaled) w.identifier(path.name); // a view of an attached file is about that file
    else w.table(t.name);
    return std::string{w.view()};
}

} // namespace detail

/// The statement that makes a view `products_readable` of a model's table: all its columns, with decimals as
/// plain numbers. On SQLite, of a table that the library made; on PostgreSQL the table shows them so itself,
/// and the view is the same. To be run by hand, or by a migration.
template <class M>
[[nodiscard]] std::string readable_view_of(dialect d) {
    return detail::readable_view(d, schema::table_of<M>);
}

} // namespace dataflow::catalog
