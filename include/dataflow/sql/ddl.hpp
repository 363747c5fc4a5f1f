// CREATE TABLE and what belongs to it. Run-time code: it is needed once, when a database is opened.
#pragma once

#include <dataflow/core/array_text.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/real_digits.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/column_type.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/spell.hpp>
#include <dataflow/sql/writer.hpp>

#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

/// A real number as a literal: the shortest text that reads back as the same number.
constexpr void real_literal(writer& w, double x) {
    if (x > DBL_MAX || x < -DBL_MAX) {
        w << (x > 0 ? w.dialect().literals.infinity : w.dialect().literals.minus_infinity);
        return;
    }
    text digits;
    dataflow::detail::append_real(digits, x);
    w << digits.view();
}

/// A decimal of `scale` digits after the point as a literal beside a column of `wanted` digits, no fewer.
constexpr void decimal_literal(writer& w, std::int64_t units, int scale, int wanted) {
    char text[dataflow::detail::decimal_text_size]{};
    if (!w.dialect().decimals_scaled) {
        const auto size = dataflow::detail::write_decimal(text, units, scale);
        w << std::string_view{text, static_cast<std::size_t>(size)};
    } else w.number(dataflow::detail::scaled_up(units, wanted - scale));
}

/// A default of JSON, an array, a UUID or a listed type as a literal: what only the running program can make.
inline void compound_literal(writer& w, const value& v) {
    if (const auto* functions = functions_of(v.stored)) {
        char made[longest_text];
        w.literal({made, functions->write(v.address(), made)});
        return;
    }
    std::string text;
    if (v.stored == storage::json) v.type->text->write(v.object, text);
    else append_array_text(text, v, w.dialect().arrays.native ? array_style::literal : array_style::json);
    w.literal(text);
    if (w.dialect().typed_values) (w << "::").type(v.stored);
}

/// A default as a literal. The values are the program's own, from its member initialisers.
constexpr void default_literal(writer& w, const value& v) {
    switch (v.stored) {
    case storage::boolean: w << (v.integer != 0 ? w.dialect().literals.yes : w.dialect().literals.no); return;
    case storage::int16:
    case storage::int32: w.number(v.integer); return;
    case storage::duration:
    case storage::int64:
        // SQLite reads -9223372036854775808 as a real number.
        if (v.integer == INT64_MIN) w << "(-9223372036854775807 - 1)";
        else w.number(v.integer);
        return;
    case storage::float32:
    case storage::float64: real_literal(w, v.real); return;
    case storage::text: w.literal(v.text_view()); return;
    case storage::bytes: {
        w << w.dialect().literals.bytes.before;
        constexpr std::string_view digits = "0123456789abcdef";
        for (const char c : v.text_view()) {
            const auto b = static_cast<unsigned char>(c);
            w << digits.substr(b >> 4U, 1) << digits.substr(b & 15U, 1);
        }
        w << w.dialect().literals.bytes.after;
        return;
    }
    case storage::timestamp: {
        char text[timestamp_text_size]{};
        w.literal({text, write_timestamp(text, v.integer) ? timestamp_text_size : 0});
        return;
    }
    case storage::date: {
        char text[date_text_size]{};
        w.literal({text, write_date(text, v.integer) ? date_text_size : 0});
        return;
    }
    case storage::decimal: decimal_literal(w, v.integer, v.scale, v.scale); return;
    default: compound_literal(w, v);
    }
}

/// Whether an array or JSON value holds only what can be stored.
[[nodiscard]] inline bool can_be_written(const value& v) {
    try {
        std::string ignored;
        if (v.stored == storage::json) v.type->text->write(v.object, ignored);
        else append_array_text(ignored, v, array_style::json);
        return true;
    } catch (const access_fault&) {
        return false;
    }
}

/// Whether a default is worth writing: the struct gives one, or what it gives is not the type's zero.
[[nodiscard]] inline bool has_default(const schema::column& c, const value& v) {
    if (c.key || c.keeper != schema::managed::none || v.is_null()) return false;
    if (v.stored == storage::float32 || v.stored == storage::float64)
        if (std::isnan(v.real)) return false;
    const auto* functions = functions_of(v.stored);
    if (char made[longest_text]; functions != nullptr && functions->write(v.address(), made) == 0) return false;
    if (v.stored == storage::duration && v.integer == INT64_MIN) return false;
    const type_info& type = stored_type(*c.type);
    if (type.memory == layout::enumeration && v.data == nullptr) return false;
    if (v.held == value::form::object && !can_be_written(v)) return false;
    if (c.given == schema::initialiser::present) return true;
    if (v.stored == storage::json) return !v.type->text->is_initial(v.object);
    if (is_array(v.stored)) return v.type->sequence->fixed == SIZE_MAX && v.type->sequence->size(v.object) != 0;
    if (functions != nullptr) return !functions->is_initial(v.address());
    switch (v.stored) {
    case storage::text:
        return type.memory == layout::enumeration ? v.text_view() != enumerator_name(type, 0) : v.size != 0;
    case storage::bytes: return v.size != 0;
    case storage::float32:
    case storage::float64: return v.real != 0;
    default: return v.integer != 0;
    }
}

