// The one file of a program that links dataflow::compiled in which the code that knows no model is compiled.
#include <dataflow/runtime.hpp>
