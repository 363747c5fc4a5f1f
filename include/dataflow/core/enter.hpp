// At the beginning of what a program includes; core/leave.hpp at its end undoes it. No include guard: each
// pair works for itself.
//
// A program's own globals may have the names of the library's parameters (`int url;` with -Wshadow -Werror),
// and the macros of other libraries' headers the names of its functions and template parameters. clang's
// -Wextra finds fault with the library for making a program's structs from some of their fields.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wshadow"
#endif
#pragma push_macro("I")
#pragma push_macro("check")
#pragma push_macro("emit")
#pragma push_macro("far")
#pragma push_macro("max")
#pragma push_macro("min")
#pragma push_macro("require")
#pragma push_macro("slots")
#pragma push_macro("small")
#pragma push_macro("verify")
#undef I       // complex.h
#undef check   // macOS's AssertMacros.h
#undef emit    // Qt
#undef far     // windows.h
#undef max     // windows.h
#undef min     // windows.h
#undef require // macOS's AssertMacros.h
#undef slots   // Qt
#undef small   // windows.h
#undef verify  // macOS's AssertMacros.h
