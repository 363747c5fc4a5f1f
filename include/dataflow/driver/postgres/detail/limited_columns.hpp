// Which column a value does not fit, where the server says only that one does not: columns that others made
// may hold less than their fields.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/forms.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::postgres_ {

[[nodiscard]] constexpr bool is_whole(storage s) noexcept {
    return s == storage::int16 || s == storage::int32 || s == storage::int64;
}

/// Whether a value is beyond a limit.
[[nodiscard]] inline bool is_beyond(const value& v, const sql::column_limit& limit) {
    if (v.is_null()) return false;
    if (limit.length == 0) return v.integer < limit.low || v.integer > limit.high;
    std::size_t characters = 0;
    for (const char c : v.text_view())
        characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    return characters > limit.length;
}

/// The first field of an object whose value is beyond the limit of its column; empty where there is none.
[[nodiscard]] inline std::string_view find_limited(const sql::statement& what, const sql::forms& forms,
                                                   std::span<const field_access> fields, const void* object) {
    for (const auto& f : fields)
        if (const auto* limit = forms.limit_of(what.table->name, f.name); limit != nullptr)
            if (is_beyond(load(f, object), *limit)) return f.name;
    return {};
}

/// The same of all that a statement was given; where the values do not tell it, the limited columns that it
/// assigns.
[[nodiscard]] inline std::string find_limited(const sql::statement& what, const sql::bindings& bound,
                                              const sql::forms& forms) {
    if (bound.record != nullptr)
        if (const auto name = find_limited(what, forms, bound.fields, bound.record); !name.empty())
            return std::string{name};
    if (bound.rows != nullptr)
        for (std::size_t i = 0; i < bound.rows->count; ++i)
            if (const auto name = find_limited(what, forms, bound.rows->fields, bound.rows->row(i));
                !name.empty())
                return std::string{name};
    if (what.assignments == nullptr) return {};
    std::string beyond, all;
    for (const auto c : what.columns) {
        const auto name = what.table->columns[c].name;
        const auto stored = stored_type(*what.table->columns[c].type).stored;
        const auto* limit = forms.limit_of(what.table->name, name);
        if (limit == nullptr) continue;
        const auto add = [&](std::string& to) { to += (to.empty() ? "" : ", ") + std::string{name}; };
        add(all);
        for (const auto& v : bound.given)
            if ((v.stored == stored || (is_whole(v.stored) && is_whole(stored))) && is_beyond(v, *limit)) {
                add(beyond);
                break;
            }
    }
    return beyond.empty() ? all : beyond;
}

/// Whether the server makes a value of another type of the texts that a column is given.
[[nodiscard]] inline bool converts(const sql::column_form* form) noexcept {
    return form != nullptr && !form->write.after.empty() && !form->write.after.ends_with("citext)") &&
           !form->write.after.ends_with("bpchar)");
}

/// The fields that a statement writes to columns which convert texts: one of them was given a text that is no
/// value of its column's type.
[[nodiscard]] inline std::string find_converted(const sql::statement& what, const sql::bindings& bound,
                                                const sql::forms& forms) {
    std::string out;
    const auto look = [&](std::string_view name, const value* given) {
        if (given != nullptr && (given->is_null() || !is_borrowed(given->stored))) return;
        if (!converts(forms.find(what.table->name, name))) return;
        out += (out.empty() ? "" : ", ") + std::string{name};
    };
    for (const auto& f : bound.fields)
        if (bound.record != nullptr) {
            const auto v = load(f, bound.record);
            look(f.name, &v);
        }
    if (bound.rows != nullptr)
        for (const auto& f : bound.rows->fields) look(f.name, nullptr);
    if (what.assignments != nullptr)
        for (const auto c : what.columns) look(what.table->columns[c].name, nullptr);
    return out;
}

/// Throws the error again, with the column that it is about, where that is found.
[[noreturn, gnu::cold]] inline void name_limited(const sql::statement& what, const sql::bindings& bound,
                                                 const sql::forms& forms, const invalid_value& e) {
    auto info = e.info();
    if (what.table != nullptr && (e.code() == "22003" || e.code() == "22001"))
        if (const auto found = find_limited(what, bound, forms); !found.empty())
            info.field = schema::fields_of_columns(*what.table, found);
    const bool malformed = e.code() == "22P02" || e.code() == "22007" || e.code() == "22008";
    if (what.table != nullptr && info.field.empty() && malformed)
        if (const auto found = find_converted(what, bound, forms); !found.empty())
            info.field = schema::fields_of_columns(*what.table, found);
    throw invalid_value(std::move(info));
}

} // namespace dataflow::driver::postgres_
