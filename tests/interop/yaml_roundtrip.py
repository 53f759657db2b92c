#!/usr/bin/env python3
"""Do other YAML readers see in an export what dateline wrote? Compares each string with the JSON export.

    pip install pyyaml ruamel.yaml
    dateline export --format yaml -o x.yaml && dateline export --format json -o x.json
    python3 tests/interop/yaml_roundtrip.py x.yaml x.json

or, with timelines full of hostile strings (writes shipped.* and hostile.* there):

    DATELINE_INTEROP=DIR cargo test --lib exports_for_other_readers -- --ignored
    python3 tests/interop/yaml_roundtrip.py DIR/hostile.yaml DIR/hostile.json
"""
import datetime
import json
import sys

import ruamel.yaml
import yaml

KEYS_OF_EVENT = ("date-note", "title", "kind", "summary", "certainty")


def readers(text):
    """Every reader's name and what it read."""
    yield "PyYAML BaseLoader", yaml.load(text, yaml.BaseLoader)
    yield "PyYAML SafeLoader", yaml.load(text, yaml.SafeLoader)
    if hasattr(yaml, "CSafeLoader"):
        yield "libyaml CBaseLoader", yaml.load(text, yaml.CBaseLoader)
        yield "libyaml CSafeLoader", yaml.load(text, yaml.CSafeLoader)
    for version in ("1.1", "1.2"):
        reader = ruamel.yaml.YAML(typ="safe", pure=True)
        reader.version = version
        yield f"ruamel.yaml {version}", reader.load(text)


def letters(value):
    """A date that a reader made a date of, as it was written."""
    return value.isoformat() if type(value) is datetime.date else value


def dated(value):
    return value and value["edtf"]


def event_pairs(ours, theirs, keeps_letters):
    """What JSON says of an event beside what the reader found, place by place.

    Unknown keys keep the quotes they had or had not, so that `NO` without quotes may become a truth: they are
    compared only where the reader takes everything for text.
    """
    get = theirs.get
    if "id" in theirs:
        yield "id", ours["id"], get("id")
    yield "date", dated(ours["date"]), letters(get("date"))
    for key in KEYS_OF_EVENT:
        yield key, ours[key] or "", get(key) or ""
    parts = [part if isinstance(part, dict) else {"actor": part} for part in get("actors", [])]
    yield "actors", [(one["id"], one["role"]) for one in ours["actors"]], [(one["actor"], one.get("role")) for one in parts]
    yield "tags", ours["tags"], get("tags", [])
    for key in ("policy", "status", "was"):
        yield key, [one[key] for one in ours["effects"]], [one.get(key) for one in get("effects", [])]
    yield "note", [one["note"] or "" for one in ours["effects"]], [one.get("note", "") for one in get("effects", [])]
    yield "from", [dated(one["from"]) for one in ours["effects"]], [letters(one.get("from")) for one in get("effects", [])]
    yield "links", [{one["relation"]: one["to"]} for one in ours["links"]], get("links", [])
    yield "disputes", ours["disputes"], [{"says": one["says"], "sources": one.get("sources", [])} for one in get("disputes", [])]
    review, found = ours["reviewed"] or {"by": None, "on": None}, get("reviewed") or {}
    yield "reviewed", (review["by"] or "", dated(review["on"])), (found.get("by", ""), letters(found.get("on")))
    for key in ("url", "publisher", "title"):
        yield key, [one[key] or "" for one in ours["sources"]], [one.get(key, "") for one in get("sources", [])]
    yield "dates", [dated(one["date"]) for one in ours["sources"]], [letters(one.get("date")) for one in get("sources", [])]
    for key, value in ours.get("extra", {}).items():
        if isinstance(value, str) and keeps_letters:
            yield key, value, get(key)


def pairs(ours, theirs, keeps_letters):
    """What JSON says of a timeline beside what the reader found."""
    for key in ("title", "description", "license"):
        yield key, ours[key], theirs.get(key, "")
    for key in ("ladders", "tags"):
        yield key, ours[key], theirs.get(key, {})
    for key, name in (("actors", "name"), ("policies", "title")):
        found = theirs.get(key, {})
        yield key, {one: value[name] for one, value in ours[key].items()}, {one: value[name] for one, value in found.items()}
    yield "number of events", len(ours["events"]), len(theirs["events"])
    for number, (event, found) in enumerate(zip(ours["events"], theirs["events"])):
        for place, one, other in event_pairs(event, found, keeps_letters):
            yield f"events[{number}] {place}", one, other


def main(yaml_path, json_path):
    with open(yaml_path, encoding="utf-8", newline="") as file:
        text = file.read()
    with open(json_path, encoding="utf-8") as file:
        ours = json.load(file)
    failed = False
    for name, theirs in readers(text):
        compared = list(pairs(ours, theirs, name.endswith("BaseLoader")))
        wrong = [one for one in compared if one[1] != one[2]]
        failed = failed or bool(wrong)
        print(f"{name}: {len(compared)} compared, {len(wrong)} differ")
        for place, one, other in wrong[:10]:
            print(f"  {place}: wrote {one!r}, read {other!r}")
    return failed


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
