// The version of the library: numbers for #if, and a text. CMakeLists.txt and the Conan recipe read it here.
//
// Apart from the macros of core/config.hpp, which a build sets, these are the only macros that the library
// leaves defined. Until version 1.0, a new minor version may require changes to a program; a new patch
// version does not.
#pragma once

#include <string_view>

#define DATAFLOW_VERSION_MAJOR 0
#define DATAFLOW_VERSION_MINOR 1
#define DATAFLOW_VERSION_PATCH 0

namespace dataflow {

#define DATAFLOW_TEXT_OF(major_, minor_, patch_) #major_ "." #minor_ "." #patch_
#define DATAFLOW_VERSION_TEXT(major_, minor_, patch_) DATAFLOW_TEXT_OF(major_, minor_, patch_)

/// "MAJOR.MINOR.PATCH", the same numbers as in the macros. `import dataflow;` gives this and no macros.
inline constexpr std::string_view version =
    DATAFLOW_VERSION_TEXT(DATAFLOW_VERSION_MAJOR, DATAFLOW_VERSION_MINOR, DATAFLOW_VERSION_PATCH);

#undef DATAFLOW_VERSION_TEXT
#undef DATAFLOW_TEXT_OF

} // namespace dataflow
