// Result rows of which some columns keep their values in another form than the library's own: into the fields
// of an object, without a function of SQL or a text between.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/kept_times.hpp>
#include <dataflow/driver/sqlite/detail/kept_values.hpp>
#include <dataflow/driver/sqlite/detail/misfit_row.hpp>
#include <dataflow/driver/sqlite/detail/prepare.hpp>
#include <dataflow/driver/sqlite/detail/read.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

/// Stores what a value is in the form of the library; false where the type does not take it.
[[nodiscard]] inline bool store_own(const own_value& own, const type_info& type, void* to) {
    switch (own.held) {
    case own_value::kind::integer: return store_integer(type, to, own.integer);
    case own_value::kind::time: {
        if (type.stored == storage::timestamp) return store_integer(type, to, own.integer);
        if (type.stored == storage::date) return store_integer(type, to, own.integer / microseconds_of_day);
        const auto* functions = functions_of(type.stored);
        char text[longest_text];
        return functions != nullptr && store_made(type, to, functions->recall,
                                                  {text, write_own_time(text, type.stored, own.integer)});
    }
    case own_value::kind::id:
        return type.stored == storage::uuid &&
               store_data(type, to, {reinterpret_cast<const char*>(&own.id), 16});
    default: return false;
    }
}
/// The same for a field of an object, which may be mapped or optional.
inline void give_own(const own_value& own, const field_access& f, void* object, const subject& s) {
    if (f.type->memory == layout::mapped)
        return with_mapping(
            [&] {
                fill_mapped(f, object, [&](const field_access& inside, void* stored) {
                    give_own(own, inside, stored, s);
                });
            },
            [&](std::string_view why) { refuse(s, error_kind::invalid_value, why, f.name); });
    if (!store_own(own, *f.type, writable(f, object)))
        refuse(s, error_kind::invalid_value, "the stored value does not fit the field", f.name);
}

/// Throws for a value that its column's form refuses, with the row that holds it.
[[noreturn, gnu::cold]] inline void refuse_kept(sqlite3_stmt* row, const kept_column& c, std::string_view why,
                                                const field_access& f, const subject& s) {
    if (c.of == nullptr) refuse(s, error_kind::invalid_value, why, f.name);
    const auto words = std::string{why} + misfit_row(sqlite3_db_handle(row), *c.of, s);
    refuse(s, error_kind::invalid_value, words, c.of->column);
}

/// The same as `read_row`, where some columns have forms.
inline void read_kept_row(sqlite3_stmt* row, std::span<const field_access> fields, const prepared& by,
                          void* object, const subject& s) {
    int at = 0;
    for (const auto& f : fields) {
        const auto& c = by.kept[static_cast<std::size_t>(at)];
        if (c.form.how != sql::kept_as::as_sent) {
            auto* const v = sqlite3_column_value(row, at);
            const int type = sqlite3_value_type(v);
            if (type != SQLITE_NULL) {
                const auto own = read_kept(c.form, v, type);
                if (own.held == own_value::kind::refused) refuse_kept(row, c, own.why, f, s);
                if (own.held != own_value::kind::as_it_is) {
                    give_own(own, f, object, s);
                    ++at;
                    continue;
                }
            }
        }
        read_column(row, at++, f, object, s);
    }
}

} // namespace dataflow::driver::sqlite_::detail
