#!/usr/bin/env python3
"""The rules of the house that a script can see: docs/house.md has them for people.

    tests/house.py            checks, and says what is wrong
    tests/house.py --list     prints what breaks a rule of size today, as tests/house_exceptions.txt has it

- A header of include/ has at most 260 lines, a line of C++ at most 110 columns (but for what stands in a raw string).
- A room includes only what its row in the table of docs/house.md says: the rooms named, `all above` (but ...), single headers.
- A header in <room>/detail/ is included by its own room only (and its .ipp by runtime.hpp): no other room, no program needs it.
- Of Boost, a room includes only what its row says: PFR in reflect/ alone, Hana in core/type_list.hpp and hana/ alone.
- The rooms never include what programs include (dataflow/*.hpp).
- No code asks which database it is: it asks the dialect for a property (sql/dialect_data.hpp). Only the rows of the
  dialects and the drivers know that. How a catalog is read is a row, too (catalog/detail/source.hpp).
- The table of docs/models.md has every member of df::options, in the order in which C++ wants them; those of
  docs/options.md have the same order.

tests/house_exceptions.txt names the files that are larger than allowed, and how much. It only gets shorter: a file that
grows beyond its number fails the check, and so does a number that is no longer needed.
"""
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include/dataflow"
EXCEPTIONS = ROOT / "tests/house_exceptions.txt"
MOST_LINES, MOST_COLUMNS = 260, 110
SOURCES = ("*.hpp", "*.ipp", "*.cpp", "*.cppm")
RAW_STRING = re.compile(r'R"([^()\\ ]{0,16})\(.*?\)\1"', re.S)


def read(path):
    return path.read_text(encoding="utf-8")


def files(*folders):
    return sorted(p for folder in folders for kind in SOURCES for p in (ROOT / folder).rglob(kind))


# --- sizes ---------------------------------------------------------------------------------------


def long_lines(text):
    """How many lines are too long; a line that a raw string begins in, ends in or fills is as long as its text."""
    raw = set()
    for found in RAW_STRING.finditer(text):
        first = text.count("\n", 0, found.start())
        raw.update(range(first, first + found[0].count("\n") + 1))
    return sum(len(line) > MOST_COLUMNS and i not in raw for i, line in enumerate(text.split("\n")))


def sizes():
    """What breaks a rule of size: {(rule, file): how much}."""
    out = {}
    for path in files("include", "tests", "bench", "examples", "cmake"):
        name, text = str(path.relative_to(ROOT)), read(path)
        if name.startswith("include/") and text.count("\n") > MOST_LINES:
            out["lines", name] = text.count("\n")
        if count := long_lines(text):
            out["columns", name] = count
    return out


def told(sizes_found):
    return "".join(f"{rule} {name} {count}\n" for (rule, name), count in sorted(sizes_found.items()))


def exceptions():
    """The numbers of tests/house_exceptions.txt, as sizes() gives them."""
    out = {}
    for line in read(EXCEPTIONS).split("\n") if EXCEPTIONS.exists() else []:
        if line and not line.startswith("#"):
            rule, name, count = line.split(" ")
            out[rule, name] = int(count)
    return out


def size_failures():
    found, allowed = sizes(), exceptions()
    what = {"lines": f"lines, at most {MOST_LINES} are allowed",
            "columns": f"lines of more than {MOST_COLUMNS} columns (./dev format breaks most of them)"}
    for (rule, name), count in sorted(found.items()):
        if count > allowed.get((rule, name), 0):
            more = f" ({allowed[rule, name]} are excepted)" if (rule, name) in allowed else ""
            yield f"{name}: {count} {what[rule]}{more}"
    for rule, name in sorted(allowed.keys() - found.keys()):
        yield f"tests/house_exceptions.txt: \"{rule} {name}\" is no longer needed"


# --- rooms ---------------------------------------------------------------------------------------


class Room:
    """A row of the table in docs/house.md."""

    def __init__(self, name, above, may_know):
        self.name = name
        self.rooms = set()    # whose headers it may include
        self.headers = set()  # single headers of others
        self.only = {}        # of these rooms nothing but the headers named
        self.of_one = {}      # what one header alone may include, too
        for clause in may_know.split(";"):
            clause, names = clause.strip(), re.findall(r"`([^`]+)`", clause)
            if clause.startswith("all above"):
                self.rooms |= set(above) - {n.rstrip("/") for n in names}
            elif clause.startswith("of `"):
                room, *headers = names
                self.only[room.rstrip("/")] = set(headers)
            elif " alone also " in clause:
                header, *rooms = names
                self.of_one[f"{name}/{header}"] = set(rooms)
            elif clause.startswith("`"):
                self.rooms |= {n for n in names if "." not in n}
                self.headers |= {n for n in names if "." in n}

    def may_include(self, header, other):
        room = other.split("/")[0]
        if room == self.name or other in self.headers or room in self.of_one.get(header, ()):
            return True
        return other in self.only[room] if room in self.only else room in self.rooms


