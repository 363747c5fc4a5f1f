#!/usr/bin/env python3
"""Makes the CSV that examples/flights reads from a flights JSON file of vega-datasets.

    python3 convert.py flights-20k.json > flights-20k.csv
    python3 convert.py flights-20k.json flights-20k.csv

Nothing is dropped, sorted or guessed: row n of the file is row n of the CSV, and a row that
does not look as expected stops the script with its number.
"""
import csv
import json
import sys
from datetime import datetime

COLUMNS = ("time", "delay", "distance", "origin", "destination")


def convert(row):
    """One JSON object, {"date": "2001/01/10 18:20", ...}, as one CSV row."""
    time = datetime.strptime(row["date"], "%Y/%m/%d %H:%M")
    for number in ("delay", "distance"):
        if not isinstance(row[number], int):
            raise ValueError(f"{number} is not a whole number")
    return (time.strftime("%Y-%m-%dT%H:%M:%SZ"), row["delay"], row["distance"],
            row["origin"], row["destination"])


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    with open(arguments[0], encoding="utf-8") as source:
        rows = json.load(source)
    target = open(arguments[1], "w", encoding="utf-8", newline="") if len(arguments) == 2 else sys.stdout
    with target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, row in enumerate(rows, 1):
            try:
                writer.writerow(convert(row))
            except (KeyError, TypeError, ValueError) as problem:
                sys.exit(f"{arguments[0]}: row {number}: {problem!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
