#!/usr/bin/env python3
"""Compiles the code in README.md and docs/*.md.

    tests/docs_snippets.py [page.md...]        all pages where none is named

What is compiled:
- A block fenced as ```cpp. (Fence what is not to be compiled as ```cpp wrong, ```text, ```sql, ...)
- A block that holds an #include, or begins with `// compile: program`, is a program: compiled alone.
- Any other block is a fragment. Structs, enums and templates that begin in its first column are put into a
  namespace, what is left into a function. tests/docs/prelude.hpp comes before: Customer, Order, db, `df`, `field`.
  A fragment sees the declarations of the fragments above it on its page (not their variables), and may
  declare a name again.
- `<!-- cpp: int n = 3; -->` in the lines before a block is code that the reader need not see.

Where all pages are asked for, docs/errors.md must name every rule of include/**/rules.hpp, each must have a
case in tests/compile_fail/cases, and no link between the pages may lead nowhere.

A page is one translation unit, and its messages carry the page's own line numbers. CXX names the compiler
(default g++; flags may follow it); -fsyntax-only, so it is quick and nothing is run. The code that knows no model
is left to the other tests (DATAFLOW_SEPARATE_COMPILATION), and a header that many units begin with is compiled once.
"""

import collections
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DRIVERS = os.environ.get("DATAFLOW_DRIVERS", "sqlite postgres").split()
HOISTED = re.compile(r"(struct|class|enum|template|namespace|concept|using namespace|union)\b")


def flags():
    out = ["-std=c++20", "-w", "-DDATAFLOW_SEPARATE_COMPILATION=1", f"-I{ROOT}/include", f"-I{ROOT}/tests/docs"]
    if "sqlite" in DRIVERS:
        out.append("-DDATAFLOW_SQLITE=1")
    if "postgres" in DRIVERS:
        found = subprocess.run(["pg_config", "--includedir"], capture_output=True, text=True, check=False)
        out += ["-DDATAFLOW_POSTGRES=1", "-isystem", found.stdout.strip() or "/usr/include/postgresql"]
    return out


def blocks_of(page):
    """Yields (number of the first code line, hidden code, lines) of each block to compile."""
    lines = page.read_text(encoding="utf-8").split("\n")
    hidden, at = [], 0
    while at < len(lines):
        line = lines[at].strip()
        comment = re.fullmatch(r"<!-- cpp: (.*) -->", line)
        if comment:
            hidden.append(comment[1])
        elif line.startswith("```") and line != "```":
            end = at + 1
            while end < len(lines) and lines[end].strip() != "```":
                end += 1
            if line == "```cpp":
                indent = len(lines[at]) - len(lines[at].lstrip())
                yield at + 2, hidden, [code[indent:] for code in lines[at + 1 : end]]
            hidden, at = [], end
        elif line:
            hidden = []
        at += 1


def split(first, lines):
    """Parts a fragment into declarations and statements; both keep their place by #line."""
    declarations, statements, at = [], [], 0
    while at < len(lines):
        if not HOISTED.match(lines[at]):
            statements.append((first + at, lines[at]))
            at += 1
            continue
        end, depth = at, 0
        while True:  # to the end of the item: all braces closed, and a ; or } at the end of the line
            code = re.sub(r'"(\\.|[^"\\])*"|//.*', "", lines[end])
            depth += code.count("{") - code.count("}")
            end += 1
            if end == len(lines) or (depth == 0 and code.rstrip().endswith((";", "}"))):
                break
        declarations += [(first + i, lines[i]) for i in range(at, end)]
        at = end
    return declarations, statements


def numbered(parts, page):
    out, expected = [], None
    for number, line in parts:
        if number != expected:
            out.append(f'#line {number} "{page}"')
        out.append(line)
        expected = number + 1
    return out


def units_of(page):
    """Gives the translation units of a page: (name, text)."""
    name = page.relative_to(ROOT)
    fragments, programs, depth = ['#include "prelude.hpp"'], [], 0
    for first, hidden, lines in blocks_of(page):
        text = "\n".join(lines)
        if "#include" in text or lines[:1] == ["// compile: program"]:
            programs.append((f"{name}:{first}", f'#line {first} "{name}"\n{text}\n'))
            continue
        declarations, statements = split(first, lines)
        depth += 1
        fragments += [f"namespace fragment_{depth} {{", *numbered(declarations, name)]
        fragments += [f"[[maybe_unused]] static void run_{depth}() {{", *hidden, *numbered(statements, name), "}"]
    if depth:
        fragments.append("}" * depth)
        programs.append((f"{name} ({depth} fragments)", "\n".join(fragments) + "\n"))
    return programs


