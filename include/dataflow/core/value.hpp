// Values on their way to a database: borrowed views of a parameter, and of many rows.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/type_info.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow {

/// Many objects of one shape at equal distances: the rows of a bulk operation, or (with one field)
/// the list of an `in`.
struct rows_view {
    const std::byte* base = nullptr;
    std::size_t stride = 0; ///< bytes
    std::size_t count = 0;
    constant_list<field_access> fields{};
    const std::uint32_t* order = nullptr; ///< where set: the rows in this order, `count` positions

    [[nodiscard]] const void* row(std::size_t i) const noexcept {
        return base + (order != nullptr ? order[i] : i) * stride;
    }
};

/// One bound parameter, borrowed from the caller for the time of the call. 40 bytes, trivially copyable.
struct value {
    enum class form : std::uint8_t { null, single, rows, counter, mapped, object, fragment };

    storage stored = storage::int64; ///< the parameter's type, also when it is null
    form held = form::null;
    std::uint8_t scale = 0; ///< digits after the point of a decimal
    union {
        std::int64_t integer; ///< boolean, int16 to int64, timestamp, date, duration; a decimal's units
        double real;          ///< float32, float64
        const char*
            data; ///< text, bytes, and the bytes of a UUID or of a listed type, which need not be aligned
        const rows_view* rows;
        const void* object; ///< mapped: what it is made of when it is needed (`with_stored`); json, arrays:
                            ///< read through `type`
        std::int64_t* counter; ///< SQLite only: what `dataflow_tick(?)` adds one to
        const void* fragment;  ///< an `sql::fragment`, which stands for its own values
    };
    union {
        std::size_t size = 0;  ///< bytes at `data`
        const type_info* type; ///< of `object`
    };
    std::string_view field{}; ///< the column that it is compared with or written to, for messages

    constexpr value() noexcept : integer(0) {}

    [[nodiscard]] static constexpr value null(storage s, std::string_view f = {}) noexcept {
        value v;
        v.stored = s;
        v.field = f;
        return v;
    }
    [[nodiscard]] static constexpr value of_integer(storage s, std::int64_t i,
                                                    std::string_view f = {}) noexcept {
        value v = null(s, f);
        v.held = form::single;
        v.integer = i;
        return v;
    }
    [[nodiscard]] static constexpr value of_decimal(std::int64_t units, std::uint8_t scale,
                                                    std::string_view f = {}) noexcept {
        value v = of_integer(storage::decimal, units, f);
        v.scale = scale;
        return v;
    }
    [[nodiscard]] static constexpr value of_real(storage s, double r, std::string_view f = {}) noexcept {
        value v = null(s, f);
        v.held = form::single;
        v.real = r;
        return v;
    }
    [[nodiscard]] static constexpr value of_data(storage s, const char* d, std::size_t n,
                                                 std::string_view f = {}) noexcept {
        value v = null(s, f);
        v.held = form::single;
        v.data = d;
        v.size = n;
        return v;
    }
    [[nodiscard]] static constexpr value of_text(std::string_view t, std::string_view f = {}) noexcept {
        // A null address means an enumeration's value without a name; an empty view may have one too.
        return of_data(storage::text, t.data() != nullptr ? t.data() : "", t.size(), f);
    }
    /// Rows for a bulk statement or an `in`. In the SQL text: `sql::writer::rows`.
    [[nodiscard]] static constexpr value of_rows(const rows_view& r, std::string_view f = {}) noexcept {
        value v = null(storage::int64, f);
        v.held = form::rows;
        v.rows = &r;
        return v;
    }

    /// An object of a mapped type.
    [[nodiscard]] static constexpr value of_mapped(const type_info& t, const void* o,
                                                   std::string_view f = {}) noexcept {
        value v = of_object(t, o, f);
        v.held = form::mapped;
        return v;
    }

    /// A value that is not sent as it lies: the driver turns it into text or into its own array.
    [[nodiscard]] static constexpr value of_object(const type_info& t, const void* at,
                                                   std::string_view f = {}) noexcept {
        value v = null(t.stored, f);
        v.held = form::object;
        v.object = at;
        v.type = &t;
        return v;
    }

    /// A number that the SQLite function `dataflow_tick(?)` adds one to for each row that asks it.
    [[nodiscard]] static constexpr value of_counter(std::int64_t& n) noexcept {
        value v = null(storage::int64);
        v.held = form::counter;
        v.counter = &n;
        return v;
    }

    /// A part of the statement that is known only at run time: an `sql::fragment`.
    [[nodiscard]] static constexpr value of_fragment(const void* f) noexcept {
        value v = null(storage::int64);
        v.held = form::fragment;
        v.fragment = f;
        return v;
    }

    /// Where the functions of the kind (`type_functions`) find the value: it is single, and lives as long as
    /// they need it.
    [[nodiscard]] constexpr const void* address() const noexcept {
        return is_borrowed(stored) ? static_cast<const void*>(data) : &integer;
    }
    [[nodiscard]] constexpr bool is_null() const noexcept { return held == form::null; }
    [[nodiscard]] constexpr std::string_view text_view() const noexcept { return {data, size}; }
};

} // namespace dataflow
