// What is known of a field's type at run time: how a database stores it, and how it lies in memory.
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
        0; ///< bytes of an enumeration, of a duration's count, of a listed type; see `bytes_of`
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

/// The bytes in memory of a UUID, an enumeration, a duration's count or a listed type.
[[nodiscard]] constexpr std::size_t bytes_of(const type_info& type) noexcept {
    return type.memory == layout::uuid ? 16 : type.enum_size;
}

/// Where a field lies in an object, of what type it is, and its column's name (for messages).
struct field_access {
    std::uint32_t offset = 0; ///< bytes from the start of the object
    const type_info* type = nullptr;
    std::string_view name{};
};

} // namespace dataflow
