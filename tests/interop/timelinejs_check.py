#!/usr/bin/env python3
"""Does TimelineJS show each event in a browser with its id, its date, our words for it and its text?

Reader: the TimelineJS of npm, as it is on a web page, in headless Chromium without a network.
"""
import html
import json
import os
import re
import shutil
import tempfile

from reading import TIMELINES, Report, close, export, need_npm, run, skip, truth

PAGE = """<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="DIST/css/timeline.css">
<div id="timeline" style="width: 1000px; height: 600px"></div><pre id="answer">nothing</pre>
<script>window.wrong = []; window.onerror = message => window.wrong.push(String(message)); window.alert = () => window.wrong.push('a script of the data ran')</script>
<script src="DIST/js/timeline.js"></script>
<script id="data" type="application/json">DATA</script>
<script>
const timeline = new TL.Timeline('timeline', JSON.parse(document.getElementById('data').textContent), { script_path: 'DIST/js/', font: null })
const text = (slide, name) => (slide.querySelector(name) || { textContent: null }).textContent
const day = date => date && date.data && { ...date.data, date_obj: undefined, format: undefined, format_short: undefined, display_date: undefined }
const wait = count => {
  const slides = [...document.querySelectorAll('.tl-slide')]
  if ((!timeline.config || slides.length < timeline.config.events.length + 1) && count > 0) return setTimeout(wait, 200, count - 1)
  const byId = Object.fromEntries(timeline._storyslider._slides.map(slide => [slide.data.unique_id, slide._el.container]))
  document.getElementById('answer').textContent = JSON.stringify({
    errors: timeline.config.getErrors(), wrong: window.wrong, marked: document.querySelectorAll('.tl-text-content script, .tl-text-content img, .tl-headline b').length,
    events: timeline.config.events.map(event => ({
      id: event.unique_id, start: day(event.start_date), end: day(event.end_date), group: event.group,
      headline: text(byId[event.unique_id], '.tl-headline'), date: text(byId[event.unique_id], '.tl-headline-date'),
      text: text(byId[event.unique_id], '.tl-text-content p') , all: text(byId[event.unique_id], '.tl-text-content'),
      links: [...byId[event.unique_id].querySelectorAll('.tl-text-content a')].map(link => link.href) })) })
}
setTimeout(wait, 500, 100)
</script>"""

FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --virtual-time-budget=60000".split()


def squeezed(text):
    return " ".join((text or "").split())


def shown_by(browser, data, dist):
    page = PAGE.replace("DIST", f"file://{dist}").replace("DATA", data.replace("<", "\\u003c"))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)
        _, out, err = run(browser, *FLAGS, f"--user-data-dir={folder}/profile", "--dump-dom", f"file://{path}")
    answer = re.search(r'<pre id="answer">(.*?)</pre>', out.decode("utf-8", "replace"), re.S)
    if not answer or answer[1] == "nothing":
        skip(f"the browser gave no answer: {err[-300:]}")
    return json.loads(html.unescape(answer[1]))


def point(text, precision, last=False):
    """The date that TimelineJS should have, from an ISO day: as much of it as is known, years before Christ one lower."""
    found = re.match(r"(Y?-?\d+)-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d))?", text)
    year, *rest = (int(part.lstrip("Y")) for part in found.groups() if part)
    year = year if year > 0 else year - 1
    known = {"year": 0, "more than a year": 0, "month": 1, "season": 1, "day": 2, "time": 5}[precision]
    return dict(zip(("year", "month", "day", "hour", "minute", "second"), [year, *rest[:known]]))


def numbers(date):
    return date and {key: int(value) for key, value in date.items() if value is not None and key != "millisecond"}


def check(timeline, report, browser, dist):
    data = export("timelinejs", timeline).decode()
    report.same("two exports", export("timelinejs", timeline).decode(), data)
    found = shown_by(browser, data, dist)
    wanted = {event["id"]: event for event in truth(timeline) if event["date"]}
    report.same(f"{timeline}: errors", (found["errors"], found["wrong"]), ([], []))
    report.same(f"{timeline}: nothing of the data became HTML", found["marked"], 0)
    report.same(f"{timeline}: ids", sorted(one["id"] for one in found["events"]), sorted(wanted))
    for one in found["events"]:
        ours = wanted[one["id"]]
        name, date = one["id"], ours["date"]
        if "/" not in date["edtf"]:
            report.same(f"{name} start", numbers(one["start"]), point(date["earliest"], date["precision"]))
            one_point = point(date["latest"], date["precision"])
            report.same(f"{name} end", numbers(one.get("end")), one_point if one_point != numbers(one["start"]) else None)
        elif date["earliest"]:
            report.same(f"{name} first year", numbers(one["start"])["year"], point(date["earliest"], "year")["year"])
        report.same(f"{name} headline", squeezed(one["headline"]), squeezed(ours["title"]))
        report.true(f"{name} date in words: {one['date']!r}", one["date"] and not one["date"].startswith("2024-"))
        if date["approximate"]:
            report.true(f"{name} says around: {one['date']!r}", "around" in one["date"])
        if date["precision"] == "month" and "/" not in date["edtf"]:
            report.true(f"{name} invents no day: {one['date']!r}", not re.match(r"(around )?\d{1,2} ", one["date"]))
        report.true(f"{name} as written", f"(EDTF {date['edtf']})" in one["all"])
        if ours["summary"]:
            report.true(f"{name} summary", squeezed(ours["summary"]).replace(" ", "") in one["all"].replace(" ", "").replace("\n", "").replace("\t", "").replace("\xa0", ""))
        report.true(f"{name} links only to the web", all(link.startswith(("http://", "https://")) for link in one["links"]))
        web = [source for source in ours["sources"] if (source["url"] or "").startswith("http")]
        report.same(f"{name} sources", len(one["links"]), len(web))
        first = ours["all-countries"][:1]
        report.same(f"{name} has a group", bool(one.get("group")), bool(first))


browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or skip("chromium is not installed")
dist = os.path.join(need_npm("@knight-lab/timelinejs"), "dist")
report = Report("TimelineJS")
for timeline in TIMELINES:
    check(timeline, report, browser, dist)
close(report)
