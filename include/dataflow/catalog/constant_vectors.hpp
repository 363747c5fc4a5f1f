// Functions that work with a std::vector in constant expressions.
#pragma once

// In the debug mode of libstdc++ 12 no std::vector is for constant expressions; then neither are they.
#ifdef _GLIBCXX_DEBUG
#define DATAFLOW_WITH_VECTORS inline
#else
#define DATAFLOW_WITH_VECTORS constexpr
#endif
