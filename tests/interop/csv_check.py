#!/usr/bin/env python3
"""Do table readers find the columns, rows and texts of a CSV export? Readers: frictionless (PyPI) and Python's csv."""
import csv
import io
import os
import tempfile

from reading import TIMELINES, Report, close, export, skip, truth

try:
    import frictionless
except ImportError as error:
    skip(f"the Python package {error.name} is not installed")

FORMULA = ("=", "+", "-", "@", "\t", "\r")
DATES = ("date", "start", "end")


def joined(values):
    values = [value.replace(";", "%3B" if "://" in value else ",") for value in values]
    return "; ".join(values) if any(values) else ""


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def check(timeline, report, tables, folder):
    safe, plain = export("csv", timeline), export("csv", timeline, "--safe=no")
    report.same("two exports", export("csv", timeline), safe)
    path = os.path.join(folder, f"{timeline}.csv")
    for data in (safe, plain):
        with open(path, "wb") as file:
            file.write(data)
        valid = frictionless.validate(path, skip_errors=["type-error"])
        tables.same(f"{timeline}: valid {valid.flatten(['type', 'note'])}", valid.valid, True)
        tables.same(f"{timeline}: rows", valid.tasks[0].stats["rows"], len(truth(timeline)))
    report.true(f"{timeline}: CRLF", safe.count(b"\r\n") == len(truth(timeline)) + 1)
    for row in rows(safe):
        for column, cell in row.items():
            parts = [cell] if column in DATES else cell.split(";")
            computed = [part for part in parts if column not in DATES and part.strip().startswith(FORMULA)]
            report.same(f"{row['id']} {column} is no formula", computed, [])
    found = {row["id"]: row for row in rows(plain)}
    for event in truth(timeline):
        row, date = found[" ".join(event["id"].split())], event["date"] or {}
        name = event["id"]
        for column, key in (("date", "edtf"), ("start", "earliest"), ("end", "latest"), ("precision", "precision")):
            report.same(f"{name} {column}", row[column], date.get(key) or "")
        for column in ("title", "kind", "certainty", "summary", "date-note"):
            # A summary keeps its lines and its blanks; the other texts stand on one line.
            report.same(f"{name} {column}", row[column].split(), (event[column] or "").split())
        review = event["reviewed"] or {"by": None, "on": None}
        report.same(f"{name} reviewed-by", row["reviewed-by"].split(), (review["by"] or "").split())
        report.same(f"{name} reviewed-on", row["reviewed-on"], (review["on"] or {}).get("edtf", ""))
        kept = (event["summary"] or "").strip().count("\n")
        report.true(f"{name} lines", row["summary"].count("\n") >= kept)
        lists = {
            "countries": event["all-countries"],
            "actors": [part["name"] for part in event["actors"]],
            "roles": [part["role"] or "" for part in event["actors"]],
            "tags": event["tags"],
            "policies": [effect["policy"] for effect in event["effects"]],
            "statuses": [effect["status"] for effect in event["effects"]],
            "links": [f"{link['relation']}: {link['to']}" for link in event["links"]],
            "sources": [source["url"] or "" for source in event["sources"]],
            "publishers": [source["publisher"] or "" for source in event["sources"]],
        }
        for column, values in lists.items():
            report.same(f"{name} {column}", row[column], joined(values))
            if row[column]:
                report.same(f"{name} {column} can be taken apart", len(row[column].split("; ")), len(values))
    exploded = rows(export("csv", timeline, "--safe=no", "--explode", "actors"))
    pairs = [(event["id"], part["name"].replace(";", ","), (part["role"] or "").replace(";", ",")) for event in truth(timeline) for part in event["actors"] or [{"name": "", "role": ""}]]
    report.same(f"{timeline}: a row for each actor", [(row["id"], row["actors"], row["roles"]) for row in exploded], pairs)
    marked = export("csv", timeline, "--bom")
    report.same(f"{timeline}: byte order mark", marked[:3], b"\xef\xbb\xbf")
    report.true(f"{timeline}: origin", "dateline export" in rows(safe)[0]["origin"])


report, tables = Report("csv"), Report("frictionless")
with tempfile.TemporaryDirectory() as folder:
    here = os.getcwd()
    os.chdir(folder)
    import sys
    sys.argv[1] = os.path.join(here, sys.argv[1])
    for timeline in TIMELINES:
        check(timeline, report, tables, "")
    os.chdir(here)
close(report, tables)
