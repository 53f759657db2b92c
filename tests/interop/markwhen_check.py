#!/usr/bin/env python3
"""Does markwhen's own parser find each event with its id, its days and its text, and nothing else?"""
import datetime
import json
import re

from reading import CACHE, TIMELINES, Report, close, ends_of, export, in_four_digits, known_days, need, need_npm, run, truth

DUMP = """
const { parse } = require('@markwhen/parser')
const found = parse(require('fs').readFileSync(0, 'utf8'))
const events = []
const walk = node => node.children ? node.children.forEach(walk) : events.push(node)
walk(found.events)
process.stdout.write(JSON.stringify({ header: found.header, messages: found.parseMessages, groups: found.events.children.filter(one => one.children).length, events },
  (_, value) => value instanceof Map ? Object.fromEntries(value) : value))
"""


def shown(text):
    """What a Markdown view shows: escapes undone, marks without width unseen."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("\u2060", "")


def one_line(text):
    return " ".join(text.split())


def midnight(day):
    return f"{day[0]:04}-{day[1]:02}-{day[2]:02}T00:00:00.000"


def check(timeline, report, node):
    data = export("markwhen", timeline)
    report.same("two exports", export("markwhen", timeline), data)
    code, out, err = run(node, "-e", DUMP, text=data, cwd=CACHE)
    report.same(f"{timeline}: parser ran ({err})", code, 0)
    found = json.loads(out)
    events = truth(timeline)
    wanted = {event["id"]: event for event in events if in_four_digits(event)}
    report.same(f"{timeline}: messages", found["messages"], [])
    report.same(f"{timeline}: groups", found["groups"], 0)
    report.same(f"{timeline}: zone", found["header"]["timezone"], "UTC")
    report.true(f"{timeline}: origin", found["header"]["dateline"]["command"].startswith("dateline export"))
    missing = len(events) - len(wanted)
    report.same(f"{timeline}: tells what is missing", "left out" in found["header"]["dateline"].get("note", ""), missing > 0)
    report.same(f"{timeline}: ids", [one["properties"].get("id") for one in found["events"]], list(wanted))
    for one in found["events"]:
        ours = wanted[one["properties"]["id"]]
        name, date = ours["id"], ours["date"]
        first, last = known_days(ours)
        report.same(f"{name} start", one["dateRangeIso"]["fromDateTimeIso"][:23], midnight(first))
        if not date["edtf"].endswith("/..") and last[0] < 9999:
            after = datetime.date(*last) + datetime.timedelta(1)
            report.same(f"{name} end", one["dateRangeIso"]["toDateTimeIso"][:23], midnight((after.year, after.month, after.day)))
        report.same(f"{name} record", one["properties"]["dateline"], ours)
        report.same(f"{name} title", shown(one["firstLine"]["restTrimmed"]), shown(ours["title"]))
        report.same(f"{name} sources", one["properties"].get("sources", []), [source["url"] for source in ours["sources"] if source["url"]])
        report.same(f"{name} tags", (one["properties"].get("tags", []), one["tags"]), (ours["tags"], []))
        report.same(f"{name} progress", (one.get("percent"), one.get("completed")), (None, None))
        text = [shown(block.get("raw", "")) for block in one["supplemental"]]
        kinds = {block["type"] for block in one["supplemental"]}
        report.true(f"{name} text is text: {kinds}", kinds <= {"text", "paragraphBreak"})
        for line in (ours["summary"] or "").split("\n"):
            if one_line(line):
                report.true(f"{name} text {line!r:.80}", shown(one_line(line)) in text)
        vague = date["precision"] not in ("day", "time") or date["approximate"] or date["uncertain"] or None in ends_of(date["edtf"])
        if date["precision"] != "time":
            report.same(f"{name} says what is vague", "when" in one["properties"], vague)


need_npm("@markwhen/parser")
report, node = Report("markwhen"), need("node")
for timeline in TIMELINES:
    check(timeline, report, node)
close(report)