def rooms():
    table = re.search(r"^\| `include/dataflow/` \|.*?\n\|[-|]+\n(.*?)\n\n", read(ROOT / "docs/house.md"), re.M | re.S)[1]
    out = {}
    for row in table.split("\n"):
        name, _, may_know = (cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:4])
        name = name.strip("`/")
        out[name] = Room(name, list(out), may_know)
    return out


def arrow_failures():
    known = rooms()
    folders = {p.name for p in INCLUDE.iterdir() if p.is_dir()}
    for name in sorted(folders ^ known.keys()):
        yield f"include/dataflow/{name}: " + ("not in the table of docs/house.md" if name in folders else "only in docs/house.md")
    for path in files("include/dataflow"):
        header = str(path.relative_to(INCLUDE))
        room = header.split("/")[0] if "/" in header else None
        for other in re.findall(r"^ *# *include <dataflow/([^>]+)>", read(path), re.M):
            if "/" not in other:
                if room:
                    yield f"{header} includes dataflow/{other}, which is for programs"
                continue
            compiled_once = header == "runtime.hpp" and other.endswith(".ipp")
            if "/detail/" in other and other.split("/")[0] != room and not compiled_once:
                yield f"{header} includes {other}, which is {other.split('/')[0]}'s own"
            if room in known and not known[room].may_include(header, other):
                yield f"{header} includes {other}: {room} may not know it (docs/house.md)"
    # programs, and the pages for them
    for path in files("examples", "bench") + sorted((ROOT / "docs").glob("*.md")) + [ROOT / "README.md"]:
        for other in re.findall(r"#include <dataflow/(\w+/detail/[^>]+)>", read(path)):
            yield f"{path.relative_to(ROOT)} includes {other}, which is the library's own"


BOOST = {"pfr": ("reflect/",), "hana": ("core/type_list.hpp", "hana/"), "asio": ("webhook/",), "beast": ("webhook/",)}


def boost_failures():
    for path in files("include/dataflow"):
        header = str(path.relative_to(INCLUDE))
        for library in re.findall(r"^ *# *include <boost/(\w+)[./]", read(path), re.M):
            if not header.startswith(BOOST.get(library, ("",))):
                yield f"{header} includes Boost.{library.capitalize()}: only {', '.join(BOOST[library])} may (docs/house.md)"


# --- dialects ------------------------------------------------------------------------------------

KNOW_DATABASES = ("sql/dialect", "driver/")
ASKS_WHICH = re.compile(r"\bpostgres\(\)|\bsqlite\(\)|[!=]= *(?:\w+::)*dialect::\w+|\bdialect::\w+ *[!=]=|\bcase (?:\w+::)*dialect::\w+")


def dialect_failures():
    for path in files("include/dataflow"):
        header = str(path.relative_to(INCLUDE))
        if header.startswith(KNOW_DATABASES):
            continue
        for number, line in enumerate(read(path).split("\n"), 1):
            if found := ASKS_WHICH.search(line.split("//")[0]):
                yield f"{header}:{number} asks which database it is ({found[0]}): ask the dialect for a property (sql/dialect_data.hpp)"


# --- options -------------------------------------------------------------------------------------

OPTIONS = re.compile(r"^struct options \{\n(.*?)^\};", re.M | re.S)
MEMBER = re.compile(r"^    (?!///|\[\[|friend|return)[\w:]+ (\w+)(?: *=|\{)", re.M)


def options_in(page):
    """Of each table of a page whose first column names members of df::options: their names, row by row."""
    for table in re.findall(r"^\| (?:member|option) \|.*\n\|[-|]+\n((?:\|.*\n)+)", read(ROOT / page), re.M):
        yield [name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def option_failures():
    declared = MEMBER.findall(OPTIONS.search(read(INCLUDE / "schema/options.hpp"))[1])
    for page, whole in (("docs/models.md", True), ("docs/options.md", False)):
        tables = [t for t in options_in(page) if any(name in declared for name in t)]
        if not tables:
            yield f"{page} has no table of options"
        for names in tables:
            if wrong := [name for name in names if name not in declared]:
                yield f"{page}: {wrong[0]} is no member of df::options"
            elif names != [name for name in declared if whole or name in names]:
                yield f"{page}: a table of options is not in the order of their declaration, or lacks one: {', '.join(declared)}"


if sys.argv[1:] == ["--list"]:
    print(told(sizes()), end="")
    sys.exit()
failures = [*size_failures(), *arrow_failures(), *boost_failures(), *dialect_failures(), *option_failures()]
for failure in failures:
    print("FAILED", failure)
passed = len(files("include", "tests", "bench", "examples", "cmake")) if not failures else 0
line = f"{passed} passed, {len(failures)} failed"
print(line)
if "DATAFLOW_RESULT" in os.environ:
    pathlib.Path(os.environ["DATAFLOW_RESULT"]).write_text(line + "\n", encoding="utf-8")
sys.exit(bool(failures))
