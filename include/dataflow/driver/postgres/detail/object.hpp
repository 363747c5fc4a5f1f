// JSON and arrays in PostgreSQL's binary form, out of fields.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/array_text.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/postgres/detail/buffer.hpp>
#include <dataflow/driver/postgres/detail/encode.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::postgres_ {

namespace detail {

inline constexpr char jsonb_version = 1;

/// The state of an array that is being written.
struct array_elements {
    const subject& about;
    const type_info& element;
    std::string_view field;
    buffer& out;
    std::size_t count = 0;
    bool nulls = false;

    void add(const void* at) {
        ++count;
        with_encoded(about, load(field_access{0, &element, field}, at), [&](const encoded& one) {
            if (out.size() + one.size + 4 > size_limit) refuse(about, field, too_large);
            char* to = out.extend(4 + one.size);
            put(to, one.data == nullptr ? std::int32_t{-1} : static_cast<std::int32_t>(one.size));
            if (one.data == nullptr) nulls = true;
            else if (one.size != 0) std::memcpy(to + 4, one.data, one.size);
        });
    }
};

} // namespace detail

/// Appends a JSON value or an array (`value::form::object`) in binary form. With `nested`, as an element of
/// an array: an array is a text then. Throws `invalid_value`.
inline void append_object(const subject& about, const value& v, bool nested, buffer& out) {
    try {
        if (v.stored == storage::json || nested) {
            std::string text;
            if (v.stored == storage::json) {
                text += detail::jsonb_version;
                v.type->text->write(v.object, text);
            } else append_array_text(text, v, array_style::literal);
            if (out.size() + text.size() > size_limit) refuse(about, v.field, too_large);
            out.append(text);
            return;
        }
        const auto& sequence = *v.type->sequence;
        const auto start = out.size();
        const auto size = sequence.size(v.object);
        char* head = out.extend(size == 0 ? 12 : 20);
        put(head, std::int32_t{size == 0 ? 0 : 1});
        put(head + 4, std::int32_t{0});
        put(head + 8, type_of(sequence.element->stored));
        if (size == 0) return;
        if (size > size_limit / 4) refuse(about, v.field, too_large);
        put(head + 12, static_cast<std::int32_t>(size));
        put(head + 16, std::int32_t{1});
        detail::array_elements elements{about, *sequence.element, v.field, out};
        try {
            sequence.each(v.object, &elements,
                          [](void* e, const void* at) { static_cast<detail::array_elements*>(e)->add(at); });
        } catch (const invalid_value& e) { // which element it was
            auto info = e.info();
            info.field = joined_path(v.field, "[" + std::to_string(elements.count - 1) + "]");
            throw invalid_value(std::move(info));
        }
        put(out.data() + start + 4, std::int32_t{elements.nulls ? 1 : 0});
    } catch (const access_fault& f) {
        refuse(about, joined_path(v.field, f.path), f.why);
    }
}

/// Appends a value with its length before it: as COPY and arrays hold it.
inline void append_sized(const subject& about, const value& v, bool nested, buffer& out) {
    if (v.held == value::form::object) {
        const auto start = out.size();
        (void)out.extend(4);
        append_object(about, v, nested, out);
        put(out.data() + start, static_cast<std::int32_t>(out.size() - start - 4));
        return;
    }
    with_encoded(about, v, [&](const encoded& one) {
        if (out.size() + one.size + 4 > size_limit) refuse(about, v.field, too_large);
        char* at = out.extend(4 + one.size);
        put(at, one.data == nullptr ? std::int32_t{-1} : static_cast<std::int32_t>(one.size));
        if (one.data != nullptr && one.size != 0) std::memcpy(at + 4, one.data, one.size);
    });
}

} // namespace dataflow::driver::postgres_
