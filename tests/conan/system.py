"""A package of a library that the machine has already, for tests/conan/run: `conan export system.py --name=sqlite3 ...`.

It stands for ConanCenter's package of that name: what the recipe of dataflow asks for is found, and nothing is downloaded.
"""
import os

from conan import ConanFile


class SystemLibrary(ConanFile):
    package_type = "header-library"
    options = {"header_only": [True, False]}  # Boost's, which the recipe of dataflow sets
    default_options = {"header_only": True}

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.includedirs = []
        self.cpp_info.libdirs = []
        if self.name == "boost":
            self.cpp_info.components["headers"].includedirs = []
        elif self.name == "sqlite3":
            self.cpp_info.system_libs = ["sqlite3"]
        else:
            self.cpp_info.includedirs = [os.environ["LIBPQ_INCLUDE"]]
            self.cpp_info.libdirs = [os.environ["LIBPQ_LIB"]]
            self.cpp_info.system_libs = ["pq"]
