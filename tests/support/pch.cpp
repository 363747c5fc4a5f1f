// Nothing: tests/CMakeLists.txt needs a file for which pch.hpp is compiled.
