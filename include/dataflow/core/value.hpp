// How a value looks to a driver: a small borrowed view, and a description of a field in memory.
// Past this header no template knows a model: drivers loop over plain descriptions.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/constant_pointer.hpp>

#include <cstddef>
#include <cstdint>
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
    timestamp,   ///< microseconds since 1970-01-01, UTC
    date,        ///< days since 1970-01-01
    uuid,        ///< 16 bytes
    decimal,     ///< a whole number times 10^-scale
    duration,    ///< microseconds
    json,        ///< the text of a JSON value
    listed = 32, ///< the first of those that are described in core/types/detail/list.hpp: `storage_of<T>`
    array = 64,  ///< added to the kind of the elements: `array_of`
};

/// The stored kind of an array of elements of a kind.
[[nodiscard]] constexpr storage array_of(storage element) noexcept {
    return static_cast<storage>(static_cast<std::uint8_t>(storage::array) +
                                static_cast<std::uint8_t>(element));
}
[[nodiscard]] constexpr bool is_array(storage s) noexcept { return s >= storage::array; }
/// The kind of the elements of an array.
[[nodiscard]] constexpr storage element_of(storage s) noexcept {
    return static_cast<storage>(static_cast<std::uint8_t>(s) - static_cast<std::uint8_t>(storage::array));
}

/// Whether the bytes of a value are borrowed from where they lie (`value::data`). Of text their number
/// differs; of all others it is that of the C++ type.
[[nodiscard]] constexpr bool is_borrowed(storage s) noexcept {
    return s == storage::text || s == storage::bytes || s == storage::uuid ||
           (s >= storage::listed && s < storage::array);
}

/// How a field lies in memory.
enum class layout : std::uint8_t {
    boolean, ///< bool
    int8,    ///< the integers by width and sign
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
    decimal,     ///< dataflow::decimal
    duration,    ///< a std::chrono::duration of whole numbers
    mapped,      ///< a type of the program's own: see core/mapped.hpp
    json,        ///< a type that `text_access` turns into JSON text and back
    sequence,    ///< a vector or array whose elements `sequence_access` reaches
    listed,      ///< a type of core/types/detail/list.hpp: its bytes are the value
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

struct type_info;

/// How to make of an object whose type is not known here what is stored of it, and back. See core/mapped.hpp.
struct mapping {
    const type_info* stored; ///< describes the stored type; never mapped or optional itself
    /// Makes the stored form, and calls `use(context, stored form)` while it lives.
    void (*to)(const void* object, void (*use)(void* context, const void* stored), void* context);
    /// Lets `fill(context, stored form)` fill an empty one, and makes the object of it.
    void (*from)(void* object, void (*fill)(void* context, void* stored), void* context);
    /// Both: what `fill` has filled becomes an object, and the stored form of that is given to `use`.
    void (*pass)(void (*fill)(void* context, void* stored), void (*use)(void* context, const void* stored),
                 void* context);
};
struct text_access;     // core/access.hpp
struct sequence_access; // core/access.hpp

/// Everything that a driver must know of a C++ field type. One constant for each type.
struct type_info {
    storage stored;
    layout memory;
    std::uint32_t size; ///< bytes in memory of the field, the optional included
    std::uint8_t enum_size =
        0; ///< bytes of an enumeration, of a duration's count, of a UUID or a listed type
    bool enum_signed = true;
    constant_pointer<optional_access> optional{}; ///< null where the field cannot be NULL
    constant_list<enumerator> enumerators{};      ///< for enumerations
    std::uint8_t digits = 0;                      ///< of a decimal, in all
    std::uint8_t scale = 0;                       ///< of a decimal, after the point
    std::int64_t tick = 0;                        ///< microseconds that a duration counts by
    constant_pointer<mapping> map{};              ///< of a mapped type
    const text_access* text = nullptr;            ///< for `layout::json`
    const sequence_access* sequence = nullptr;    ///< for `layout::sequence`

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
