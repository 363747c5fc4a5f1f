#!/usr/bin/env python3
"""The public headers in programs that use the library's names for something else.

1. A program with a global variable for every identifier in the headers, declared before they are included, compiles with
   -Wall -Wextra -Wshadow without a word about a line of the library. The headers come in the reverse order there, for none
   may need another one before it.
2. The macros of other libraries' headers (min, max, slots, I, ...) do not reach into the library, and are there after it.
3. The library leaves no macros but those of core/config.hpp, of catalog/constant_vectors.hpp, and of its version.

CXX names the compiler (default g++; flags may follow it).
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CXX = shlex.split(os.environ.get("CXX", "g++"))
DRIVERS = os.environ.get("DATAFLOW_DRIVERS", "sqlite postgres").split()
MACROS = ["I", "far", "slots", "small", "signals", "emit", "near", "unix", "linux", "None", "Bool", "Status", "DELETE", "ERROR",
          "IN", "OUT", "OPTIONAL", "TRUE", "FALSE", "DEBUG", "INFO", "major", "minor", "interface", "Success", "Always"]
FUNCTION_MACROS = ["min", "max", "check", "require", "verify", "isset", "major", "minor", "makedev", "howmany", "roundup"]
USE = """
struct Program { df::id<Program> id{}; std::string name; int count = 0; };
int main() {
    df::database<Program> base{"sqlite::memory:"};
    auto one = base.run(df::create(Program{.name = "x"}));
    for (auto& each : base.run(df::list<Program>().where(df::field<&Program::count> > 2).limit(3)).records) each.count = 1;
    base.run(df::update<Program>(one.id, df::field<&Program::count> += 1));
    base.run(df::bulk_create(std::vector<Program>{}));
    base.transaction([](auto& step) { step.run(df::count<Program>()); });
}
"""


def flags():
    out = ["-std=c++20", f"-I{ROOT}/include", "-fsyntax-only", "-x", "c++", "-"]
    if "sqlite" in DRIVERS:
        out.append("-DDATAFLOW_SQLITE=1")
    if "postgres" in DRIVERS:
        found = subprocess.run(["pg_config", "--includedir"], capture_output=True, text=True, check=False)
        out += ["-DDATAFLOW_POSTGRES=1", "-isystem", found.stdout.strip() or "/usr/include/postgresql"]
    return out


def compiled(text, *more):
    result = subprocess.run([*CXX, *more, *flags()], input=text, capture_output=True, text=True, check=False)
    return result.returncode == 0, result.stderr


def globals_test(headers, others, names):
    """Declares what can be declared of `names`, then includes the library."""
    limit = "-ferror-limit=0" if "clang" in compiled("#error", "-v")[1] else "-fmax-errors=0"
    while True:  # without those that the standard library, or the language, has
        names = sorted(names)
        lines = [f"extern int {name};" for name in names]
        fine, messages = compiled(others + "\n".join(lines), "-w", limit)
        first = others.count("\n") + 1
        taken = {names[int(line) - first] for line in re.findall(r"^<stdin>:(\d+):\d+: error", messages, re.M) if 0 <= int(line) - first < len(names)}
        if fine or not taken:
            break
        names = set(names) - taken
    print(f"{len(names)} globals")
    fine, messages = compiled(others + "\n".join(lines) + "\n" + headers + "namespace df = dataflow;\n" + USE, "-Wall", "-Wextra", "-Wshadow")
    about_us = [line for line in messages.split("\n") if re.search(r"include/dataflow/.*(warning|error):", line) or " error: " in line]
    return fine and len(names) > 1000 and not about_us, about_us or messages.split("\n")[:5]


def macros_test(headers, others):
    text = others + "".join(f"#undef {name}\n#define {name} +/ {name}\n" for name in MACROS)
    text += "".join(f"#undef {name}\n#define {name}(...) +/ {name}\n" for name in FUNCTION_MACROS)
    text += headers + "".join(f"#ifndef {name}\n#error {name} is gone\n#endif\n" for name in MACROS + FUNCTION_MACROS)
    fine, messages = compiled(text)
    return fine, [line for line in messages.split("\n") if "error:" in line]


def left_macros_test(headers, others):
    """What the headers define and those of others, which come first, do not."""
    theirs, ours = (set(re.findall(r"^#define (\w+)", subprocess.run(
        [*CXX, "-dM", "-E", *flags()], input=text, capture_output=True, text=True, check=False).stdout, re.M))
        for text in (others, others + headers))
    told = {"DATAFLOW_RUNTIME", "DATAFLOW_WITH_VECTORS", "DATAFLOW_SQLITE", "DATAFLOW_POSTGRES"} | {
        f"DATAFLOW_VERSION_{part}" for part in ("MAJOR", "MINOR", "PATCH")}
    left = sorted(ours - theirs - told)
    return len(ours) > 100 and told <= ours and not left, ["left: " + " ".join(left)]


def main():
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "include").rglob("*.[hi]pp") if not {"audit", "lint", "tool", "webhook"} & set(path.relative_to(ROOT / "include/dataflow").parts)]
    available = {name for text in files for name in re.findall(r"^#include <((?!dataflow)[^>]+)>", text, re.M)}
    others = "".join(f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n" for name in sorted(available))
    names = {name for text in files for name in re.findall(r"\b[a-z_][a-z_0-9]*\b", re.sub(r'//.*|"(\\.|[^"\\])*"', "", text))}
    headers = "".join(f"#include <dataflow/{path.name}>\n" for path in sorted((ROOT / "include/dataflow").glob("*.hpp")) if path.name != "runtime.hpp")
    passed = failed = 0
    reverse = "".join(reversed(headers.splitlines(keepends=True)))
    for what, (good, messages) in (("globals", globals_test(reverse, others, names - {"std", "boost", "dataflow", "df"})),
                                   ("macros", macros_test(headers, others)),
                                   ("left macros", left_macros_test(headers, others))):
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"FAILED {what}", *("    " + line for line in messages[:12]), sep="\n")
    line = f"{passed} passed, {failed} failed"
    print(line)
    if os.environ.get("DATAFLOW_RESULT"):
        pathlib.Path(os.environ["DATAFLOW_RESULT"]).write_text(line + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
