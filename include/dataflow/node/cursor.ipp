// The code of node/cursor.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/node/cursor.hpp>

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
    if (held == 6 || (bits & ((1U << static_cast<unsigned>(held)) - 1U)) != 0) throw invalid_value({.message = "not the text of a cursor"});
    return out;
}

DATAFLOW_RUNTIME cursor cursor::at(const sql::statement& s, std::span<const field_access> fields, const void* record) {
    cursor out;
    out.put_number(fingerprint(s));
    for (const auto& o : s.order) {
        with_stored(fields[o.column], record, [&](const value& v) {
            out.data_ += static_cast<char>(v.is_null() ? 0 : 1);
            if (v.is_null()) return;
            switch (v.stored) {
            case storage::text:
            case storage::bytes:
            case storage::uuid:
                out.put_number(v.size);
                out.data_.append(v.data, v.size);
                break;
            default: {
                std::uint64_t raw = 0; // an integer or a double
                std::memcpy(&raw, &v.integer, sizeof raw);
                out.put_number(raw);
            }
            }
        });
    }
    return out;
}

DATAFLOW_RUNTIME void cursor::values(const sql::statement& s, void (*add)(void* to, const value& v), void* to) const {
    std::size_t from = 0;
    const auto number = [&] {
        std::uint64_t n = 0;
        if (data_.size() - from < sizeof n) refuse(s);
        std::memcpy(&n, data_.data() + from, sizeof n);
        from += sizeof n;
        return n;
    };
    if (number() != fingerprint(s)) refuse(s);
    for (const auto& o : s.order) {
        const auto& c = s.table->columns[o.column];
        if (from == data_.size()) refuse(s);
        if (data_[from++] == 0) {
            if (!c.nullable()) refuse(s);
            add(to, value::null(c.type->stored, c.name));
            continue;
        }
        const auto n = number();
        switch (c.type->stored) {
        case storage::text:
        case storage::bytes:
        case storage::uuid:
            if (n > data_.size() - from || (c.type->stored == storage::uuid && n != 16)) refuse(s);
            add(to, value::of_data(c.type->stored, data_.data() + from, static_cast<std::size_t>(n), c.name));
            from += static_cast<std::size_t>(n);
            break;
        case storage::float32:
        case storage::float64: {
            double x = 0;
            std::memcpy(&x, &n, sizeof x);
            add(to, value::of_real(c.type->stored, x, c.name));
            break;
        }
        case storage::decimal: add(to, value::of_decimal(static_cast<std::int64_t>(n), c.type->scale, c.name)); break;
        default: add(to, value::of_integer(c.type->stored, static_cast<std::int64_t>(n), c.name));
        }
    }
    if (from != data_.size()) refuse(s);
}

DATAFLOW_RUNTIME std::uint64_t cursor::fingerprint(const sql::statement& s) {
    std::uint64_t hash = 14695981039346656037ULL;
    const auto mix = [&](std::string_view t) {
        for (const char c : t) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    };
    mix(s.table->name);
    for (const auto& o : s.order) {
        mix(o.descending ? "-" : "+");
        mix(o.nulls_first ? "<" : ">");
        mix(s.table->columns[o.column].name);
    }
    return hash;
}

DATAFLOW_RUNTIME void cursor::refuse(const sql::statement& s) {
    error_info info;
    info.node = std::string{s.node};
    info.model = std::string{s.table->model};
    info.message = "the cursor belongs to another list, or is damaged";
    throw invalid_value(std::move(info));
}

DATAFLOW_RUNTIME void cursor::put_number(std::uint64_t n) {
    char raw[sizeof n];
    std::memcpy(raw, &n, sizeof n);
    data_.append(raw, sizeof n);
}

} // namespace dataflow
