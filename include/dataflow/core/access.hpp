// How drivers reach into fields that are no plain values: JSON by its text, vectors and arrays by their
// elements.
#pragma once

#include <dataflow/core/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow {

/// What is wrong inside a value. Drivers make an `invalid_value` of it that names node, model and column.
struct access_fault {
    std::string path;     ///< "weight", "sizes[2].width"; empty for the value as a whole
    std::string_view why; ///< constant data, without values
};

/// "specs" and "weight" make "specs.weight"; "tags" and "[2]" make "tags[2]".
[[nodiscard]] inline std::string joined_path(std::string_view field, std::string_view path) {
    std::string out{field};
    if (!out.empty() && !path.empty() && path.front() != '[') out += '.';
    out += path;
    return out;
}

/// How a value whose type is not known here becomes JSON text, and back. Both throw `access_fault`.
struct text_access {
    void (*write)(const void* from, std::string& to); ///< appends
    void (*read)(void* to, std::string_view text);
    bool (*is_initial)(const void* value); ///< whether it writes the same text as a default-constructed one
    void (*copy)(void* to, const void* from); ///< between two of this type
};

/// How to look into and to fill a `std::vector` or `std::array` whose type is not known here.
struct sequence_access {
    const type_info* element;
    std::size_t fixed; ///< how many elements a std::array has; SIZE_MAX where any number fits
    std::size_t (*size)(const void* sequence);
    /// Calls `take(state, element)` for each element.
    void (*each)(const void* sequence, void* state, void (*take)(void* state, const void* element));
    /// Takes elements as long as `more(state)` says so, each filled by `give(state, element)`, and gives how
    /// many there were; of a std::array at most one more than it holds. `expected`: how many are likely to
    /// come.
    std::size_t (*fill)(void* sequence, std::size_t expected, void* state, bool (*more)(void* state),
                        void (*give)(void* state, void* element));
    void (*copy)(void* to, const void* from); ///< between two of this type
};

} // namespace dataflow
