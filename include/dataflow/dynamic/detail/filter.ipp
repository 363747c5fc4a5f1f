// The code of dynamic/detail/filter.hpp.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/dynamic/detail/filter.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/json_parts.hpp>
#include <dataflow/sql/predicates.hpp>

#include <chrono>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::dynamic_ {

namespace detail {

inline constexpr type_info single_precision{storage::float32, layout::float64, sizeof(double)};

template <class T>
[[nodiscard]] constexpr const type_info* operand_info(storage column) noexcept {
    if (std::is_same_v<T, std::int64_t> && column == storage::duration)
        return &schema::info_of<std::chrono::microseconds>;
    if (std::is_same_v<T, double> && column == storage::float32) return &single_precision;
    if (std::is_same_v<T, std::uint8_t>) return &query::detail::byte_as_boolean;
    if constexpr (std::is_same_v<T, listed_value>) return nullptr; // the column's own
    else return &schema::info_of<T>;
}

} // namespace detail

DATAFLOW_RUNTIME condition::condition(const schema::table& t, part root)
    : table_(&t), root_(std::move(root)) {
    std::uint16_t values = 0;
    settle(root_, values);
}

namespace detail {

inline constexpr optional_access cell_access{
    [](const void* cell) { return *static_cast<const void* const*>(cell); }, nullptr, nullptr};
using cell_list = std::vector<const void*>;

/// A list of the values of an array, as drivers look into one.
template <class T>
[[nodiscard]] std::unique_ptr<array_operand> array_of_values(const type_info& column, const type_info& values,
                                                             const std::vector<T>& held,
                                                             const std::vector<bool>& given) {
    auto out = std::make_unique<array_operand>();
    std::size_t n = 0;
    for (const bool there : given) out->cells.push_back(there ? &held[n++] : nullptr);
    out->cell = values;
    out->cell.stored = element_of(column.stored);
    out->cell.optional = &cell_access;
    out->access.element = &out->cell;
    out->access.fixed = SIZE_MAX;
    out->access.size = [](const void* cells) { return static_cast<const cell_list*>(cells)->size(); };
    out->access.each = [](const void* cells, void* state, void (*take)(void*, const void*)) {
        for (const auto& c : *static_cast<const cell_list*>(cells)) take(state, &c);
    };
    out->whole.stored = column.stored;
    out->whole.memory = layout::sequence;
    out->whole.sequence = &out->access;
    return out;
}

} // namespace detail

/// The parts stand where they will stay: what points into them can be made.
DATAFLOW_RUNTIME void condition::settle(part& p, std::uint16_t& values) {
    for (auto& i : p.inner) settle(i, values);
    p.keys_at = values;
    for (const auto& s : p.of.path)
        if (s.what == json_step::kind::key) ++values;
    p.values_at = values;
    if (p.of.type != nullptr) settle_values(p);
    values = static_cast<std::uint16_t>(
        values + (p.array != nullptr || p.what == test::in || p.what == test::has_any ? 1 : p.list.count));
}

DATAFLOW_RUNTIME void condition::settle_values(part& p) {
    std::visit(
        [&]<class T>(const std::vector<T>& values) {
            const type_info* type = &stored_type(*p.of.type);
            if (type->stored == storage::decimal) {
                p.exact = type_info{storage::decimal, layout::decimal, sizeof(std::int64_t)};
                p.exact.digits = type->digits;
                p.exact.scale = type->scale;
                type = &p.exact;
            } else if (type->memory == layout::listed) {
                p.exact = *type;
                p.exact.optional = {};
                type = &p.exact;
            } else {
                const bool whole = type->stored == storage::int16 || type->stored == storage::int32 ||
                                   type->stored == storage::int64;
                if (!values.empty() || whole)
                    type =
                        detail::operand_info<T>(type->stored); // an empty list has no values to tell its type
            }
            p.element[0] = {0, type, name(p)};
            p.list = rows_view{reinterpret_cast<const std::byte*>(values.data()), sizeof(T), values.size(),
                               p.element};
            const auto& column = *table_->columns[p.of.column].type;
            if (column.memory == layout::sequence && (p.what == test::eq || p.what == test::ne) && !p.of.size)
                p.array = detail::array_of_values(column, *type, values, p.given);
        },
        p.values);
}

/// Whether SQL could find it neither true nor false.
DATAFLOW_RUNTIME bool condition::unknown(const part& p) const {
    switch (p.what) {
    case test::all:
    case test::any:
        for (const auto& i : p.inner)
            if (unknown(i)) return true;
        return false;
    case test::negated:
    case test::ne:
    case test::is_null:
    case test::not_null:
    case test::exists:
    case test::has:
    case test::has_any: return false;
    default: return nullable(p);
    }
}

namespace detail {

/// A place inside of JSON. With keys from outside a path is no literal: each of them is a value, from `keys`
/// on.
inline void write_path(sql::writer& w, const subject& of, sql::place keys) {
    using kind = json_step::kind;
    const auto& json = w.dialect().json;
    bool bound = false, steps = !json.step.empty();
    for (const auto& s : of.path) bound |= s.what == kind::key, steps &= s.what != kind::item;
    const bool array = bound && json.path_is_array;
    if (!steps) w << json.lookup << (bound ? json.bound_path.before : "") << (array ? "" : json.path.before);
    for (std::size_t i = 0; i < of.path.size(); ++i) {
        const auto& s = of.path[i];
        if (steps) w << json.step;
        else if (i != 0) w << (array ? json.bound_path : json.path).between;
        if (s.what == kind::key) {
            w << json.bound_key.before;
            w.value(std::exchange(keys, keys.after(1)));
            w << json.bound_key.after;
        } else if (!steps && !array) {
            if (s.what == kind::item) sql::json_item(w, s.index);
            else sql::json_name(w, s.name);
        } else if (s.what == kind::item) {
            w << "'";
            w.number(s.index) << "'";
        } else w.literal(s.name);
    }
    if (!steps) w << (array ? "" : json.path.after) << (bound ? json.bound_path.after : "");
}

} // namespace detail

