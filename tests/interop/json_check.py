#!/usr/bin/env python3
"""Do JSON and JSON Lines hold what the files say, do they fit their schema, and does dateline read them back?

Readers: check-jsonschema and jsonlines (PyPI), and PyYAML for the files themselves.
"""
import datetime
import io
import json
import os
import shutil
import sys
import tempfile

from reading import ROOT, TIMELINES, TORTURE, Report, close, export, in_four_digits, run, skip, truth

try:
    import jsonlines
    import jsonschema
    import yaml
except ImportError as error:
    skip(f"the Python package {error.name} is not installed")

tool = shutil.which("check-jsonschema", path=os.path.dirname(sys.executable)) or shutil.which("check-jsonschema") or skip("check-jsonschema is not installed")
dateline = os.path.abspath(sys.argv[1])


def written(timeline):
    """The events of the files, by a reader that makes nothing of their texts."""
    folder = os.path.join(ROOT, "data", "weapons-use", "events")
    paths = [TORTURE] if timeline == "torture" else [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    for path in paths:
        with open(path, encoding="utf-8") as file:
            yield from yaml.load(file, yaml.BaseLoader)["events"]


def files(timeline, report):
    ours = {event["id"]: event for event in truth(timeline)}
    theirs = {event["id"]: event for event in written(timeline)}
    report.same(f"{timeline}: ids", sorted(ours), sorted(theirs))
    for name, event in theirs.items():
        report.same(f"{name} date", ours[name]["date"] and ours[name]["date"]["edtf"], event.get("date"))
        report.same(f"{name} countries", ours[name]["countries"], event.get("countries", []))
        report.same(f"{name} tags", ours[name]["tags"], event.get("tags", []))
        sources = [source if isinstance(source, str) else source.get("url", "") for source in event.get("sources", [])]
        report.same(f"{name} sources", [source["url"] or "" for source in ours[name]["sources"]], sources)
        if all(c.isprintable() for c in event["title"]):
            report.same(f"{name} title", ours[name]["title"], " ".join(event["title"].split()))


def shape(timeline, report, folder):
    path, schema = os.path.join(folder, "export.json"), os.path.join(folder, "schema.json")
    whole = export("json", timeline)
    for name, data in ((path, whole), (schema, run(dateline, "schema", "export")[1])):
        with open(name, "wb") as file:
            file.write(data)
    code, out, err = run(tool, "--schemafile", schema, path)
    report.same(f"{timeline}: export fits its schema: {out.decode()}{err}", code, 0)
    code, _, err = run(tool, "--check-metaschema", schema)
    report.same(f"the schema is one: {err}", code, 0)
    with open(schema, encoding="utf-8") as file:
        judge = jsonschema.Draft202012Validator({**json.load(file), "properties": {}, "required": [], "type": "object", "additionalProperties": True, "$ref": "#/$defs/event"})
    lines = export("jsonl", timeline)
    report.true(f"{timeline}: no blank line", b"\n\n" not in lines and lines.endswith(b"\n") and b"\r" not in lines)
    objects = list(jsonlines.Reader(io.BytesIO(lines)).iter(type=dict))
    report.true(f"{timeline}: origin", "made by: dateline" in objects[0].pop("origin"))
    report.same(f"{timeline}: same objects", objects, json.loads(whole)["events"])
    for event in objects:
        report.same(f"{event['id']} fits", [error.message for error in judge.iter_errors(event)], [])


def back(timeline, report, folder):
    """What was exported is read again: the same events, and no complaint that the files did not earn."""
    path = os.path.join(folder, "export.json")
    code, out, _ = run(dateline, "export", path, "--format", "json")
    ours, theirs = json.loads(export("json", timeline)), json.loads(out)
    for one in (ours, theirs):
        one["manifest"] = None
    report.same(f"{timeline}: read back", theirs == ours, True)
    code, said, _ = run(dateline, "check", path)
    report.true(f"{timeline}: no unknown key: {said.decode():.300}", b"unknown-key" not in said)
    if timeline == "shipped":
        report.same(f"{timeline}: check", (code, said), (0, b""))
    lines = os.path.join(folder, "export.jsonl")
    with open(lines, "wb") as file:
        file.write(export("jsonl", timeline))
    _, out, _ = run(dateline, "export", lines, "--format", "json")
    for one, other in zip(json.loads(out)["events"], ours["events"]):
        for key in ("id", "date", "title", "countries", "all-countries", "tags", "sources", "summary"):
            report.same(f"{other['id']} {key} from JSON Lines", one[key], other[key])


def timesketch(timeline, report):
    lines = list(jsonlines.Reader(io.BytesIO(export("jsonl", timeline, "--as", "timesketch"))).iter(type=dict))
    wanted = {event["id"]: event for event in truth(timeline) if in_four_digits(event)}
    report.same(f"{timeline}: Timesketch ids", [line["id"] for line in lines], list(wanted))
    for line in lines:
        report.true(f"{line['id']} has what is demanded", line["message"] or not wanted[line["id"]]["title"])
        report.true(f"{line['id']} has a description", line["timestamp_desc"])
        moment = datetime.datetime.fromisoformat(line["datetime"])
        report.same(f"{line['id']} zone", moment.utcoffset(), datetime.timedelta(0))
        earliest = wanted[line["id"]]["date"]["earliest"]
        if earliest:
            first = datetime.datetime.fromisoformat(earliest)
            first = first if first.tzinfo else first.replace(tzinfo=datetime.timezone.utc)
            report.same(f"{line['id']} moment", moment, first)


def files_schema(report, folder):
    path = os.path.join(folder, "file.schema.json")
    with open(path, "wb") as file:
        file.write(run(dateline, "schema")[1])
    parts = os.path.join(ROOT, "data", "weapons-use", "events")
    paths = [os.path.join(parts, name) for name in sorted(os.listdir(parts))]
    code, out, err = run(tool, "--schemafile", path, "--disable-formats", "*", *paths)
    report.same(f"the shipped files fit the schema of files: {out.decode():.500}{err:.300}", code, 0)


report = Report("JSON")
with tempfile.TemporaryDirectory() as folder:
    files_schema(report, folder)
    for timeline in TIMELINES:
        files(timeline, report)
        shape(timeline, report, folder)
        back(timeline, report, folder)
        timesketch(timeline, report)
close(report)
