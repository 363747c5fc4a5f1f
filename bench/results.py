#!/usr/bin/env python3
"""Turns the lines of run.sh and compile.sh into JSON and into SVG charts.

    results.py json RESULTS            JSON on standard output
    results.py charts RESULTS FOLDER   the charts of docs/performance.md and docs/compile-time.md
    results.py tables RESULTS PAGE     puts the tables between the marks `<!-- results -->` of a page
"""
import json
import os
import sys
from html import escape

LIBRARY, HAND, LIMIT = "#2563a8", "#9aa5b1", "#b3261e"
FONT = 'font-family="system-ui, sans-serif" font-size="12" fill="#222"'


def number(text):
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def read(path):
    names = {
        "RATIO": ["operation", "library_ns", "hand_written_ns", "ratio", "low", "high"],
        "BEST": ["operation", "library_ns", "hand_written_ns", "ratio", "low", "high"],
        "LOOP": ["operation", "library_ns", "loop_ns", "ratio", "low", "high"],
        "TYPED": ["operation", "dynamic_ns", "typed_ns", "ratio", "low", "high"],
        "PEER": ["operation", "peer", "peer_ns", "hand_written_ns", "ratio", "low", "high"],
        "THREADS": ["operation", "threads", "library_per_second", "hand_written_per_second", "ratio"],
        "COMPILE": ["compiler", "flags", "models", "seconds", "peak_mb", "object_mb"],
        "QUERIES": ["compiler", "flags", "models", "seconds", "peak_mb", "object_mb"],
        "COMPILE_RATIO": ["compiler", "flags", "what", "ratio"],
        "INCLUDE": ["compiler", "header", "seconds", "peak_mb"],
    }
    out = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, _, rest = line.strip().partition(" ")
            if kind in names:
                out.setdefault(kind.lower(), []).append(dict(zip(names[kind], map(number, rest.split()))))
            elif kind == "MEMORY":
                out.setdefault("memory", []).append(rest)
            elif kind in ("MACHINE", "SOFTWARE", "DATE", "PINNED"):
                out[kind.lower()] = rest
    return out


def svg(width, height, title, parts):
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
            f'role="img" aria-label="{escape(title)}">')
    return "\n".join([head, f'<rect width="{width}" height="{height}" fill="#fff"/>',
                      f'<text x="10" y="20" {FONT} font-weight="bold">{escape(title)}</text>', *parts, "</svg>", ""])


