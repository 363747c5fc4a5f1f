"""Conan 2 recipe: `conan create . -o "&:with_postgres=True"`."""
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load

required_conan_version = ">=2.0"


class DataflowConan(ConanFile):
    name = "dataflow"
    description = "Typed database operations and workflows from plain C++ structs, for SQLite and PostgreSQL"
    license = "BSL-1.0"
    topics = ("database", "orm", "sqlite", "postgresql", "header-only", "cpp20")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"with_sqlite": [True, False], "with_postgres": [True, False]}
    default_options = {"with_sqlite": True, "with_postgres": False, "boost/*:header_only": True}
    exports_sources = "include/*", "cmake/dataflow.cppm", "LICENSE"
    test_package_folder = "cmake/conan/test_package"
    no_copy_source = True

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "include/dataflow/version.hpp"))
        self.version = ".".join(re.findall(r"^#define DATAFLOW_VERSION_\w+ (\d+)$", header, re.M))

    def requirements(self):
        self.requires("boost/[>=1.75 <2]", transitive_headers=True)
        if self.options.with_sqlite:
            self.requires("sqlite3/[>=3.35 <4]", transitive_headers=True, transitive_libs=True)
        if self.options.with_postgres:
            self.requires("libpq/[>=14]", transitive_headers=True, transitive_libs=True)

    def validate(self):
        check_min_cppstd(self, 20)

    def package_id(self):
        # The headers are the same everywhere; the options say what a consumer links.
        self.info.settings.clear()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*.hpp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))
        copy(self, "*.ipp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))
        copy(self, "dataflow.cppm", os.path.join(self.source_folder, "cmake"), os.path.join(self.package_folder, "share/dataflow"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "dataflow")
        # Conan gives the whole package the name that the library's core has in CMake: it gets another.
        self.cpp_info.set_property("cmake_target_name", "dataflow::all")
        core = self.cpp_info.components["core"]
        core.set_property("cmake_target_name", "dataflow::dataflow")
        core.requires = ["boost::headers"]
        if self.settings.os in ("Linux", "FreeBSD"):
            core.system_libs = ["pthread"]
        if self.options.with_sqlite:
            self._driver("sqlite", "sqlite3::sqlite3")
        if self.options.with_postgres:
            self._driver("postgres", "libpq::libpq")
        for component in self.cpp_info.components.values():
            component.bindirs = []
            component.libdirs = []

    def _driver(self, name, library):
        driver = self.cpp_info.components[name]
        driver.set_property("cmake_target_name", f"dataflow::{name}")
        driver.defines = [f"DATAFLOW_{name.upper()}=1"]
        driver.includedirs = []
        driver.requires = ["core", library]
