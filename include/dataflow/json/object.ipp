// The code of json/object.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/iso8601_duration.hpp>
#include <dataflow/core/number_text.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/json/object.hpp>

#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace dataflow::json_ {

DATAFLOW_RUNTIME void write_object(writer& to, std::span<const member> members, const void* object) {
    to.open_object();
    for (const auto& m : members) {
        to.member(m.name);
        m.write(to, static_cast<const std::byte*>(object) + m.offset);
    }
    to.close_object();
}

DATAFLOW_RUNTIME void read_object(reader& from, std::span<const member> members, void* object) {
    from.open_object();
    std::size_t next = 0; // keys come mostly in the order of the members
    for (std::string_view key;
         from.next_key(key, members.empty() ? std::string_view{} : members[next].name);) {
        const member* found = nullptr;
        for (std::size_t i = 0; i < members.size() && found == nullptr; ++i) {
            const auto& m = members[next];
            if (m.name.data() == key.data() || m.name == key) found = &m;
            if (++next == members.size()) next = 0;
        }
        if (found == nullptr) {
            from.skip();
            continue;
        }
        from.member(found->name);
        found->read(from, static_cast<std::byte*>(object) + found->offset);
    }
}

DATAFLOW_RUNTIME void write_scalar(writer& to, const type_info& type, const void* from) {
    switch (type.memory) { // what most fields are, without detours
    case layout::text: return to.text(*static_cast<const std::string*>(from));
    case layout::int32: return to.integer(dataflow::detail::load_as<std::int32_t>(from));
    case layout::float64: return to.real(dataflow::detail::load_as<double>(from));
    default: break;
    }
    const auto v = load(field_access{0, &type, {}}, from);
    if (const auto* functions = functions_of(v.stored)) {
        char made[longest_text];
        const auto size = functions->write(v.address(), made);
        if (size == 0) to.fail(facts_of(v.stored).refused);
        return to.text({made, size});
    }
    switch (v.stored) {
    case storage::boolean: return to.boolean(v.integer != 0);
    case storage::int16:
    case storage::int32:
    case storage::int64: return to.integer(v.integer);
    case storage::duration:
        if (v.integer == INT64_MIN) to.fail("a duration beyond 64 bits of microseconds");
        return to.integer(v.integer);
    case storage::decimal: {
        char digits[dataflow::detail::decimal_text_size];
        return to.number(
            {digits, static_cast<std::size_t>(dataflow::detail::write_decimal(digits, v.integer, v.scale))});
    }
    case storage::float32: return to.real(static_cast<float>(v.real));
    case storage::float64: return to.real(v.real);
    default: break;
    }
    if (v.data == nullptr) to.fail("the value has no name within its df::enum_range");
    to.text(v.text_view());
}

DATAFLOW_RUNTIME void read_scalar(reader& from, const type_info& type, void* to) {
    if (type.memory == layout::text) {
        static_cast<std::string*>(to)->assign(from.text());
        return;
    }
    if (type.memory == layout::int32)
        return dataflow::detail::store_as<std::int32_t>(to, from.integer(INT32_MIN, INT32_MAX));
    switch (type.stored) {
    case storage::boolean: (void)store_integer(type, to, from.boolean() ? 1 : 0); return;
    case storage::duration:
        if (from.peek() == shape::text) { // as other programs write it
            std::int64_t found = 0;
            if (const auto problem = read_duration(from.text(), found); !problem.empty()) from.fail(problem);
            if (!store_integer(type, to, found)) from.fail("a duration out of the field's range");
            return;
        }
        [[fallthrough]];
    case storage::int16:
    case storage::int32:
    case storage::int64:
        if (!store_integer(type, to, from.integer(INT64_MIN, INT64_MAX)))
            from.fail("a number out of the field's range");
        return;
    case storage::decimal: {
        std::int64_t units = 0;
        const auto digits = from.peek() == shape::text ? from.text() : from.number();
        if (const auto problem = dataflow::detail::read_decimal(digits, type.digits, type.scale, units);
            !problem.empty())
            from.fail(problem);
        (void)store_integer(type, to, units);
        return;
    }
    case storage::float32:
    case storage::float64: {
        const double x = from.real();
        if (type.memory == layout::float32 && std::fabs(x) > static_cast<double>(FLT_MAX))
            from.fail("a number out of the field's range");
        (void)store_real(type, to, x);
        return;
    }
    default: break;
    }
    if (const auto* functions = functions_of(type.stored)) {
        if (!store_made(type, to, functions->parse, from.text())) from.fail(facts_of(type.stored).expected);
        return;
    }
    if (!store_data(type, to, from.text())) from.fail("expected a name of the enumeration");
}

namespace detail {
[[noreturn, gnu::cold]] inline void refuse(access_fault&& fault) {
    error_info info;
    info.field = std::move(fault.path);
    info.message = fault.why;
    throw invalid_value(std::move(info));
}
} // namespace detail

DATAFLOW_RUNTIME void write_text(const text_access& access, const void* from, std::string& to) {
    try {
        access.write(from, to);
    } catch (access_fault& fault) {
        detail::refuse(std::move(fault));
    }
}

DATAFLOW_RUNTIME void read_text(const text_access& access, void* to, std::string_view text) {
    try {
        access.read(to, text);
    } catch (access_fault& fault) {
        detail::refuse(std::move(fault));
    }
}

} // namespace dataflow::json_