def text(x, y, words, anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" {FONT} text-anchor="{anchor}">{escape(str(words))}</text>'


def time_of(ns):
    return f"{ns / 1000:.1f} µs" if ns >= 1000 else f"{ns:.0f} ns"


def name_of(row):
    return row["operation"].split(".", 1)[1].replace("_", " ")


def spread(row):
    """Between what a tenth and nine tenths of the rounds' ratios are."""
    return f'{row["low"]:.2f} to {row["high"]:.2f}' if "low" in row else ""


def ratios(database, rows):
    """One bar an operation: the library's time, the hand-written code's being 1."""
    left, width, step = 170, 720, 24
    most = max(1.3, *(r["ratio"] for r in rows)) * 1.05
    scale = (width - left - 150) / most
    parts = []
    for i, r in enumerate(rows):
        y = 44 + i * step
        name = r["operation"].split(".", 1)[1].replace("_", " ")
        parts += [text(left - 8, y + 12, name, "end"),
                  f'<rect x="{left}" y="{y}" width="{r["ratio"] * scale:.1f}" height="16" fill="{LIBRARY}"/>',
                  text(left + r["ratio"] * scale + 6, y + 12, f'{r["ratio"]:.2f}  ({time_of(r["library_ns"])} : {time_of(r["hand_written_ns"])})')]
    height = 60 + len(rows) * step
    x = left + scale
    parts.append(f'<line x1="{x:.1f}" y1="36" x2="{x:.1f}" y2="{height - 14}" stroke="{LIMIT}" stroke-dasharray="4 3"/>')
    parts.append(text(x + 4, height - 4, "hand-written = 1"))
    return svg(width, height, f"{database}: time of the library against hand-written C API code (less is better)", parts)


def curves(title, x_name, y_name, series):
    """series: name -> (colour, [(x, y)]); x on a scale of equal steps."""
    width, height, left, top, right, bottom = 560, 320, 70, 36, 130, 44
    xs = sorted({x for _, points in series.values() for x, _ in points})
    most = max(y for _, points in series.values() for _, y in points) * 1.08 or 1
    place = {x: left + (i * (width - left - right) / max(1, len(xs) - 1)) for i, x in enumerate(xs)}
    level = lambda y: height - bottom - y / most * (height - top - bottom)
    parts = []
    for i in range(5):
        y = most * i / 4
        parts += [f'<line x1="{left}" y1="{level(y):.1f}" x2="{width - right}" y2="{level(y):.1f}" stroke="#e3e6ea"/>',
                  text(left - 6, level(y) + 4, f"{y:,.0f}" if most > 20 else f"{y:.1f}", "end")]
    parts += [text(place[x], height - bottom + 18, x, "middle") for x in xs]
    parts += [text((left + width - right) / 2, height - 6, x_name, "middle"), text(10, top - 2 + 6, y_name)]
    for name, (colour, points) in series.items():
        line = " ".join(f"{place[x]:.1f},{level(y):.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{place[x]:.1f}" cy="{level(y):.1f}" r="3" fill="{colour}"/>' for x, y in points]
        parts.append(text(place[points[-1][0]] + 8, level(points[-1][1]) + 4, name))
    return svg(width, height, title, parts)


def charts(results, folder):
    os.makedirs(folder, exist_ok=True)

    def write(name, content):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(content)

    titles = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
    for database, title in titles.items():
        rows = [r for r in results.get("ratio", []) if r["operation"].startswith(database + ".")]
        if rows:
            write(f"ratio-{database}.svg", ratios(title, rows))
        for what in ("read", "create"):
            rows = [r for r in results.get("threads", []) if r["operation"] == f"{database}.{what}"]
            if rows:
                write(f"threads-{database}-{what}.svg",
                      curves(f"{title}: {what}s from many threads", "threads", "operations a second",
                             {"library": (LIBRARY, [(r["threads"], r["library_per_second"]) for r in rows]),
                              "hand-written": (HAND, [(r["threads"], r["hand_written_per_second"]) for r in rows])}))
    colours = ["#2563a8", "#0f766e", "#b45309", "#7c3aed"]
    series = {}
    for row in results.get("compile", []):
        series.setdefault(f'{row["compiler"]} {row["flags"]}', []).append((row["models"], row))
    for column, name, unit in (("seconds", "time", "seconds"), ("peak_mb", "memory", "MB"), ("object_mb", "object", "MB")):
        drawn = {key: (colours[i % 4], [(m, r[column]) for m, r in rows]) for i, (key, rows) in enumerate(series.items())}
        if drawn:
            write(f"compile-{name}.svg", curves(f"One translation unit: {name}", "models", unit, drawn))
    series = {}
    for row in results.get("queries", []):
        series.setdefault(f'{row["compiler"]} {row["flags"]}', []).append((row["models"], row["seconds"]))
    if series:
        write("compile-queries.svg", curves("A join, an aggregate and a select a model", "models", "seconds",
                                            {key: (colours[i % 4], points) for i, (key, points) in enumerate(series.items())}))


def tables(results, page):
    lines = [f'Measured on {results.get("date", "?")}: {results.get("machine", "?")}; {results.get("software", "")}; {results.get("pinned", "not pinned")}', ""]
    for database, title in (("sqlite", "SQLite"), ("postgres", "PostgreSQL")):
        rows = [r for r in results.get("ratio", []) if r["operation"].startswith(database + ".")]
        if rows:
            lines += [f"| {title} | library | hand-written | ratio | of most rounds |", "|---|---|---|---|---|"]
            lines += [f'| {name_of(r)} | {time_of(r["library_ns"])} | {time_of(r["hand_written_ns"])} | {r["ratio"]:.2f} | {spread(r)} |' for r in rows]
            lines.append("")
        rows = [r for r in results.get("loop", []) if r["operation"].startswith(database + ".")]
        if rows:
            best = {r["operation"]: f'{r["ratio"]:.2f}' for r in results.get("best", [])}
            lines += [f"| {title}: a bulk node and its rows | a row | in a loop | ratio | of most rounds | to the best by hand |", "|---|---|---|---|---|---|"]
            lines += [f'| {name_of(r)} | {time_of(r["library_ns"])} | {time_of(r["loop_ns"])} | {r["ratio"]:.2f} | {spread(r)} | {best.get(r["operation"], "")} |' for r in rows]
            lines.append("")
    if results.get("peer"):
        library = {r["operation"]: f'{r["ratio"]:.2f}' for r in results.get("ratio", [])}
        lines += ["| Peers | peer | its time | hand-written | ratio | this library's ratio |", "|---|---|---|---|---|---|"]
        lines += [f'| {r["operation"].replace("_", " ")} | {r["peer"]} | {time_of(r["peer_ns"])} | {time_of(r["hand_written_ns"])} | {r["ratio"]:.2f} | {library.get(r["operation"], "")} |' for r in results["peer"]]
        lines.append("")
    if results.get("threads"):
        lines += ["| operations a second | threads | library | hand-written | ratio |", "|---|---|---|---|---|"]
        lines += [f'| {r["operation"]} | {r["threads"]} | {r["library_per_second"]:,} | {r["hand_written_per_second"]:,} | {r["ratio"]:.2f} |' for r in results["threads"]]
        lines.append("")
    if results.get("memory"):
        lines += ["| streaming | |", "|---|---|"]
        lines += ["| " + m.replace(" ", " | ", 1) + " |" for m in results["memory"]]
        lines.append("")
    if results.get("compile"):
        lines += ["| compiler | flags | models | seconds | MB peak | MB object |", "|---|---|---|---|---|---|"]
        lines += ["| " + " | ".join(str(r[k]) for k in ("compiler", "flags", "models", "seconds", "peak_mb", "object_mb")) + " |" for r in results["compile"]]
        lines.append("")
    if results.get("queries"):
        lines += ["| queries: compiler | flags | models | seconds | MB peak | MB object |", "|---|---|---|---|---|---|"]
        lines += ["| " + " | ".join(str(r[k]) for k in ("compiler", "flags", "models", "seconds", "peak_mb", "object_mb")) + " |" for r in results["queries"]]
        lines.append("")
    with open(page, encoding="utf-8") as file:
        parts = file.read().split("<!-- results -->")
    if len(parts) != 3:
        sys.exit(f"{page} has not two marks <!-- results -->")
    with open(page, "w", encoding="utf-8") as file:
        file.write("<!-- results -->".join([parts[0], "\n" + "\n".join(lines), parts[2]]))


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "json":
        json.dump(read(sys.argv[2]), sys.stdout, indent=2)
        print()
    elif len(sys.argv) == 4 and sys.argv[1] == "charts":
        charts(read(sys.argv[2]), sys.argv[3])
    elif len(sys.argv) == 4 and sys.argv[1] == "tables":
        tables(read(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(__doc__)