/// The range of a whole number that its column's SQL type alone does not keep.
struct range {
    std::int64_t low = 0;
    std::int64_t high = 0;
    bool needed = false;
};

[[nodiscard]] constexpr range range_of(const type_info& type, bool pg) noexcept {
    switch (type.memory) {
    case layout::boolean: return {0, 1, !pg};
    case layout::int8: return {INT8_MIN, INT8_MAX, true};
    case layout::uint8: return {0, UINT8_MAX, true};
    case layout::int16: return {INT16_MIN, INT16_MAX, !pg};
    case layout::uint16: return {0, UINT16_MAX, true};
    case layout::int32: return {INT32_MIN, INT32_MAX, !pg};
    case layout::uint32: return {0, UINT32_MAX, true};
    case layout::decimal: {
        const auto most = static_cast<std::int64_t>(dataflow::detail::power_of_ten(type.digits) - 1);
        return {-most, most, !pg};
    }
    default: return {};
    }
}

/// What a column of JSON or of an array must be, beyond its type.
constexpr void json_check(writer& w, const schema::column& c) {
    const bool array = is_array(c.type->stored);
    const auto count = array ? c.type->sequence->fixed : SIZE_MAX;
    const auto call = [&](std::string_view function) -> writer& {
        w << function << "(";
        w.identifier(c.name) << ")";
        return w;
    };
    const bool text = w.dialect().columns_take_anything;
    if (c.nullable() && text) w.identifier(c.name) << " IS NULL OR "; // there json_valid(NULL) is 0
    if (text) w << (array ? "CASE WHEN " : "");
    if (text) call("json_valid") << (array ? " THEN " : "");
    if (text && array) call("json_type") << (count != SIZE_MAX ? " = 'array' AND " : " = 'array'");
    if (count != SIZE_MAX) {
        spell(w, "the size of arrays", w.dialect().arrays.size, [&](writer& to) { to.identifier(c.name); });
        w << " = ";
        w.number(static_cast<std::int64_t>(count));
    }
    if (text && array) w << " ELSE 0 END";
}

/// That a column of SQLite's holds a whole number within a range. `CAST` costs half of what `typeof` does,
/// and tells the same of a number in the range.
constexpr void whole_check(writer& w, const schema::column& c, const range& r) {
    const auto name = [&]() -> writer& { return w.identifier(c.name); };
    if (r.low == 0 && r.high == 1) {
        name() << " = 0 OR ";
        name() << " = 1";
        return;
    }
    if (!r.needed) { // arithmetic that overflows gives a real number there
        w << "typeof(";
        name() << (c.nullable() ? ") IN ('integer', 'null')" : ") = 'integer'");
        return;
    }
    w << "CAST(";
    name() << " AS INTEGER) = ";
    name() << " AND ";
    name() << " BETWEEN ";
    w.number(r.low) << " AND ";
    w.number(r.high);
}

/// The condition of the library's own CHECK on a column, where the column's type does not keep its values in range by itself;
/// otherwise nothing is written.
constexpr void range_condition(writer& w, const schema::column& c) {
    const type_info& type = stored_type(*c.type);
    const bool anything = w.dialect().columns_take_anything;
    const auto r = range_of(type, !anything);
    const bool whole = anything && (type.memory == layout::int64 || type.memory == layout::duration) && !c.generated;
    const bool array = is_array(type.stored);
    const bool counted = array && type.sequence->fixed != SIZE_MAX;
    const auto& facts = facts_of(type.stored);
    const bool text = anything && !array;
    const bool real = anything && (type.stored == storage::float32 || type.stored == storage::float64);
    if (type.stored == storage::json || array) {
        if (anything || counted) json_check(w, c);
    } else if (type.memory == layout::enumeration) {
        w.identifier(c.name) << " IN (";
        listed(w, type.enumerators.size(), [&](std::size_t i) { w.literal(type.enumerators[i].name); });
        w << ")";
    } else if (text && facts.length != 0) { // in another form it would compare with no other: CURRENT_TIMESTAMP gives 19 characters
        w << "length(";
        w.identifier(c.name) << ") = ";
        w.number(facts.length);
    } else if (text && !facts.characters.empty()) {
        w.identifier(c.name) << " NOT GLOB ";
        w.literal(facts.characters);
    } else if (real) { // numbers come before all texts, and the sign keeps the text from being read as a number
        w << "+";
        w.identifier(c.name) << " < ''";
    } else if (anything && (r.needed || whole)) {
        whole_check(w, c, r);
    } else if (r.needed) {
        w.identifier(c.name) << " BETWEEN ";
        w.number(r.low) << " AND ";
        w.number(r.high);
    }
}

