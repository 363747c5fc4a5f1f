// The end of what core/enter.hpp began.
#pragma pop_macro("I")
#pragma pop_macro("check")
#pragma pop_macro("emit")
#pragma pop_macro("far")
#pragma pop_macro("max")
#pragma pop_macro("min")
#pragma pop_macro("require")
#pragma pop_macro("slots")
#pragma pop_macro("small")
#pragma pop_macro("verify")
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
