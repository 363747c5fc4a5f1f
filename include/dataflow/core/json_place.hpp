// What stands inside a type that is stored as JSON, as plain data: for paths that come at run time.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::json_ {

struct place_member;

/// The JSON of a type, optional and wrappers taken off.
struct place_type {
    enum class kind : std::uint8_t {
        whole,    ///< can only be asked whether it is there
        leaf,     ///< a value that can be compared
        object,   ///< of these members
        map,      ///< of any keys
        sequence, ///< of elements
        any,      ///< JSON of any shape
    };
    kind what = kind::whole;
    const type_info* leaf = nullptr;
    const place_type* inside = nullptr; ///< of a map or a sequence
    constant_list<place_member> members{};
};

struct place_member {
    std::string_view name;
    const place_type* type;
};

} // namespace dataflow::json_
