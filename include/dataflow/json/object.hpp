// Objects and scalars of JSON through plain descriptions: code that knows no type.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/value.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::json_ {

/// One field of a struct.
struct member {
    std::string_view name;
    std::uint32_t offset; ///< bytes from the start of the object
    void (*write)(writer& to, const void* from);
    void (*read)(reader& from, void* to);
};

void write_object(writer& to, std::span<const member> members, const void* object);
/// Keys that are none of the members are passed over.
void read_object(reader& from, std::span<const member> members, void* object);

/// Numbers, booleans, texts; times, days, UUIDs and enumerations as texts.
void write_scalar(writer& to, const type_info& type, const void* from);
void read_scalar(reader& from, const type_info& type, void* to);

/// Both throw `invalid_value`.
void write_text(const text_access& access, const void* from, std::string& to);
void read_text(const text_access& access, void* to, std::string_view text);

} // namespace dataflow::json_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/json/object.ipp>
#endif
