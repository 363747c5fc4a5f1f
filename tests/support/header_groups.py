#!/usr/bin/env python3
"""Which headers may be compiled alone behind a precompiled one, so that nothing is seen which they do not include.

    tests/support/header_groups.py INCLUDE_DIR HEADER...     prints for each header: HEADER BEGINS_WITH, or HEADER -

A header may begin with one that it, or what it includes, includes in any case: without a condition, and before its own
code. Its code then sees what it sees without. What a header on the way lacks is found where that header is compiled
itself, for the same holds there. Which ones are worth it is reckoned with the lengths of the files.
"""
import pathlib
import re
import sys

STANDARD = 15000  # what the standard library's headers are to the compiler, in bytes of ours
MAKING, TAKING = 1.3, 0.07  # what it costs to write a precompiled header, and to read it, of its compilation


def included_at_first(text):
    """The library's headers that stand before the code and outside of conditions."""
    out, depth = [], 0
    for line in re.sub(r"/\*.*?\*/", "", text, flags=re.S).split("\n"):
        line = line.split("//")[0].strip()
        if not line.startswith("#"):
            if line and not depth:
                break
        elif re.match(r"#\s*if", line):
            depth += 1
        elif re.match(r"#\s*endif", line):
            depth -= 1
        elif not depth and (found := re.match(r"#include <(dataflow/[^>]+\.hpp)>", line)):
            out.append(found[1])
    return out


def main():
    root, headers = pathlib.Path(sys.argv[1]), sys.argv[2:]
    texts = {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*.hpp")}
    behind = {}

    def all_behind(name):
        if name not in behind:
            behind[name] = set()  # a circle ends here
            behind[name] = set().union(*({each} | all_behind(each) for each in included_at_first(texts[name])))
        return behind[name]

    cost = {name: STANDARD + len(text) + sum(len(texts[each]) for each in all_behind(name)) for name, text in texts.items()}
    saved, begins = dict.fromkeys(headers, 0.0), dict.fromkeys(headers, "-")

    def gains(name):
        worth = (1 - TAKING) * cost[name]
        return {each: worth for each in headers if each != name and name in behind[each] and worth > saved[each]}

    def gain(name):
        return sum(worth - saved[each] for each, worth in gains(name).items()) - MAKING * cost[name]

    least = sum(cost[name] for name in headers) / 50
    while headers and gain(best := max(headers, key=gain)) > least:
        for each, worth in gains(best).items():
            saved[each], begins[each] = worth, best
    for name in headers:
        print(name, begins[name])


if __name__ == "__main__":
    main()
