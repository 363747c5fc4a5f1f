// The code of node/cursor.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/fnv.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/sql/order.hpp>
#include <dataflow/sql/select_parts.hpp>
#include <dataflow/sql/tenant_keys.hpp>

#include <cstddef>
#include <cstring>

namespace dataflow {

DATAFLOW_RUNTIME std::string cursor::text() const {
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : data_) {
        bits = (bits << 8U) | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6) out += alphabet[(bits >> (held - 6)) & 63U];
    }
    if (held > 0) out += alphabet[(bits << (6 - held)) & 63U];
    return out;
}

DATAFLOW_RUNTIME cursor cursor::parse(detail::text_argument<"cursor::parse"> given) {
    const std::string_view text = given;
    cursor out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const auto digit = alphabet.find(c);
        if (digit == std::string_view::npos) throw invalid_value({.message = "not the text of a cursor"});
        bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out.data_ += static_cast<char>((bits >> held) & 255U);
        }
    }
    // text() leaves no whole digit over, and fills the last one up with zeros.
    if (held == 6 || (bits & ((1U << static_cast<unsigned>(held)) - 1U)) != 0)
        throw invalid_value({.message = "not the text of a cursor"});
    return out;
}

namespace node_::detail {

/// Whether the records of a list are those of all tenants.
[[nodiscard]] inline bool lists_all_tenants(const sql::statement& s, const sql::session_values* of) noexcept {
    if (of == nullptr || !of->all_tenants) return false;
    return s.select != nullptr ? sql::may_be_of_tenants(*s.select) : s.table->policy.partition >= 0;
}
/// Calls `each(key)` for the keys of its order; that of a page of a select has the tenants already.
template <class Each>
void each_key(const sql::statement& s, bool all_tenants, const Each& each) {
    for (const auto& o : s.order) each(o);
    if (all_tenants && s.select == nullptr && sql::has_keys_per_tenant(*s.table))
        each(sql::tenant_term(*s.table, s.order));
}

} // namespace node_::detail

DATAFLOW_RUNTIME cursor cursor::at(const sql::statement& s, const sql::session_values* of,
                                   std::span<const field_access> fields, const void* record,
                                   std::span<const value> ordering) {
    cursor out;
    const bool all = node_::detail::lists_all_tenants(s, of);
    out.put_number(fingerprint(s, ordering, all));
    node_::detail::each_key(s, all, [&](const sql::order_term& o) {
        with_stored(fields[o.column], record, [&](const value& v) {
            out.data_ += static_cast<char>(v.is_null() ? 0 : 1);
            if (v.is_null()) return;
            if (is_borrowed(v.stored)) {
                out.put_number(v.size);
                out.data_.append(v.data, v.size);
                return;
            }
            std::uint64_t raw = 0; // an integer or a double
            std::memcpy(&raw, &v.integer, sizeof raw);
            out.put_number(raw);
        });
    });
    return out;
}

DATAFLOW_RUNTIME void cursor::values(const sql::statement& s, const sql::session_values* of,
                                     void (*add)(void* to, const value& v), void* to,
                                     std::span<const value> ordering) const {
    const bool all = node_::detail::lists_all_tenants(s, of);
    std::size_t from = 0;
    const auto number = [&] {
        std::uint64_t n = 0;
        if (data_.size() - from < sizeof n) refuse(s);
        std::memcpy(&n, data_.data() + from, sizeof n);
        from += sizeof n;
        return n;
    };
    if (const auto mark = number(); mark != fingerprint(s, ordering, all)) {
        if (mark != fingerprint(s, ordering, !all)) refuse(s);
        refuse(s, all ? "the cursor is of one tenant's list, and this one is of all tenants"
                      : "the cursor is of a list of all tenants, and this one is not");
    }
    node_::detail::each_key(s, all, [&](const sql::order_term& o) {
        const bool column = o.key == nullptr;
        const auto& type = column ? *s.table->columns[o.column].type : *o.key->type;
        const auto name = column ? s.table->columns[o.column].name : std::string_view{};
        if (from == data_.size()) refuse(s);
        if (data_[from++] == 0) {
            if (!o.nullable) refuse(s);
            add(to, value::null(type.stored, name));
            return;
        }
        const auto n = number();
        if (is_borrowed(type.stored)) {
            const bool any_size = type.stored == storage::text || type.stored == storage::bytes;
            if (n > data_.size() - from || (!any_size && n != bytes_of(stored_type(type)))) refuse(s);
            add(to, value::of_data(type.stored, data_.data() + from, static_cast<std::size_t>(n), name));
            from += static_cast<std::size_t>(n);
            return;
        }
        switch (type.stored) {
        case storage::float32:
        case storage::float64: {
            double x = 0;
            std::memcpy(&x, &n, sizeof x);
            add(to, value::of_real(type.stored, x, name));
            break;
        }
        case storage::decimal:
            add(to, value::of_decimal(static_cast<std::int64_t>(n), type.scale, name));
            break;
        default: add(to, value::of_integer(type.stored, static_cast<std::int64_t>(n), name));
        }
    });
    if (from != data_.size()) refuse(s);
}

DATAFLOW_RUNTIME std::uint64_t cursor::fingerprint(const sql::statement& s, std::span<const value> ordering,
                                                   bool all_tenants) {
    auto hash = detail::fnv1a(s.table->name);
    const auto mix = [&](std::string_view t) { hash = detail::fnv1a(t, hash); };
    for (const auto& o : s.order) {
        mix(o.descending ? "-" : "+");
        mix(o.nulls_first ? "<" : ">");
        if (o.key == nullptr) mix(s.table->columns[o.column].name);
        else {
            sql::writer w{dialect::sqlite, ~std::uint64_t{0}};
            o.key->written(w);
            mix(w.view());
        }
    }
    for (const auto& v : ordering) {
        const auto raw = v.integer;
        mix(v.is_null() ? "0" : "1");
        if (v.held != value::form::single) continue;
        if (is_borrowed(v.stored)) mix(v.text_view());
        else mix({reinterpret_cast<const char*>(&raw), sizeof raw});
    }
    if (all_tenants) mix("*");
    return hash;
}

DATAFLOW_RUNTIME void cursor::refuse(const sql::statement& s, const char* why) {
    error_info info;
    info.node = std::string{s.node};
    info.model = std::string{s.table->model};
    info.message = why != nullptr ? why : "the cursor belongs to another list, or is damaged";
    throw invalid_value(std::move(info));
}

DATAFLOW_RUNTIME void cursor::put_number(std::uint64_t n) {
    char raw[sizeof n];
    std::memcpy(raw, &n, sizeof n);
    data_.append(raw, sizeof n);
}

} // namespace dataflow
