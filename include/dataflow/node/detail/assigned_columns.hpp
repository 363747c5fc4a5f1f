// What several assignments write: the list of a SET, each column once.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/query/column.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace dataflow::node_ {

/// The position of a column expression in its model's table, or -1.
template <class M, class Column>
inline constexpr int column_index = schema::table_of<M>.find(Column::name);

/// What one assignment writes. Only one that sets a place inside a column's value can come with others of
/// the column.
struct assigned_column {
    std::string_view name;
    void (*write_value)(sql::writer&, sql::place);
    void (*write_over)(sql::writer&, sql::place,
                       sql::operand base) = nullptr; ///< the same in another value than the column's
    sql::place at{};                                 ///< among the values of all assignments
};

/// The next assignment from `from` on of the same column; the count of all where there is none.
constexpr std::size_t next_of_column(constant_list<assigned_column> columns, std::string_view name,
                                     std::size_t from) {
    while (from < columns.size() && columns[from].name != name) ++from;
    return from;
}

/// Writes what becomes the value of a column that several assignments set, from the i-th on: each in what the
/// next one makes.
constexpr void write_places(sql::writer& w, constant_list<assigned_column> columns, sql::place first,
                            std::size_t i) {
    const auto next = next_of_column(columns, columns[i].name, i + 1);
    const auto at = first.after(columns[i].at.value);
    if (next == columns.size()) return columns[i].write_value(w, at);
    w << "(SELECT ";
    columns[i].write_over(w, at,
                          {[](sql::writer& to, const void*, sql::place) { to << "s.dataflow_value"; }});
    w << " FROM (SELECT ";
    write_places(w, columns, first, next);
    w << " AS dataflow_value) AS s)";
}

/// Writes the list of a SET: each column once.
constexpr void write_set(sql::writer& w, constant_list<assigned_column> columns, sql::place first) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (next_of_column(columns, columns[i].name, 0) < i) continue;
        if (i != 0) w << ", ";
        w.identifier(columns[i].name) << " = ";
        sql::stored_in(w, w.form_of(columns[i].name), [&] { write_places(w, columns, first, i); });
    }
}

template <class A>
constexpr assigned_column make_assigned(sql::place at) {
    using expression = decltype(A::expression);
    if constexpr (requires { expression::json_place; })
        return {A::column::name, A::write_value, &expression::write_over, at};
    else return {A::column::name, A::write_value, nullptr, at};
}
template <class... A>
constexpr std::array<assigned_column, sizeof...(A)> make_all_assigned() {
    sql::place at{};
    [[maybe_unused]] const auto next = [&](std::size_t values) {
        return std::exchange(at, at.after(values));
    };
    return {make_assigned<A>(next(A::parameters))...};
}

} // namespace dataflow::node_