/// ` CONSTRAINT <table>_<column>_range CHECK (...)`, where the column needs one.
inline void range_check(writer& w, const schema::table& t, const schema::column& c) {
    writer condition{w.target()};
    range_condition(condition, c);
    if (condition.view().empty()) return;
    w << " CONSTRAINT ";
    w.identifier(schema::range_check_name(t, c)) << " CHECK (" << condition.view() << ")";
}

/// Where the part of a condition begins whose last step is before `end`.
[[nodiscard]] constexpr std::size_t first_step(const schema::condition& c, std::size_t end) {
    using what = schema::condition_step::what;
    for (int open = 1; open != 0;) {
        const auto step = c.steps[--end].step;
        if (step == what::not_null || step == what::is_null) continue;
        open += step >= what::eq ? 1 : -1;
    }
    return end;
}

/// Its text.
constexpr void steps_text(writer& w, const schema::table& t, const schema::condition& c, std::size_t end) {
    using what = schema::condition_step::what;
    const auto& s = c.steps[end - 1];
    const auto infix = [&](std::string_view op) {
        w << "(";
        steps_text(w, t, c, first_step(c, end - 1));
        w << op;
        steps_text(w, t, c, end - 1);
        w << ")";
    };
    const auto suffix = [&](std::string_view op) {
        w << "(";
        steps_text(w, t, c, end - 1);
        w << op << ")";
    };
    switch (s.step) {
    case what::column: w.identifier(s.name); break;
    case what::integer:
    case what::decimal: {
        const int column = end < 2 ? -1 : t.find(c.steps[end - 2].name); // a value follows its column
        const type_info* beside = column < 0 ? nullptr : t.columns[static_cast<std::size_t>(column)].type;
        if (beside != nullptr && beside->stored == storage::decimal) decimal_literal(w, s.integer, s.scale, beside->scale);
        else w.number(s.integer);
        break;
    }
    case what::duration: w.number(s.integer); break;
    case what::real: real_literal(w, s.real); break;
    case what::enumerator:
    case what::text: w.literal(s.name); break;
    case what::date: default_literal(w, value::of_integer(storage::date, s.integer)); break;
    case what::timestamp: default_literal(w, value::of_integer(storage::timestamp, s.integer)); break;
    case what::boolean: default_literal(w, value::of_integer(storage::boolean, s.integer)); break;
    case what::eq: infix(" = "); break;
    case what::ne: infix(" <> "); break;
    case what::lt: infix(" < "); break;
    case what::le: infix(" <= "); break;
    case what::gt: infix(" > "); break;
    case what::ge: infix(" >= "); break;
    case what::both: infix(" AND "); break;
    case what::either: infix(" OR "); break;
    case what::is_null: suffix(" IS NULL"); break;
    case what::not_null: suffix(" IS NOT NULL"); break;
    }
}

/// A condition of the options as SQL.
constexpr void condition_text(writer& w, const schema::table& t, const schema::condition& c) {
    if (c.size != 0) steps_text(w, t, c, c.size);
}

inline void column_definition(writer& w, const schema::table& t, std::size_t i, const void* prototype,
                              std::span<const field_access> fields) {
    const auto& c = t.columns[i];
    w.identifier(c.name) << " " << column_type(w.target(), *c.type);
    // Byte by byte, as SQLite compares and orders text: the same order everywhere.
    const auto& d = w.dialect();
    if (c.type->stored == storage::text) w << d.byte_order;
    if (c.generated) w << d.made_key;
    if (c.generated && !t.reuse_keys) w << d.made_key_once;
    if (c.generated && d.made_key_is_primary) return;
    if (!c.nullable()) w << " NOT NULL";
    const auto default_of = [&](const value& v) {
        if (!has_default(c, v)) return;
        w << " DEFAULT ";
        default_literal(w, v);
    };
    // The mapping of a type need not take the value that it has when nothing is given.
    if (const auto v = load(fields[i], prototype); v.held == value::form::mapped) with_mapping([&] { with_stored(v, default_of); }, [](std::string_view) {});
    else default_of(v);
    range_check(w, t, c);
}

