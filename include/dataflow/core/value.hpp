// How a value looks to a driver: a small borrowed view, and a description of a field in memory.
// Past this header no template knows a model: drivers loop over plain descriptions.
#pragma once

#include <dataflow/core/constant_pointer.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace dataflow {

/// What a database stores; each has one SQL type per dialect (`sql/types.hpp`).
enum class storage : std::uint8_t {
    boolean,
    int16,
    int32,
    int64,
    float32,
    float64,
    text,
    bytes,
    timestamp, ///< microseconds since 1970-01-01, UTC
    date,      ///< days since 1970-01-01
    uuid,      ///< 16 bytes
    json,      ///< the text of a JSON value
    array = 64, ///< added to the kind of the elements: `array_of`
};

/// The stored kind of an array of elements of a kind.
[[nodiscard]] constexpr storage array_of(storage element) noexcept {
    return static_cast<storage>(static_cast<std::uint8_t>(storage::array) + static_cast<std::uint8_t>(element));
}
[[nodiscard]] constexpr bool is_array(storage s) noexcept { return s >= storage::array; }
/// The kind of the elements of an array.
[[nodiscard]] constexpr storage element_of(storage s) noexcept {
    return static_cast<storage>(static_cast<std::uint8_t>(s) - static_cast<std::uint8_t>(storage::array));
}

/// How a field lies in memory.
enum class layout : std::uint8_t {
    boolean,     ///< bool
    int8,        ///< the integers by width and sign
    uint8,
    int16,
    uint16,
    int32,
    uint32,
    int64,
    float32,     ///< float
    float64,     ///< double
    text,        ///< std::string
    bytes,       ///< std::vector<std::byte>
    timestamp,   ///< dataflow::timestamp
    date,        ///< dataflow::date
    uuid,        ///< dataflow::uuid
    enumeration, ///< an enum class, stored by the name of its value
    json,        ///< a type that `text_access` turns into JSON text and back
    sequence,    ///< a vector or array whose elements `sequence_access` reaches
};

/// One value of an enum class and its name.
struct enumerator {
    std::int64_t value;
    std::string_view name;
};

/// How to look into and to fill a `std::optional<T>` whose T is not known here.
struct optional_access {
    const void* (*get)(const void* optional); ///< the value, or null when empty
    void* (*emplace)(void* optional);         ///< makes and gives a default value to be filled
    void (*reset)(void* optional);
};

struct text_access;     // core/access.hpp
struct sequence_access; // core/access.hpp

/// Everything that a driver must know of a C++ field type. One constant for each type.
struct type_info {
    storage stored;
    layout memory;
    std::uint32_t size; ///< bytes in memory of the field, the optional included
    std::uint8_t enum_size = 0;                  ///< bytes of an enumeration
    bool enum_signed = true;
    constant_pointer<optional_access> optional{}; ///< null where the field cannot be NULL
    std::span<const enumerator> enumerators{};   ///< for enumerations
    const text_access* text = nullptr;         ///< for `layout::json`
    const sequence_access* sequence = nullptr; ///< for `layout::sequence`

    [[nodiscard]] constexpr bool nullable() const noexcept { return optional != nullptr; }
};

/// Where a field lies in an object, of what type it is, and its column's name (for messages).
struct field_access {
    std::uint32_t offset = 0; ///< bytes from the start of the object
    const type_info* type = nullptr;
    std::string_view name{};
};

/// Many objects of one shape at equal distances: the rows of a bulk operation, or (with one field)
/// the list of an `in`.
struct rows_view {
    const std::byte* base = nullptr;
    std::size_t stride = 0; ///< bytes
    std::size_t count = 0;
    std::span<const field_access> fields{};
    const std::uint32_t* order = nullptr; ///< where set: the rows in this order, `count` positions

    [[nodiscard]] const void* row(std::size_t i) const noexcept { return base + (order != nullptr ? order[i] : i) * stride; }
};

/// One bound parameter, borrowed from the caller for the time of the call. 40 bytes, trivially copyable.
struct value {
    enum class form : std::uint8_t { null, single, rows, counter, object };

    storage stored = storage::int64; ///< the parameter's type, also when it is null
    form held = form::null;
    union {
        std::int64_t integer; ///< boolean, int16 to int64, timestamp, date
        double real;          ///< float32, float64
        const char* data;     ///< text, bytes, uuid (16 bytes)
        const rows_view* rows;
        std::int64_t* counter; ///< SQLite only: what `dataflow_tick(?)` adds one to
        const void* object;    ///< json, arrays: what the driver reads through `type`
    };
    union {
        std::size_t size = 0;  ///< bytes at `data`
        const type_info* type; ///< of `object`
    };
    std::string_view field{};     ///< the column that it is compared with or written to, for messages

    constexpr value() noexcept : integer(0) {}

    [[nodiscard]] static constexpr value null(storage s, std::string_view f = {}) noexcept {
        value v;
        v.stored = s;
        v.field = f;
        return v;
    }
    [[nodiscard]] static constexpr value of_integer(storage s, std::int64_t i, std::string_view f = {}) noexcept {
        value v = null(s, f);
        v.held = form::single;
        v.integer = i;
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

    /// A value that is not sent as it lies: the driver turns it into text or into its own array.
    [[nodiscard]] static constexpr value of_object(const type_info& t, const void* at, std::string_view f = {}) noexcept {
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

    [[nodiscard]] constexpr bool is_null() const noexcept { return held == form::null; }
    [[nodiscard]] constexpr std::string_view text_view() const noexcept { return {data, size}; }
};

} // namespace dataflow
