#!/usr/bin/env python3
"""Is the SVG well formed, drawn by another program, and does it hold every event?

    tests/interop/svg_check.py target/release/dateline

Needs xmllint (libxml2-utils) and rsvg-convert (librsvg2-bin).
"""
import json
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "target/debug/dateline"
ATTACKS = ["<script>alert(1)</script>", "</text><script/>", "]]>", "&lt;&amp;", '" onload="x', "<!-- x", "a\ufffeb",
           "\u202eabc\u0007", "東京" * 60]
DATES = ["2024-05-22", "2024-05~", "2024", "../2023", "2023/..", "-0043-03-15", "2024-05-22T14:30:00Z", "202X", "?"]
failed = 0
for needed in ("xmllint", "rsvg-convert"):
    if not shutil.which(needed):
        print(f"skipped: there is no {needed}")
        sys.exit(77)


def check(what, holds, detail=""):
    global failed
    failed += not holds
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds or not detail else f': {detail}'}")


def dateline(*words):
    return subprocess.run([PROGRAM, *words], check=True, capture_output=True).stdout


def count(*words):
    lines = subprocess.run([PROGRAM, "list", "--format", "jsonl", *words], capture_output=True).stdout.splitlines()
    return sum("title" in json.loads(line) for line in lines)


def stands_for(event):
    """How many events stand in a group of the picture: its title says it when there are several. A span whose
    event is in a number nearby stands for none."""
    if not any(part.get("class", "").split(" ")[0] in ("mark", "beyond", "count") for part in event.iter()):
        return 0
    title = event.find(f"{SVG}title").text
    return int(title.split()[0]) if " events, among them " in title else 1


def check_picture(name, data, folder):
    path = folder / f"{name}.svg"
    path.write_bytes(data)
    lint = subprocess.run(["xmllint", "--noout", path], capture_output=True, text=True)
    check(f"{name}: xmllint reads it without a word", lint.returncode == 0 and not lint.stderr, lint.stderr[:300])
    drawn = subprocess.run(["rsvg-convert", path, "-o", path.with_suffix(".png")], capture_output=True, text=True)
    check(f"{name}: rsvg-convert draws it", drawn.returncode == 0 and path.with_suffix(".png").stat().st_size > 5000,
          drawn.stderr[:300])
    root = ET.fromstring(data)
    check(f"{name}: it has a title and a description", bool(root.find(f"{SVG}title").text and root.find(f"{SVG}desc").text))
    check(f"{name}: the description says how it is made again", "command: dateline export" in root.find(f"{SVG}desc").text)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    check(f"{name}: no id stands twice", len(ids) == len(set(ids)))
    active = [element.tag for element in root.iter() if element.tag.rpartition("}")[2] in ("script", "a", "image", "foreignObject")]
    handlers = [key for element in root.iter() for key in element.keys() if key.startswith("on") or "href" in key]
    check(f"{name}: it does nothing and loads nothing", not active and not handlers, f"{active} {handlers}")
    outside = [text.text for text in root.iter(f"{SVG}text") if not -1 <= float(text.get("x", 0)) <= 1200]
    check(f"{name}: no text begins outside", not outside, outside)
    lanes = [lane for lane in root.iter(f"{SVG}g") if lane.get("class") == "lane"]
    for lane in lanes:
        said = int(lane.find(f".//{SVG}text[@class='number']").text)
        shown = sum(stands_for(event) for event in lane.iter(f"{SVG}g") if event.get("class", "").startswith("event "))
        if said != shown:
            check(f"{name}: {lane.get('id')} shows each of its events", False, f"{shown} of {said}")
    check(f"{name}: it has lanes", bool(lanes))
    return {lane.find(f".//{SVG}title").text: lane for lane in lanes}


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    shipped = dateline("export", "--format", "svg")
    check("a second run gives the same bytes", shipped == dateline("export", "--format", "svg"))
    lanes = check_picture("shipped", shipped, folder)
    for country in ("United States", "United Kingdom", "Norway"):
        events = count("--country", country)
        check(f"shipped: {country} has the events of `list --country`", f"{country}, {events} events" in lanes)
    check_picture("range", dateline("export", "--format", "svg", "--from", "2024-05-01", "--to", "2024-06-30"), folder)
    events = [{"id": f"{text}{at}", "title": text, "kind": text, "actors": [text], "date": DATES[at]}
              for at, text in enumerate(ATTACKS)]
    events[-1].pop("date")
    (folder / "hostile.yaml").write_text(json.dumps({"title": ATTACKS[1], "license": ATTACKS[0], "events": events}))
    hostile = dateline("export", str(folder / "hostile.yaml"), "--format", "svg")
    check_picture("hostile", hostile, folder)
    check("hostile: an event without a date is not left out in silence", "1 event has no date" in hostile.decode())
    (folder / "undated.yaml").write_text(json.dumps([{"title": "Nobody knows when"}]))
    undated = dateline("export", str(folder / "undated.yaml"), "--format", "svg").decode()
    check("undated: it says that there is nothing to draw", "nothing to draw" in undated)
    many = [{"date": f"{1900 + at % 120}-0{1 + at % 9}", "title": f"Event {at}", "importance": at % 5 + 1} for at in range(20000)]
    (folder / "many.jsonl").write_text("\n".join(map(json.dumps, many)))
    crowd = dateline("export", str(folder / "many.jsonl"), "--format", "svg")
    check_picture("20,000 events", crowd, folder)
    check("20,000 events: the file stays small", len(crowd) < 200_000, len(crowd))

sys.exit(failed > 0)
