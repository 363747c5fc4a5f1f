"""Compares the vcpkg port, the Conan recipe, dataflow.pc, the module and the pages with CMakeLists.txt and the headers: name,
version, options, files, targets. tests/conan/run, tests/module/run and tests/consumer/run build with them."""
import ast
import json
import os
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
failures = []
passed = 0


def check(what, holds):
    global passed
    if holds:
        passed += 1
    else:
        failures.append(what)
        print("FAILED", what)


def read(path):
    return (root / path).read_text(encoding="utf-8")


cmake = read("CMakeLists.txt")
name = re.search(r"project\((\S+) VERSION \$\{dataflow_version\} ", cmake).group(1)
numbers = dict(re.findall(r"^#define DATAFLOW_VERSION_(\w+) (\d+)$", read("include/dataflow/version.hpp"), re.M))
check("the version's macros", list(numbers) == ["MAJOR", "MINOR", "PATCH"])
version = ".".join(numbers.values())
dependencies = read("cmake/dataflow-dependencies.cmake")
drivers = set(re.findall(r"^dataflow_add_driver\((\w+) ", cmake, re.M))
least = {package.lower(): least for package, least in re.findall(r"find_package\((\w+) ([\d.]+)", dependencies)}

# --- vcpkg
port = root / "cmake/vcpkg" / name
manifest = json.loads((port / "vcpkg.json").read_text(encoding="utf-8"))
portfile = (port / "portfile.cmake").read_text(encoding="utf-8")
check("vcpkg: name", manifest["name"] == name)
check("vcpkg: version", manifest["version"] == version)
check("vcpkg: license", manifest["license"] == "BSL-1.0" and "Boost Software License" in read("LICENSE"))
check("vcpkg: a feature for each driver", set(manifest["features"]) == drivers)
for option in re.findall(r"-D(\w+)=", portfile) + re.findall(r"^  \w+ (DATAFLOW_\w+)", portfile, re.M):
    check(f"vcpkg: option {option} is CMake's", re.search(rf"(option|set)\({option} ", cmake))
for header in set(re.findall(r"#include <boost/(pfr|hana|uuid)\b", "".join(
        path.read_text(encoding="utf-8") for path in (root / "include").rglob("*.hpp")))):
    check(f"vcpkg: depends on boost-{header}",
          any((d if isinstance(d, str) else d["name"]) == f"boost-{header}" for d in manifest["dependencies"]))
for feature, package in (("sqlite", "sqlite3"), ("postgres", "postgresql")):
    wanted = manifest["features"][feature]["dependencies"][0]["version>="]
    check(f"vcpkg: least version of {package}", wanted.startswith(least[package]))
check("vcpkg: the config's folder", "CONFIG_PATH share/cmake/dataflow" in portfile and
      "${CMAKE_INSTALL_DATADIR}/cmake/dataflow" in read("cmake/dataflow-install.cmake"))
check("vcpkg: the port finds the checkout", (port / "../../.." / "CMakeLists.txt").resolve() == root / "CMakeLists.txt")
usage = (port / "usage").read_text(encoding="utf-8")
check("vcpkg: usage names targets that exist", {t for t in re.findall(r"dataflow::(\w+)", usage)} <= drivers | {name})

# --- Conan: the recipe is read, not run, so that Conan need not be installed
recipe_text = read("conanfile.py")
recipe = next(n for n in ast.parse(recipe_text).body if isinstance(n, ast.ClassDef))
given = {n.targets[0].id: ast.literal_eval(n.value) for n in recipe.body if isinstance(n, ast.Assign)}
compile(read("cmake/conan/test_package/conanfile.py"), "test_package/conanfile.py", "exec")
check("conan: name", given["name"] == name)
methods = {n.name: n for n in recipe.body if isinstance(n, ast.FunctionDef)}
check("conan: the version is read from the header", "version" not in given and "version.hpp" in ast.unparse(methods["set_version"]))
check("conan: license", given["license"] == manifest["license"])
check("conan: an option for each driver", set(given["options"]) == {f"with_{driver}" for driver in drivers})
for pattern in given["exports_sources"]:
    check(f"conan: {pattern} is there", any(root.glob(pattern)))
for package, cmake_name in (("boost", "boost"), ("sqlite3", "sqlite3"), ("libpq", "postgresql")):
    wanted = re.search(rf'"{package}/\[>=([\d.]+)', recipe_text).group(1)
    check(f"conan: least version of {package}", wanted == least[cmake_name])
check("conan: the test package is there", (root / given["test_package_folder"] / "conanfile.py").exists())
for path in re.findall(r"\.\./\.\./\.\./(\S+?)\)", read("cmake/conan/test_package/CMakeLists.txt")):
    check(f"conan: the test package's {path} is there", (root / path).exists())

# --- dataflow.pc
install = read("cmake/dataflow-install.cmake")
for package, cmake_name in (("sqlite3", "sqlite3"), ("libpq", "postgresql")):
    check(f"dataflow.pc: least version of {package}", f'"{package} >= {least[cmake_name]}"' in install)

# --- the module exports every public header but those that need more than all programs do (Boost, CLI11), and has included all that they include from elsewhere
unit = read("cmake/dataflow.cppm")
outside, exported = (set(re.findall(r"#include <(\S+)>", part)) for part in unit.split("export module dataflow;"))
sources = [path for path in (root / "include").rglob("*") if path.suffix in (".hpp", ".ipp") and path.name != "boost.hpp"
           and not {"hana", "audit", "lint", "tool", "webhook"} & set(path.relative_to(root / "include/dataflow").parts[:-1])]
included = {header for path in sources
            for header in re.findall(r"^\s*#\s*include <([^>]+)>", path.read_text(encoding="utf-8"), re.M)}
public = {f"dataflow/{path.name}" for path in (root / "include/dataflow").glob("*.hpp")} - {"dataflow/runtime.hpp", "dataflow/hana.hpp"}
check("module: exports every public header", exported == public)
for header in sorted({header for header in included if not header.startswith("dataflow/")} ^ outside):
    check(f"module: {header} is included before the module begins, as the library includes it", False)

# --- the pages and the projects that tests build name the version that they would get
short = f"{numbers['MAJOR']}.{numbers['MINOR']}"
for page in ("docs/install.md", "tests/consumer/CMakeLists.txt"):
    check(f"{page}: version", set(re.findall(r"find_package\(dataflow (\d[\d.]*)", read(page))) <= {short} and short in read(page))
check("docs/install.md: version of the Conan package", re.findall(r"`dataflow/(\d[\d.]*)`", read("docs/install.md")) == [version])
released = re.findall(r"^## \[([^\]]+)\]", read("CHANGELOG.md"), re.M)
check("changelog: begins with what is unreleased", released[:1] == ["Unreleased"])
check("changelog: names this version", version in read("CHANGELOG.md"))

# --- what is installed is what a consumer includes
check("every public file is a .hpp or .ipp, as the install rule takes them",
      all(path.suffix in (".hpp", ".ipp") for path in (root / "include").rglob("*") if path.is_file()))

line = f"{passed} passed, {len(failures)} failed"
print(line)
if os.environ.get("DATAFLOW_RESULT"):
    pathlib.Path(os.environ["DATAFLOW_RESULT"]).write_text(line + "\n", encoding="utf-8")
sys.exit(bool(failures))
