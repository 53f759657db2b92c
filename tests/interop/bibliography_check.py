#!/usr/bin/env python3
"""Do bibliography programs see each source once, with its date, title and publisher?

Readers: pandoc (CSL-JSON and BibLaTeX), biber (its data model), and a JSON Schema of the fields of CSL-JSON.
"""
import json
import os
import re
import shutil
import tempfile

from reading import TIMELINES, Report, close, export, need, run, skip, truth

try:
    import jsonschema
except ImportError as error:
    skip(f"the Python package {error.name} is not installed")

# What csl-data.json (Citation Style Language, 1.0) says of the fields that dateline writes.
TEXT = {"type": "string"}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "number"}}},
        "season": {"type": ["string", "number"]},
        "circa": {"type": ["string", "number", "boolean"]},
        "literal": TEXT,
    },
    "additionalProperties": False,
}
NAMES = {"type": "array", "items": {"type": "object", "properties": {"literal": TEXT}, "additionalProperties": False}}
ENTRY = {
    "type": "object",
    "properties": {
        "id": {"type": ["string", "number"]}, "type": {"enum": ["webpage", "document", "dataset"]}, "title": TEXT, "author": NAMES, "issued": DATE,
        "URL": TEXT, "source": TEXT, "note": TEXT, "keyword": TEXT, "version": TEXT, "custom": {"type": "object"},
    },
    "required": ["type", "id"],
    "additionalProperties": False,
}


def works(events):
    """The sources of events, each once: by address, or by title, publisher and date."""
    found = {}
    for event in events:
        pointed = [{"url": url} for dispute in event["disputes"] for url in dispute["sources"]]
        for source in event["sources"] + pointed:
            date = (source.get("date") or {}).get("edtf", "")
            name = source.get("url") or (source.get("title"), source.get("publisher"), date)
            known = found.setdefault(name, {"events": []})
            for key in ("title", "publisher", "date"):
                known[key] = known.get(key) or source.get(key)
            if event["id"] not in known["events"]:
                known["events"].append(event["id"])
    return list(found.values())


def squeezed(text):
    return "".join((text or "").replace("\u2060", "").split())


def check(timeline, reports, folder):
    schema, pandoc, biber = reports
    expected = works(truth(timeline))
    data = export("csl", timeline)
    schema.same("two exports", export("csl", timeline), data)
    entries = json.loads(data)
    wrong = jsonschema.Draft7Validator({"type": "array", "items": ENTRY}).iter_errors(entries)
    schema.same(f"{timeline}: fits", [error.message for error in wrong], [])
    head, *sources = entries
    schema.true(f"{timeline}: origin", head["type"] == "dataset" and "dateline export" in head["note"])
    schema.same(f"{timeline}: an entry a source", len(sources), len(expected))
    keys = [entry["id"] for entry in sources]
    schema.true(f"{timeline}: keys are ASCII and differ", all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys) and len(set(keys)) == len(keys))
    for entry, work in zip(sources, expected):
        schema.same(f"{entry['id']} events", entry["keyword"], ", ".join(name.replace(",", "%2C") for name in work["events"]))
        schema.true(f"{entry['id']} title", squeezed(work["title"] or "[On:") in squeezed(entry["title"]))
        schema.same(f"{entry['id']} publisher", squeezed((entry.get("author") or [{}])[0].get("literal")), squeezed(work["publisher"]))
        date, issued = work["date"], entry.get("issued")
        schema.same(f"{entry['id']} has a date", bool(issued), bool(date))
        if date and issued.get("date-parts"):
            parts = issued["date-parts"][0]
            known = {"year": 1, "season": 1, "month": 2, "day": 3, "time": 3}[date["precision"]]
            if "/" not in date["edtf"]:
                schema.same(f"{entry['id']} date", parts, [int(part) for part in date["earliest"][:10].split("-")][:known])
            schema.same(f"{entry['id']} circa", issued.get("circa", False), date["approximate"] or date["uncertain"])

    csl, bib = os.path.join(folder, "x.csl.json"), os.path.join(folder, "x.bib")
    for path, content in ((csl, data), (bib, export("bibtex", timeline))):
        with open(path, "wb") as file:
            file.write(content)
    if shutil.which("pandoc"):
        code, out, err = run("pandoc", "-f", "csljson", "-t", "csljson", csl)
        pandoc.same(f"{timeline}: CSL-JSON is read: {err}", code, 0)
        pandoc.same(f"{timeline}: ids from CSL-JSON", [entry["id"] for entry in json.loads(out)], [head["id"], *keys])
        code, out, err = run("pandoc", "--citeproc", "--bibliography", csl, "-t", "html", text=b"---\nnocite: '@*'\n---\n")
        pandoc.same(f"{timeline}: a bibliography is made: {err}", (code, err), (0, ""))
        pandoc.same(f"{timeline}: its entries", out.count(b'class="csl-entry"'), len(entries))
        pandoc.true(f"{timeline}: no HTML of the data", b"<script" not in out and b"<i>" not in out)
        code, out, err = run("pandoc", "-f", "biblatex", "-t", "csljson", bib)
        pandoc.same(f"{timeline}: BibLaTeX is read: {err}", (code, err), (0, ""))
        found = {entry["id"]: entry for entry in json.loads(out)}
        pandoc.same(f"{timeline}: ids from BibLaTeX", sorted(found), sorted(keys))
        for entry in sources:
            theirs = found[entry["id"]]
            straight = lambda text: re.sub("[“”„]", '"', re.sub("[‘’]", "'", squeezed(text))).replace("–", "-").replace("—", "-")
            pandoc.same(f"{entry['id']} title", straight(theirs["title"]), straight(entry["title"]))
            pandoc.same(f"{entry['id']} address", theirs.get("URL"), entry.get("URL"))
            ours = [straight(one["literal"]) for one in entry.get("author", [])]
            pandoc.same(f"{entry['id']} publisher", [straight(one.get("literal")) for one in theirs.get("author", [])], ours)
            issued, read = entry.get("issued", {}), theirs.get("issued", {})
            if "season" not in issued and len(issued.get("date-parts", [])) == 1:
                pandoc.same(f"{entry['id']} date", read.get("date-parts"), issued["date-parts"])
    else:
        print("pandoc is not installed: left out")
    if shutil.which("biber"):
        code, out, err = run("biber", "--tool", "--validate-datamodel", "--nolog", "--output-file", os.path.join(folder, "out.bib"), bib)
        said = out.decode() + err
        biber.same(f"{timeline}: is read", code, 0)
        warnings = [line for line in said.splitlines() if line.startswith(("WARN", "ERROR"))]
        # A source without a date or a publisher is one, and biber would like it to have both.
        strange = [line for line in warnings if "Missing mandatory field - one of 'date, year'" not in line and "Missing mandatory field - one of 'author" not in line and not line.startswith("INFO")]
        biber.same(f"{timeline}: complaints", strange, [])
        with open(os.path.join(folder, "out.bib"), encoding="utf-8") as file:
            again = re.findall(r"^@\w+\{([^,]+),", file.read(), re.M)
        biber.same(f"{timeline}: ids", sorted(again), sorted(keys))
    else:
        print("biber is not installed: left out")


reports = [Report("CSL schema"), Report("pandoc"), Report("biber")]
with tempfile.TemporaryDirectory() as folder:
    for timeline in TIMELINES:
        check(timeline, reports, folder)
close(*reports)