DATAFLOW_RUNTIME void condition::write_subject(sql::writer& w, const part& p, sql::place first) const {
    struct looked_at {
        const condition& whole;
        const part& p;
    } at{*this, p};
    const sql::operand column{[](sql::writer& to, const void* o, sql::place) {
                                  const auto& a = *static_cast<const looked_at*>(o);
                                  a.whole.write_column(to, a.p);
                              },
                              &at};
    if (p.of.size) return sql::array_size(w, column);
    if (!p.of.inside()) return column(w);
    const sql::operand path{[](sql::writer& to, const void* o, sql::place keys) {
                                detail::write_path(to, static_cast<const looked_at*>(o)->p.of, keys);
                            },
                            &at, first.after(p.keys_at)};
    if (p.what == test::exists) return sql::json_exists(w, column, path);
    sql::json_leaf(w, column, path, *p.of.type);
}

DATAFLOW_RUNTIME void condition::write_part(sql::writer& w, const part& p, sql::place first) const {
    struct looked_at {
        const condition& whole;
        const part& p;
    } at{*this, p};
    const sql::operand subject{[](sql::writer& to, const void* o, sql::place of_filter) {
                                   const auto& a = *static_cast<const looked_at*>(o);
                                   a.whole.write_subject(to, a.p, of_filter);
                               },
                               &at, first};
    const auto value = first.after(p.values_at);
    const auto compared = [&](sql::comparison op) {
        const auto text = sql::comparison_text(w.dialect(), op, op == sql::comparison::ne && nullable(p));
        w << text.before;
        subject(w);
        w << text.between;
        w.value(value) << text.after;
    };
    switch (p.what) {
    case test::all:
    case test::any:
        if (p.inner.empty()) w << "TRUE";
        if (p.inner.size() > 1) w << "(";
        for (std::size_t i = 0; i < p.inner.size(); ++i) {
            if (i != 0) w << (p.what == test::all ? " AND " : " OR ");
            write(w, p.inner[i], first);
        }
        if (p.inner.size() > 1) w << ")";
        return;
    case test::negated: {
        const bool maybe = unknown(p.inner[0]);
        w << (maybe ? "((" : "(NOT (");
        write(w, p.inner[0], first);
        w << (maybe ? ") IS NOT TRUE)" : "))");
        return;
    }
    case test::eq: return compared(sql::comparison::eq);
    case test::ne: return compared(sql::comparison::ne);
    case test::lt: return compared(sql::comparison::lt);
    case test::le: return compared(sql::comparison::le);
    case test::gt: return compared(sql::comparison::gt);
    case test::ge: return compared(sql::comparison::ge);
    case test::between:
        subject(w);
        w << " BETWEEN ";
        w.value(value);
        w << " AND ";
        w.value(value.after(1));
        return;
    case test::in:
        subject(w);
        w.in_list(p.element[0].type->stored, value);
        return;
    case test::is_null:
        subject(w);
        w << " IS NULL";
        return;
    case test::not_null:
        subject(w);
        w << " IS NOT NULL";
        return;
    case test::exists: return subject(w);
    case test::has: {
        const sql::operand parameter{[](sql::writer& to, const void*, sql::place own) { to.value(own); },
                                     nullptr, value};
        return sql::array_has(w, subject, parameter,
                              p.of.type->stored == storage::decimal ? p.of.type->scale : -1);
    }
    case test::has_any: {
        const sql::operand qualified{[](sql::writer& to, const void* o, sql::place) {
                                         const auto& a = *static_cast<const looked_at*>(o);
                                         to.identifier(a.whole.table_->name) << ".";
                                         to.identifier(a.whole.name(a.p));
                                     },
                                     &at};
        return sql::array_has_any(w, table_->name, subject, qualified, value, p.element[0].type->stored,
                                  p.of.type->stored == storage::decimal ? p.of.type->scale : -1);
    }
    case test::like: return sql::matches(w, sql::match::like, subject, value, false);
    case test::ilike: return sql::matches(w, sql::match::ilike, subject, value, false);
    case test::starts_with: return sql::matches(w, sql::match::starts_with, subject, value, false);
    case test::ends_with: return sql::matches(w, sql::match::ends_with, subject, value, false);
    case test::contains: return sql::matches(w, sql::match::contains, subject, value, false);
    case test::regex: return sql::matches(w, sql::match::regex, subject, value, false);
    }
}

DATAFLOW_RUNTIME void condition::bind(std::vector<value>& to, const part& p) const {
    for (const auto& i : p.inner) bind(to, i);
    for (const auto& s : p.of.path)
        if (s.what == json_step::kind::key) to.push_back(value::of_text(s.name, name(p)));
    if (p.array != nullptr) to.push_back(value::of_object(p.array->whole, &p.array->cells, name(p)));
    else if (p.what == test::in || p.what == test::has_any) to.push_back(value::of_rows(p.list, name(p)));
    else
        for (std::size_t i = 0; i < p.list.count; ++i) to.push_back(load(p.element[0], p.list.row(i)));
}

} // namespace dataflow::dynamic_
