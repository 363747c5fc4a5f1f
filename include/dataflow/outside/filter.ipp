// The code of outside/filter.hpp.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/outside/filter.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/schema/types.hpp>

#include <chrono>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::outside_ {

namespace detail {

inline constexpr type_info single_precision{storage::float32, layout::float64, sizeof(double)};

template <class T>
[[nodiscard]] constexpr const type_info* operand_info(storage column) noexcept {
    if (std::is_same_v<T, std::int64_t> && column == storage::duration) return &schema::info_of<std::chrono::microseconds>;
    if (std::is_same_v<T, double> && column == storage::float32) return &single_precision;
    if (std::is_same_v<T, std::uint8_t>) return &query::detail::byte_as_boolean;
    return &schema::info_of<T>;
}

} // namespace detail

DATAFLOW_RUNTIME condition::condition(const schema::table& t, part root) : table_(&t), root_(std::move(root)) { settle(root_); }

/// The parts stand where they will stay: what points into them can be made.
DATAFLOW_RUNTIME void condition::settle(part& p) {
    for (auto& i : p.inner) settle(i);
    std::visit(
        [&]<class T>(const std::vector<T>& values) {
            const type_info* type = &stored_type(*table_->columns[p.column].type);
            if (type->stored == storage::decimal) {
                p.exact = type_info{storage::decimal, layout::decimal, sizeof(std::int64_t)};
                p.exact.digits = type->digits;
                p.exact.scale = type->scale;
                type = &p.exact;
            } else {
                const bool whole = type->stored == storage::int16 || type->stored == storage::int32 || type->stored == storage::int64;
                if (!values.empty() || whole) type = detail::operand_info<T>(type->stored); // an empty list has no values to tell its type
            }
            p.element[0] = {0, type, name(p)};
            p.list = rows_view{reinterpret_cast<const std::byte*>(values.data()), sizeof(T), values.size(), p.element};
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
    case test::not_null: return false;
    default: return table_->columns[p.column].nullable();
    }
}

DATAFLOW_RUNTIME void condition::write(sql::writer& w, const part& p) const {
    const bool pg = w.postgres();
    const auto compared = [&](std::string_view sign) {
        w.column(name(p)) << sign;
        w.parameter();
    };
    switch (p.what) {
    case test::all:
    case test::any:
        if (p.inner.empty()) w << "TRUE";
        if (p.inner.size() > 1) w << "(";
        for (std::size_t i = 0; i < p.inner.size(); ++i) {
            if (i != 0) w << (p.what == test::all ? " AND " : " OR ");
            write(w, p.inner[i]);
        }
        if (p.inner.size() > 1) w << ")";
        return;
    case test::negated: {
        const bool maybe = unknown(p.inner[0]);
        w << (maybe ? "((" : "(NOT (");
        write(w, p.inner[0]);
        w << (maybe ? ") IS NOT TRUE)" : "))");
        return;
    }
    case test::eq: return compared(" = ");
    case test::ne: return compared(!table_->columns[p.column].nullable() ? " <> " : pg ? " IS DISTINCT FROM " : " IS NOT ");
    case test::lt: return compared(" < ");
    case test::le: return compared(" <= ");
    case test::gt: return compared(" > ");
    case test::ge: return compared(" >= ");
    case test::between:
        compared(" BETWEEN ");
        w << " AND ";
        w.parameter();
        return;
    case test::in: w.column(name(p)).in_list(p.element[0].type->stored); return;
    case test::is_null: w.column(name(p)) << " IS NULL"; return;
    case test::not_null: w.column(name(p)) << " IS NOT NULL"; return;
    default: write_text_test(w, p);
    }
}

/// The same texts as query::text_test's.
DATAFLOW_RUNTIME void condition::write_text_test(sql::writer& w, const part& p) const {
    const bool pg = w.postgres();
    const auto around = [&](std::string_view before, std::string_view between, std::string_view after) {
        w << before;
        w.column(name(p)) << between;
        const int n = w.parameter();
        w << after;
        return n;
    };
    switch (p.what) {
    case test::like: around("", " LIKE ", " ESCAPE '\\'"); return;
    case test::ilike:
        if (pg) around("", " ILIKE ", " ESCAPE '\\'");
        else around("dataflow_ilike(", ", ", ")");
        return;
    case test::contains: around(pg ? "strpos(" : "instr(", ", ", ") > 0"); return;
    case test::regex: around(pg ? "" : "dataflow_matches(", pg ? " ~ " : ", ", pg ? "" : ")"); return;
    case test::starts_with:
        if (pg) around("starts_with(", ", ", ")");
        else {
            w << "(";
            const int n = around("", " >= ", " AND ");
            w.column(name(p)) << " < dataflow_prefix_end(";
            w.repeat(n) << "))";
        }
        return;
    default: break;
    }
    w << (pg ? "right(" : "substr("); // ends_with
    w.column(name(p)) << (pg ? ", length(" : ", CASE length(");
    const int n = w.parameter();
    if (!pg) {
        w << ") WHEN 0 THEN length(";
        w.column(name(p)) << ") + 1 ELSE -length(";
        w.repeat(n) << ") END) = ";
    } else w << ")) = ";
    w.repeat(n);
}

DATAFLOW_RUNTIME void condition::bind(std::vector<value>& to, const part& p) const {
    for (const auto& i : p.inner) bind(to, i);
    if (p.what == test::in) to.push_back(value::of_rows(p.list, name(p)));
    else
        for (std::size_t i = 0; i < p.list.count; ++i) to.push_back(load(p.element[0], p.list.row(i)));
}

} // namespace dataflow::outside_