inline void foreign_key_definition(writer& w, const schema::table& t, const schema::foreign_key& f) {
    w << "CONSTRAINT ";
    w.identifier(schema::foreign_key_name(t, f)) << " FOREIGN KEY (";
    w.identifier(t.columns[f.column].name) << ") REFERENCES ";
    w.identifier(f.table) << " (";
    w.identifier(f.target) << ")";
    if (f.action == on_delete::cascade) w << " ON DELETE CASCADE";
    if (f.action == on_delete::set_null) w << " ON DELETE SET NULL";
}

} // namespace detail

/// `CREATE TABLE`. `prototype` is a default-constructed record: its values are the defaults. On SQLite
/// the foreign keys are part of it; PostgreSQL gets them afterwards (`add_foreign_key`), since a
/// referenced table must exist there.
[[nodiscard]] inline std::string create_table(dialect d, const schema::table& t, const void* prototype,
                                              std::span<const field_access> fields) {
    writer w{d};
    w << "CREATE TABLE ";
    w.identifier(t.name) << " (\n  ";
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (i != 0) w << ",\n  ";
        detail::column_definition(w, t, i, prototype, fields);
    }
    if (t.generated_key < 0 || !w.dialect().made_key_is_primary) {
        w << ",\n  CONSTRAINT ";
        w.identifier(schema::primary_key_name(t)) << " PRIMARY KEY (";
        some_columns(w, t, t.key);
        w << ")";
    }
    for (const auto& c : t.checks) {
        w << ",\n  CONSTRAINT ";
        w.identifier(c.name) << " CHECK (";
        detail::condition_text(w, t, c.that);
        w << ")";
    }
    if (w.dialect().foreign_keys_inside)
        for (const auto& f : t.foreign_keys) {
            w << ",\n  ";
            detail::foreign_key_definition(w, t, f);
        }
    w << "\n)";
    return std::string{w.view()};
}

/// `ALTER TABLE ... ADD CONSTRAINT ... FOREIGN KEY`, for PostgreSQL.
[[nodiscard]] inline std::string add_foreign_key(const schema::table& t, const schema::foreign_key& f) {
    writer w{dialect::postgres};
    w << "ALTER TABLE ";
    w.identifier(t.name) << " ADD ";
    detail::foreign_key_definition(w, t, f);
    return std::string{w.view()};
}

/// `CREATE [UNIQUE] INDEX IF NOT EXISTS`.
[[nodiscard]] inline std::string create_index(dialect d, const schema::table& t, const schema::index& i) {
    writer w{d};
    w << (i.unique ? "CREATE UNIQUE INDEX IF NOT EXISTS " : "CREATE INDEX IF NOT EXISTS ");
    w.identifier(schema::index_name(t, i)) << " ON ";
    w.identifier(t.name) << " (";
    // NULL counts as the smallest value in orderings; PostgreSQL's indexes have to be told.
    listed(w, i.size, [&](std::size_t c) {
        const auto& column = t.columns[i.columns[c]];
        w.identifier(column.name);
        if (w.dialect().null_is_greatest && column.nullable()) w << " NULLS FIRST";
    });
    w << ")";
    if (i.where.size != 0) {
        w << " WHERE ";
        detail::condition_text(w, t, i.where);
    }
    return std::string{w.view()};
}

/// The same for an index of pgvector's.
[[nodiscard]] inline std::string create_index(dialect d, const schema::table& t, const schema::similar_index& i) {
    constexpr std::string_view operators[]{"cosine", "l2", "ip"};
    const auto& column = t.columns[i.column];
    writer w{d};
    w << "CREATE INDEX IF NOT EXISTS ";
    w.identifier(schema::index_name(t, i)) << " ON ";
    w.identifier(t.name) << " USING hnsw ((";
    w.identifier(column.name) << "::VECTOR(";
    w.number(static_cast<std::int64_t>(column.type->sequence->fixed)) << ")) vector_" << operators[static_cast<std::size_t>(i.by)] << "_ops)";
    return std::string{w.view()};
}

} // namespace dataflow::rooms::sql
