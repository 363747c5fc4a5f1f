// The code of outside/reader.hpp: values.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/outside/reader.hpp>

#include <cfloat>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace dataflow::outside_ {

/// A whole number, as 5, 5.0 or 5e0, that fits into the field.
DATAFLOW_RUNTIME std::int64_t reader::whole(layout memory) {
    need(json_::shape::number, "expected a whole number");
    std::int64_t n = 0;
    if (in_.is_integer()) n = in_.integer(INT64_MIN, INT64_MAX);
    else {
        const double x = in_.real();
        if (std::trunc(x) != x) fail("expected a whole number");
        if (std::fabs(x) > 9007199254740992.0) fail("a number out of the field's range"); // 2^53: beyond, not all are told apart
        n = static_cast<std::int64_t>(x);
    }
    if (!fits(memory, n)) fail("a number out of the field's range");
    return n;
}

DATAFLOW_RUNTIME void reader::add_value(part& to) {
    const auto& type = *table_.columns[to.column].type;
    const auto add = [&]<class T>(T v) {
        if (!std::holds_alternative<std::vector<T>>(to.values)) to.values.emplace<std::vector<T>>();
        std::get<std::vector<T>>(to.values).push_back(std::move(v));
    };
    const auto text = [&](std::string_view words) {
        need(json_::shape::text, words);
        return in_.text();
    };
    switch (type.memory) {
    case layout::boolean:
        need(json_::shape::boolean, "expected true or false");
        return add(static_cast<std::uint8_t>(in_.boolean() ? 1 : 0));
    case layout::int8:
    case layout::uint8:
    case layout::int16:
    case layout::uint16:
    case layout::int32:
    case layout::uint32:
    case layout::int64: return add(whole(type.memory));
    case layout::float32:
    case layout::float64: {
        need(json_::shape::number, "expected a number");
        const double x = in_.real();
        if (type.memory == layout::float64) return add(x);
        if (std::fabs(x) > static_cast<double>(FLT_MAX)) fail("a number out of the field's range");
        return add(static_cast<double>(static_cast<float>(x)));
    }
    case layout::text: return add(std::string{text("expected a text")});
    case layout::enumeration: {
        const auto given = text("expected one of the enumeration's names");
        for (const auto& e : type.enumerators)
            if (e.name == given) return add(std::string{given});
        fail("none of the enumeration's names");
    }
    case layout::timestamp: {
        const auto found = parse_timestamp(text("expected a time: \"2024-02-29T12:30:00Z\""));
        if (!found) fail("expected a time: \"2024-02-29T12:30:00Z\"");
        return add(*found);
    }
    case layout::date: {
        const auto found = parse_date(text("expected a day: \"2024-02-29\""));
        if (!found) fail("expected a day: \"2024-02-29\"");
        return add(*found);
    }
    case layout::uuid: {
        const auto found = parse_uuid(text("expected a UUID of 36 characters"));
        if (!found) fail("expected a UUID of 36 characters");
        return add(*found);
    }
    default: fail("a field of this type cannot be compared with JSON");
    }
}

} // namespace dataflow::outside_
