#!/usr/bin/env python3
"""Which headers are compiled together, each of them as if it were alone: so that nothing is seen which it does not include.

    tests/support/header_groups.py INCLUDE_DIR HEADER...     prints a line for each unit: BEHIND HEADER...

A header may begin with one that it, or what it includes, includes in any case: without a condition, and before its own
code. Its code then sees what it sees without. What a header on the way lacks is found where that header is compiled
itself, for the same holds there. So the headers of a unit include each other, the first of them being included by all; and
many units may begin with the same header, BEHIND, which is compiled once for all of them (- where there is none). Which
ones are worth it is reckoned with the lengths of the files.
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


def chains(group, behind, cost):
    """Parts the group into as cheap chains as there are, in which each header is behind the next: only the last one costs
    anything. The dearest headers first, each is given one that follows it, for which others may have to take another."""
    after = {name: sorted((each for each in group if each != name and name in behind[each]), key=cost.get) for name in group}
    before = {}

    def place(name, tried):
        for each in after[name]:
            if each in tried:
                continue
            tried.add(each)
            if each not in before or place(before[each], tried):
                before[each] = name
                return True
        return False

    for name in sorted(group, key=cost.get, reverse=True):
        place(name, set())
    for name in sorted(set(group) - set(before.values())):
        chain = [name]
        while chain[-1] in before:
            chain.append(before[chain[-1]])
        yield chain[::-1]


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
    for first in sorted(set(begins.values())):
        group = [name for name in headers if begins[name] == first]
        for chain in chains(group, behind, cost):
            print(first, *chain)


if __name__ == "__main__":
    main()
