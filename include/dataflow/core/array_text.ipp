// The code of core/array_text.hpp.
#pragma once

#include <dataflow/core/array_text.hpp>
#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/number_text.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/utf8.hpp>

#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

namespace dataflow {

namespace detail {

struct array_writer {
    json_::writer to;
    std::string& out;
    const type_info& element;
    bool json;
    bool keeps_sign; ///< of -0.0
    bool first = true;
    std::size_t count = 0; ///< where it is no JSON, which counts itself

    void add(const void* at) {
        ++count;
        if (json) to.element();
        else if (!first) out += ',';
        first = false;
        if (json && element.optional == nullptr) { // what most elements are, without detours
            if (element.memory == layout::text) return to.text(*static_cast<const std::string*>(at));
            if (element.memory == layout::int32) return to.integer(load_as<std::int32_t>(at));
        }
        const auto v = load(field_access{0, &element, {}}, at);
        if (v.is_null()) {
            out += json ? "null" : "NULL";
            return;
        }
        with_mapping([&] { with_stored(v, [&](const value& stored) { put(stored); }); },
                     [&](std::string_view why) { to.fail(why); });
    }

    void put(const value& v) {
        if (const auto* functions = functions_of(v.stored)) {
            char made[longest_text];
            const auto size = functions->write(v.address(), made);
            if (size == 0) to.fail(facts_of(v.stored).refused);
            out.append(1, '"').append(made, size).append(1, '"'); // none of them has a quote or a backslash
            return;
        }
        switch (v.stored) {
        case storage::boolean:
            if (json) to.boolean(v.integer != 0);
            else out += v.integer != 0 ? 't' : 'f';
            return;
        case storage::int16:
        case storage::int32:
        case storage::int64: to.integer(v.integer); return;
        case storage::duration:
            if (v.integer == INT64_MIN) to.fail("out of the column's range");
            to.integer(v.integer);
            return;
        case storage::decimal: {
            char digits[decimal_text_size];
            to.number({digits, static_cast<std::size_t>(write_decimal(digits, v.integer, v.scale))});
            return;
        }
        case storage::float32:
        case storage::float64: real(v.real); return;
        default: break;
        }
        if (v.data == nullptr) to.fail("the value has no name within its df::enum_range");
        if (json) return to.text(v.text_view());
        if (const auto fault = check_text(v.text_view()); fault != text_fault::none)
            to.fail(message_of(fault));
        out += '"';
        for (const char c : v.text_view()) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        out += '"';
    }

    void real(double x) {
        if (keeps_sign && x == 0 && std::signbit(x)) return to.number("-0");
        if (std::isfinite(x)) return to.real(x);
        if (json && std::isnan(x)) to.fail("NaN cannot be stored in SQLite");
        if (json) out += x > 0 ? "9e999" : "-9e999";
        else out += std::isnan(x) ? "NaN" : x > 0 ? "Infinity" : "-Infinity";
    }
};

struct array_reader {
    json_::reader from;
    const type_info& element;

    using giver = void (*)(void* reader, void* at);
    /// Reads one element: for those that most arrays are made of without detours.
    [[nodiscard]] giver best() const noexcept {
        if (element.optional == nullptr) switch (element.memory) {
            case layout::int32: return &give_number<std::int32_t>;
            case layout::int64: return &give_number<std::int64_t>;
            case layout::text: return &give_text;
            default: break;
            }
        return [](void* r, void* at) { static_cast<array_reader*>(r)->give(at); };
    }
    template <class T>
    static void give_number(void* r, void* at) {
        auto& me = *static_cast<array_reader*>(r);
        if (me.from.sees_null()) return me.give(at);
        const auto n = me.from.integer(INT64_MIN, INT64_MAX);
        if (n != static_cast<T>(n)) me.from.fail("the database holds a value that the element cannot hold");
        store_as<T>(at, n);
    }
    static void give_text(void* r, void* at) {
        auto& me = *static_cast<array_reader*>(r);
        if (me.from.sees_null()) return me.give(at);
        static_cast<std::string*>(at)->assign(me.from.text());
    }

