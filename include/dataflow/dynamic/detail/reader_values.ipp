// The code of dynamic/detail/reader.hpp: values.
#pragma once

#include <dataflow/core/base64.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/iso8601_duration.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/number_text.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/dynamic/detail/reader.hpp>

#include <cfloat>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dataflow::dynamic_ {

/// A whole number, as 5, 5.0 or 5e0, exactly, that fits into the field.
DATAFLOW_RUNTIME std::int64_t reader::whole(layout memory) {
    need(json_::shape::number, "expected a whole number");
    const std::int64_t n = in_.integer(INT64_MIN, INT64_MAX);
    if (!fits(memory, n)) fail("a number out of the field's range");
    return n;
}

namespace detail {

/// Fills an object of a stored type with what was read; false where it does not fit.
struct filling {
    const type_info& type;
    void* to;
    bool operator()(const std::vector<std::int64_t>& v) const { return store_integer(type, to, v[0]); }
    bool operator()(const std::vector<std::uint8_t>& v) const { return store_integer(type, to, v[0]); }
    bool operator()(const std::vector<double>& v) const { return store_real(type, to, v[0]); }
    bool operator()(const std::vector<std::string>& v) const { return store_data(type, to, v[0]); }
    bool operator()(const std::vector<timestamp>& v) const {
        return store_integer(type, to, v[0].time_since_epoch().count());
    }
    bool operator()(const std::vector<date>& v) const {
        return store_integer(type, to, std::chrono::sys_days{v[0]}.time_since_epoch().count());
    }
    bool operator()(const std::vector<bytes>& v) const {
        return store_data(type, to, {reinterpret_cast<const char*>(v[0].data()), v[0].size()});
    }
    bool operator()(const std::vector<listed_value>& v) const {
        return store_data(type, to, {reinterpret_cast<const char*>(v[0].held), type.enum_size});
    }
    bool operator()(const std::vector<uuid>& v) const {
        return store_data(type, to, {reinterpret_cast<const char*>(&v[0]), 16});
    }
};

/// Adds a stored value to those of a part.
inline void add_stored(operands& to, const type_info& type, const void* made) {
    const auto add = [&]<class T>(T v) {
        if (!std::holds_alternative<std::vector<T>>(to)) to.emplace<std::vector<T>>();
        std::get<std::vector<T>>(to).push_back(std::move(v));
    };
    const value v = load(field_access{0, &type, {}}, made);
    switch (type.memory) {
    case layout::boolean: return add(static_cast<std::uint8_t>(v.integer));
    case layout::float32:
    case layout::float64: return add(v.real);
    case layout::text:
    case layout::enumeration: return add(std::string{v.text_view()});
    case layout::timestamp: return add(*static_cast<const timestamp*>(made));
    case layout::date: return add(*static_cast<const date*>(made));
    case layout::uuid: return add(*static_cast<const uuid*>(made));
    case layout::bytes: return add(*static_cast<const bytes*>(made));
    case layout::listed: {
        listed_value held;
        std::memcpy(held.held, made, type.enum_size);
        return add(held);
    }
    default: return add(v.integer);
    }
}

} // namespace detail

/// A decimal, from the digits of a number or from a text: exactly, in the field's last digits.
DATAFLOW_RUNTIME std::int64_t reader::exact(const type_info& type) {
    const bool written = in_.peek() == json_::shape::text;
    if (!written) need(json_::shape::number, "expected a decimal number: 12.50 or \"12.50\"");
    const auto given = written ? in_.text() : in_.digits();
    std::int64_t units = 0;
    const auto problem = dataflow::detail::read_decimal(given, type.digits, type.scale, units);
    if (problem == "not a decimal number") fail("expected a decimal number: 12.50 or \"12.50\"");
    if (!problem.empty())
        fail(problem == "more digits than the type has" ? "a number out of the field's range"
                                                        : "more digits after the point than the field has");
    return units;
}

/// A value of a type of the program's own: as it is stored, and taken by the type's own mapping.
DATAFLOW_RUNTIME void reader::add_mapped(part& to, const mapping& map) {
    part plain;
    add_value(plain, *map.stored);
    struct context {
        const part& plain;
        part& to;
        const type_info& type;
        bool fits;
    } about{plain, to, *map.stored, true};
    bool taken = true;
    try {
        map.pass(
            [](void* c, void* stored) {
                auto& a = *static_cast<context*>(c);
                a.fits = std::visit(detail::filling{a.type, stored}, a.plain.values);
            },
            [](void* c, const void* made) {
                auto& a = *static_cast<context*>(c);
                if (a.fits) detail::add_stored(a.to.values, a.type, made);
            },
            &about);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (...) { // its text may hold the value
        taken = false;
    }
    if (!taken || !about.fits) fail(refused_by_mapping);
}

/// What stands in JSON of any shape is compared as what it is compared with.
DATAFLOW_RUNTIME void reader::settle_type(part& to) {
    if (!to.of.any) return;
    const type_info* type = nullptr;
    switch (in_.peek()) {
    case json_::shape::boolean: type = &schema::info_of<bool>; break;
    case json_::shape::number: type = &schema::info_of<double>; break;
    case json_::shape::text: type = &schema::info_of<std::string>; break;
    default: fail("expected a string, a number, true or false");
    }
    if (to.of.type != nullptr && to.of.type != type) fail("values of different types");
    to.of.type = type;
}

DATAFLOW_RUNTIME void reader::add_value(part& to) {
    settle_type(to);
    if (to.of.type == nullptr)
        fail(of_array(to.of) ? "expected a list: the whole array; $contains asks for an element"
                             : no_json_comparison);
    if (to.of.any && to.of.type->stored == storage::boolean && to.what != test::eq && to.what != test::ne &&
        to.what != test::in)
        fail("true and false have no order");
    if (to.of.any && in_.peek() == json_::shape::number &&
        in_.is_integer()) { // as a double, like every number of such JSON
        const auto n = in_.integer(INT64_MIN, INT64_MAX);
        if (n > 9007199254740992 || n < -9007199254740992)
            fail("a whole number that a double does not hold exactly");
        if (!std::holds_alternative<std::vector<double>>(to.values)) to.values.emplace<std::vector<double>>();
        return std::get<std::vector<double>>(to.values).push_back(static_cast<double>(n));
    }
    add_value(to, *to.of.type);
}

DATAFLOW_RUNTIME void reader::add_value(part& to, const type_info& type) {
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
    case layout::text: return add(std::string{text("expected a string")});
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
    case layout::listed: {
        const auto& words = facts_of(type.stored).expected;
        listed_value found;
        if (!functions_of(type.stored)->parse(text(words), found.held)) fail(words);
        return add(found);
    }
    case layout::decimal: return add(exact(type));
    case layout::duration: { // microseconds
        if (in_.peek() == json_::shape::text) {
            std::int64_t found = 0;
            if (const auto problem = read_duration(in_.text(), found); !problem.empty()) fail(problem);
            return add(found);
        }
        need(json_::shape::number, expected_duration);
        const auto n = whole(layout::int64);
        if (n == INT64_MIN) fail("a number out of the field's range");
        return add(n);
    }
    case layout::mapped: return add_mapped(to, *type.map);
    case layout::bytes: {
        auto found = dataflow::detail::from_base64(text("expected bytes in base64"));
        if (!found) fail("expected bytes in base64");
        return add(std::move(*found));
    }
    default: fail(no_comparison);
    }
}

} // namespace dataflow::dynamic_
