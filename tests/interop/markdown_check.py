#!/usr/bin/env python3
"""Does GitHub's Markdown reader see an item or a row for each event, and no markup in its texts? Reader: cmark-gfm."""
import json
import re
import xml.etree.ElementTree as tree

from reading import TIMELINES, Report, close, export, need, run, truth

EXTENSIONS = [word for name in ("table", "strikethrough", "autolink", "tagfilter") for word in ("-e", name)]
SPACE = "{http://commonmark.org/xml/1.0}"


def parsed(reader, data):
    code, out, err = run(reader, *EXTENSIONS, "-t", "xml", text=data)
    if code != 0:
        raise SystemExit(f"cmark-gfm: {err}")
    return tree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", out.decode()))


def text(node):
    breaks = (SPACE + "softbreak", SPACE + "linebreak")
    return "".join(" " if one.tag in breaks else one.text or "" for one in node.iter()).replace("\u2060", "")


def letters(some):
    return "".join(some.replace("\u2060", "").split())


def nothing_else(name, root, report, description):
    """Only what dateline writes itself: no code but the command and that of the description, no pictures, links
    to sources alone."""
    report.same(f"{name}: raw HTML", [one.text for one in root.iter() if one.tag in (SPACE + "html_block", SPACE + "html_inline") and one.text != "<br>"], [])
    report.same(f"{name}: pictures and quotes", [one.tag for one in root.iter() if one.tag in (SPACE + "image", SPACE + "block_quote", SPACE + "code_block")], [])
    code = [one.text for one in root.iter(SPACE + "code")]
    report.same(f"{name}: code", len([one for one in code if f"`{one}`" not in description]), 1)
    addresses = [one.get("destination") for one in root.iter(SPACE + "link")]
    report.same(f"{name}: strange links", [one for one in addresses if not one.startswith(("https://", "http://"))], [])


def check(timeline, report, reader):
    events = truth(timeline)
    description = json.loads(export("json", timeline))["description"] or ""
    data = export("md", timeline)
    report.same("two exports", export("md", timeline), data)
    root = parsed(reader, data)
    nothing_else(f"{timeline} list", root, report, description)
    items = [item for one in root.findall(SPACE + "list") if one.get("type") == "bullet" for item in one.findall(SPACE + "item")]
    report.same(f"{timeline}: items", len(items), len(events))
    for item, event in zip(items, events):
        line = letters(text(item.find(SPACE + "paragraph")))
        report.true(f"{event['id']} title in {line!r:.200}", letters(event["title"]) in line)
        report.true(f"{event['id']} summary", letters(event["summary"] or "") in line)
    urls = {source["url"] for event in events for source in event["sources"] if (source["url"] or "").startswith("http")}
    links = {one.get("destination") for one in root.iter(SPACE + "link")}
    report.same(f"{timeline}: every source has its link", len(links) >= len(urls), True)

    root = parsed(reader, export("md", timeline, "--as", "table"))
    nothing_else(f"{timeline} table", root, report, description)
    rows = root.findall(f"{SPACE}table/{SPACE}table_row")
    report.same(f"{timeline}: rows", len(rows), len(events))
    for row, event in zip(rows, events):
        cells = row.findall(SPACE + "table_cell")
        report.same(f"{event['id']} cells", len(cells), 5)
        report.true(f"{event['id']} title", letters(text(cells[2])).startswith(letters(event["title"])))


reader, report = need("cmark-gfm"), Report("cmark-gfm")
for timeline in TIMELINES:
    check(timeline, report, reader)
close(report)
