// How the caller's rows become a table in the text of a statement; and how a table is named there.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/value_source.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

constexpr writer& writer::table(std::string_view name) {
    const auto path = schema::path_of(name);
    if (!path.space.empty()) (identifier(path.space)) << ".";
    return identifier(path.name);
}
constexpr writer& writer::literal(std::string_view content) {
    out_.append('\'');
    for (const char c : content) {
        if (c == '\'') out_.append('\'');
        out_.append(c);
    }
    out_.append('\'');
    return *this;
}
constexpr writer& writer::name_literal(std::string_view name) {
    writer quoted{*dialect_};
    quoted.table(name);
    return literal(quoted.view());
}

constexpr writer& writer::rows(constant_list<storage> columns) {
    if (dialect_->rows != row_form::arrays) {
        rows_table({value_source::origin::rows, value_source::whole}, columns, true);
        out_.append(" AS ");
        out_.append(rows_name_);
        return *this;
    }
    // unnest() would flatten arrays of arrays: each comes as a text, and is cast row by row.
    bool nested = false;
    for (const auto c : columns) nested = nested || is_array(c);
    if (nested) {
        out_.append("(SELECT ");
        for (std::size_t i = 0; i < columns.size(); ++i) {
            row_column(i);
            if (is_array(columns[i])) {
                out_.append("::");
                type(columns[i]);
                out_.append(" AS c");
                out_.append_number(static_cast<std::int64_t>(i));
            }
            out_.append(", ");
        }
        out_.append(rows_name_);
        out_.append(".ord FROM ");
    }
    out_.append("unnest(");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i != 0) out_.append(", ");
        array_value(is_array(columns[i]) ? storage::text : columns[i], {value_source::origin::rows, i});
    }
    out_.append(") WITH ORDINALITY AS ");
    out_.append(rows_name_);
    out_.append('(');
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out_.append('c');
        out_.append_number(static_cast<std::int64_t>(i));
        out_.append(", ");
    }
    out_.append("ord)");
    if (nested) {
        out_.append(") AS ");
        out_.append(rows_name_);
    }
    return *this;
}

constexpr void writer::list_table(storage element, value_source list, std::string_view name) {
    const bool array = dialect_->rows == row_form::arrays;
    if (array) {
        out_.append("unnest(");
        array_value(element, list);
        out_.append(')');
    } else rows_table(list, {&element, 1}, false);
    out_.append(" AS ");
    out_.append(name);
    if (array) out_.append("(dataflow_value)");
}

constexpr void writer::rows_table(value_source rows, constant_list<storage> columns, bool several) {
    const bool json = dialect_->rows == row_form::json;
    out_.append(json ? "JSON_TABLE(" : "dataflow_rows(");
    value(rows);
    for (std::size_t i = 0; json && i < columns.size(); ++i) {
        out_.append(i != 0    ? ", c"
                    : several ? ", '$[*]' COLUMNS (ord FOR ORDINALITY, c"
                              : ", '$[*]' COLUMNS (c");
        out_.append_number(static_cast<std::int64_t>(i));
        out_.append(' ');
        if (const auto own = dialect_->row_types[columns[i]]; !own.empty()) out_.append(own);
        else type(columns[i]);
        out_.append(" PATH '$");
        if (several) {
            out_.append('[');
            out_.append_number(static_cast<std::int64_t>(i));
            out_.append(']');
        }
        out_.append('\'');
    }
    out_.append(json ? "))" : ")");
}

constexpr writer& writer::row_column(std::size_t i) {
    if (facing_ != nullptr) out_.append(facing_->beside.before);
    out_.append(rows_name_);
    out_.append(".c");
    out_.append_number(static_cast<std::int64_t>(i));
    if (facing_ != nullptr) out_.append(facing_->beside.after);
    return *this;
}

constexpr void writer::list_rows(storage element, value_source list) {
    rows_table(list, {&element, 1}, false);
    if (dialect_->rows == row_form::json) out_.append(" AS l"); // which needs a name
}

constexpr void writer::array_value(storage element, value_source list) {
    value(list);
    out_.append("::");
    type(element);
    out_.append("[]");
}

constexpr writer& writer::in_list(storage element, value_source list) {
    const auto* form = face(nullptr);
    const bool array = dialect_->rows == row_form::arrays;
    if (form != nullptr && !(form->beside == wrapping{})) { // each value in the column's form
        out_.append(array ? " = ANY(ARRAY(SELECT " : " IN (SELECT ");
        out_.append(form->beside.before);
        out_.append("l.");
        out_.append(list_element());
        out_.append(form->beside.after);
        out_.append(" FROM ");
        list_table(element, list, "l");
        out_.append(array ? "))" : ")");
    } else if (array) {
        out_.append(" = ANY(");
        array_value(element, list);
        out_.append(')');
    } else {
        out_.append(" IN (SELECT c0 FROM ");
        list_rows(element, list);
        out_.append(')');
    }
    face(form);
    return *this;
}

} // namespace dataflow::rooms::sql