def missing_rules():
    """Rules that docs/errors.md does not tell or no case breaks, and those that it tells though they are gone."""
    told = {name for line in (ROOT / "docs/errors.md").read_text(encoding="utf-8").splitlines() if line.startswith("**`")
            for name in re.findall(r"\*\*`(\w+)`\*\*", line)}
    known = {name for path in (ROOT / "include").rglob("rules.hpp")
             for name in re.findall(r"^struct (\w+)", path.read_text(encoding="utf-8"), re.M)}
    cases = "".join(line for path in (ROOT / "tests/compile_fail/cases").glob("*.cpp")
                    for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("// expect"))
    return [f"docs/errors.md does not tell of the rule {name}" for name in sorted(known - told)] + [
        f"no case of tests/compile_fail breaks the rule {name}" for name in sorted(known) if name not in cases] + [
        f"docs/errors.md tells of a rule that is not there: {name}" for name in sorted(told - known)]


def headings(page):
    """The anchors of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_links(pages):
    out = []
    for page in pages:
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
        text = re.sub(r"`[^`\n]*`", "", text)
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, anchor = link.partition("#")
            if "://" in link:
                continue
            target = page.parent / path if path else page
            if not target.exists() or (anchor and anchor not in headings(target)):
                out.append(f"{page.relative_to(ROOT)}: a dead link to {link}")
    return out


def first_include(text):
    """The header that a unit begins with; none where anything but comments stands before it."""
    for line in text.split("\n"):
        if line.startswith("#include"):
            return line.split("//")[0].split()[1]
        if line.strip() and not line.startswith(("#line", "//")):
            return None
    return None


def precompiled(header, scratch):
    """Gives the flags with which a unit that begins with `header` takes it in compiled."""
    compiler, name = shlex.split(os.environ.get("CXX", "g++")), scratch + "/" + re.sub(r"\W", "_", header) + ".hpp"
    pathlib.Path(name).write_text(f"#include {header}\n", encoding="utf-8")
    clang = "clang" in subprocess.run([*compiler, "--version"], capture_output=True, text=True, check=False).stdout
    out = name + (".pch" if clang else ".gch")
    made = subprocess.run([*compiler, *flags(), "-x", "c++-header", name, "-o", out], capture_output=True, check=False)
    return [] if made.returncode else ["-include-pch", out] if clang else ["-include", name]


def compile_unit(unit, scratch, includes):
    name, text = unit
    result = subprocess.run([*shlex.split(os.environ.get("CXX", "g++")), *flags(), "-fsyntax-only", *includes, "-x", "c++", "-"],
                            input=text, capture_output=True, text=True, cwd=scratch, check=False)
    return name, result.returncode == 0, result.stderr


def main():
    pages = [pathlib.Path(a).resolve() for a in sys.argv[1:]] or sorted((ROOT / "docs").glob("*.md"))
    if not sys.argv[1:] and (ROOT / "README.md").exists():
        pages.insert(0, ROOT / "README.md")
    units = [unit for page in pages for unit in units_of(page)]
    passed = failed = 0
    if not sys.argv[1:]:
        for what, flaws in ("rules in docs/errors.md", missing_rules()), ("links", dead_links(pages)):
            passed, failed = passed + (not flaws), failed + bool(flaws)
            if flaws:
                print(f"FAILED {what}", *("    " + line for line in flaws), sep="\n")
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        begins = collections.Counter(first_include(text) for _, text in units)
        often = [header for header, times in begins.items() if header and times > 2]
        includes = dict(zip(often, pool.map(lambda header: precompiled(header, scratch), often)))
        for name, good, messages in pool.map(
                lambda unit: compile_unit(unit, scratch, includes.get(first_include(unit[1]), [])), units):
            passed, failed = passed + good, failed + (not good)
            if not good:
                errors = [line for line in messages.split("\n") if "error:" in line]
                print(f"FAILED {name}", *("    " + line for line in (errors or messages.split("\n"))[:12]), sep="\n")
    print(f"{passed} passed, {failed} failed")
    if os.environ.get("DATAFLOW_RESULT"):
        pathlib.Path(os.environ["DATAFLOW_RESULT"]).write_text(f"{passed} passed, {failed} failed\n", encoding="utf-8")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