    void give(void* at) {
        const field_access field{0, &element, {}};
        if (from.sees_null()) {
            from.null();
            if (!store_null(field, at)) from.fail("the database holds NULL, which the element cannot hold");
        } else if (element.memory == layout::mapped)
            with_mapping(
                [&] {
                    fill_mapped(field, at,
                                [&](const field_access& inside, void* stored) { take(inside, stored); });
                },
                [&](std::string_view why) { from.fail(why); });
        else take(field, at);
    }

    void take(const field_access& field, void* at) {
        const type_info& type = *field.type;
        bool done = false;
        void* to = writable(field, at);
        switch (type.stored) {
        case storage::boolean: done = store_integer(type, to, from.boolean() ? 1 : 0); break;
        case storage::int16:
        case storage::int32:
        case storage::duration:
        case storage::int64: done = store_integer(type, to, from.integer(INT64_MIN, INT64_MAX)); break;
        case storage::decimal: {
            std::int64_t units = 0;
            if (const auto problem = read_decimal(from.number(), type.digits, type.scale, units);
                !problem.empty())
                from.fail(problem);
            done = store_integer(type, to, units);
            break;
        }
        case storage::float32:
        case storage::float64: {
            const double x = from.real(true);
            const bool narrow = type.memory == layout::float32 && std::isfinite(x) &&
                                std::fabs(x) > static_cast<double>(FLT_MAX);
            done = !narrow && store_real(type, to, x);
            break;
        }
        default: {
            const auto* functions = functions_of(type.stored);
            done = functions != nullptr ? store_made(type, to, functions->recall, from.text())
                                        : store_data(type, to, from.text());
        }
        }
        if (!done) from.fail("the database holds a value that the element cannot hold");
    }
};

} // namespace detail

DATAFLOW_RUNTIME void append_array_text(std::string& out, const value& array, array_style style) {
    const auto& sequence = *array.type->sequence;
    const bool json = style == array_style::json;
    detail::array_writer writer{json_::writer{out}, out, *sequence.element, json,
                                style == array_style::literal};
    if (json) writer.to.open_array();
    else out += '{';
    try {
        sequence.each(array.object, &writer,
                      [](void* w, const void* at) { static_cast<detail::array_writer*>(w)->add(at); });
    } catch (access_fault& f) {
        if (!json && f.path.empty()) f.path = "[" + std::to_string(writer.count - 1) + "]";
        throw;
    }
    if (json) writer.to.close_array();
    else out += '}';
}

namespace detail {

/// Eight bytes at a time: compilers do not turn std::count into that.
inline std::size_t count_commas(std::string_view text) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t low_bits = 0x7F * ones;
    std::size_t out = 0;
    const char* p = text.data();
    std::size_t left = text.size();
    for (; left >= 8; p += 8, left -= 8) {
        std::uint64_t word;
        std::memcpy(&word, p, 8);
        word ^= ones * ',';                                                  // a comma is a zero byte now
        const auto other = ((word & low_bits) + low_bits) | word | low_bits; // a high bit for each other one
        out += ((~other >> 7U) * ones) >> 56U;
    }
    for (; left != 0; ++p, --left) out += *p == ',' ? 1U : 0U;
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME void read_array_text(const type_info& type, void* to, std::string_view text) {
    const auto& sequence = *type.sequence;
    detail::array_reader reader{json_::reader{text}, *sequence.element};
    reader.from.open_array();
    // Numbers and the like have no comma inside.
    const auto kind = stored_type(*sequence.element).stored;
    const auto commas = kind == storage::text ? 0 : detail::count_commas(text);
    const auto count = sequence.fill(
        to, commas == 0 ? 0 : commas + 1, &reader,
        [](void* r) { return static_cast<detail::array_reader*>(r)->from.next_element(); }, reader.best());
    if (sequence.fixed != SIZE_MAX && count != sequence.fixed)
        throw access_fault{{}, "the database holds an array of a different length"};
    reader.from.finish();
}

} // namespace dataflow
