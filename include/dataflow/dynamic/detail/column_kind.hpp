// What a record whose shape is known only at run time must know of a column's C++ type: how a value of it is
// made and moved, and its form as JSON.
#pragma once

#include <dataflow/catalog/field_choice.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/type_info.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace dataflow::dynamic_ {

/// The elements of an array that another program wrote may be NULL.
template <class T>
using elements = std::vector<std::optional<T>>;

/// One C++ type, as plain data. `optional`: the value is a `std::optional` of it.
struct column_kind {
    const type_info* plain = nullptr;
    const type_info* optional = nullptr;
    std::size_t alignment = 1;
    void (*make)(void* at, bool optional) = nullptr;
    void (*move)(void* to, void* from, bool optional) = nullptr; ///< `from` is destroyed
    void (*destroy)(void* at, bool optional) = nullptr;
    /// Null for scalars, and arrays of decimals, whose types tell how they are written and read.
    void (*write)(json_::writer& to, const void* value) = nullptr;
    void (*read)(json_::reader& from, void* value) = nullptr;
};

/// The type that holds the values of a column for which a type was chosen; null where there is none.
[[nodiscard]] const column_kind* kind_of(const catalog::field_choice& type) noexcept;

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/detail/column_kind.ipp>
#endif
