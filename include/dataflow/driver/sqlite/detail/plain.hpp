// The fields that most records are made of, given to SQLite without detours: as parameters, and as columns of
// rows.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/core/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_ {

/// Gives a field of an object to `to`, which has `null()`, `integer(n)`, `real(x)` and `text(s)`: what these
/// return. Or, where the general way has to see to the field, `otherwise`; nothing was given then. It is a
/// part of loops over the fields of many rows, and must be inlined there: as a call of its own it takes twice
/// as long.
template <class To, class R>
[[gnu::always_inline]] inline R give_plain(const field_access& f, const void* object, To to, R otherwise) {
    const type_info& t = *f.type;
    const void* from = static_cast<const std::byte*>(object) + f.offset;
    if (t.optional != nullptr && (from = t.optional->get(from)) == nullptr) return to.null();
    switch (t.memory) {
    case layout::decimal: // the column checks its digits
    case layout::int64: return to.integer(dataflow::detail::load_as<std::int64_t>(from));
    case layout::int32: return to.integer(dataflow::detail::load_as<std::int32_t>(from));
    case layout::boolean: return to.integer(dataflow::detail::load_as<bool>(from) ? 1 : 0);
    case layout::float64: {
        const auto x = dataflow::detail::load_as<double>(from);
        return std::isnan(x) ? otherwise : to.real(x);
    }
    case layout::text: {
        const auto& text = *static_cast<const std::string*>(from);
        if (t.stored != storage::text || check_text(text) != text_fault::none) return otherwise;
        return to.text(text);
    }
    case layout::enumeration: {
        const auto name = enumerator_name(t, dataflow::detail::load_enum(t, from));
        if (name.data() == nullptr || check_text(name) != text_fault::none) return otherwise;
        return to.text(name);
    }
    default: return otherwise;
    }
}

} // namespace dataflow::driver::sqlite_
