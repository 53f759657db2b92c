#!/usr/bin/env python3
"""Do calendar programs see in an .ics file the days, ids and texts of the events?

Readers: vobject, icalendar (PyPI), calcurse (Debian); and RFC 5545 read by ourselves for what they let pass.
"""
import datetime
import json
import re
import tempfile

from reading import TIMELINES, Report, close, export, in_four_digits, known_days, shutil, skip, run, truth

try:
    import icalendar
    import vobject
except ImportError as error:
    skip(f"the Python package {error.name} is not installed")


def expected(timeline):
    """By id: the event, and first day and day after the last."""
    days = {}
    for event in truth(timeline):
        if in_four_digits(event):
            first, last = (datetime.date(*day) for day in known_days(event))
            if last < datetime.date.max:
                days[event["id"]] = event, first, last + datetime.timedelta(1)
    return days


def lines(data, report):
    """RFC 5545 section 3.1."""
    report.true("every line ends with CRLF", data.endswith(b"\r\n") and data.count(b"\n") == data.count(b"\r\n"))
    for line in data.split(b"\r\n"):
        report.true(f"75 octets at most: {line!r:.90}", len(line) <= 75)
        report.true(f"no character is cut in two: {line!r:.90}", line.decode("utf-8", "strict") is not None)


def check(timeline, reports):
    own, first, second, third = reports
    data = export("ics", timeline)
    lines(data, own)
    own.same("two exports", export("ics", timeline), data)
    days = expected(timeline)
    text = data.decode()

    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    events = {event.uid.value.rsplit("@", 1)[0]: event for event in calendar.vevent_list}
    first.same(f"{timeline}: ids", sorted(events), sorted(days))
    for name, event in events.items():
        ours, start, end = days[name]
        if ours["date"]["precision"] == "time":
            moment = datetime.datetime.fromisoformat(ours["date"]["earliest"])
            # A time without a zone floats: RFC 5545, section 3.3.5, form 1.
            is_zoned = re.search(r"(Z|[+-]\d\d(:\d\d)?)$", ours["date"]["edtf"])
            moment = moment if is_zoned else moment.replace(tzinfo=None)
            first.same(f"{name} moment", event.dtstart.value, moment)
        else:
            first.same(f"{name} days", (event.dtstart.value, event.dtend.value), (start, end))
        first.true(f"{name} title", event.summary.value.startswith(ours["title"]))
        first.true(f"{name} summary", (ours["summary"] or "").strip() in event.description.value)
        first.same(f"{name} date", json.loads(event.x_dateline_event.value), ours)

    calendar = icalendar.Calendar.from_ical(data)
    second.same(f"{timeline}: errors", [event.errors for event in calendar.walk() if event.errors], [])
    events = {str(event["UID"]).rsplit("@", 1)[0]: event for event in calendar.walk("VEVENT")}
    second.same(f"{timeline}: ids", sorted(events), sorted(days))
    for name, event in events.items():
        ours, start, end = days[name]
        if ours["date"]["precision"] != "time":
            second.same(f"{name} days", (event.start, event.end), (start, end))
            second.true(f"{name} lasts", event.end > event.start)
        exact = ours["date"]["precision"] in ("day", "time") and not (ours["date"]["approximate"] or ours["date"]["uncertain"])
        if exact and "/" not in ours["date"]["edtf"]:
            second.same(f"{name} title", str(event["SUMMARY"]), ours["title"])
        else:
            second.true(f"{name} says what is unknown", len(str(event["SUMMARY"])) > len(ours["title"]) or "/" in ours["date"]["edtf"])
        second.true(f"{name} summary", (ours["summary"] or "").strip() in str(event["DESCRIPTION"]))
        for source in ours["sources"]:
            second.true(f"{name} source", (source["url"] or "") in str(event["DESCRIPTION"]))
        status = {"confirmed": "CONFIRMED", None: None}.get(ours["certainty"], "TENTATIVE")
        second.same(f"{name} status", event.get("STATUS"), status)
        second.same(f"{name} blocks nobody", event["TRANSP"], "TRANSPARENT")
        wanted = [ours["kind"]] if ours["kind"] else []
        found = [str(one) for one in event.categories]
        second.true(f"{name} categories", all(one in found for one in wanted + ours["tags"]))

    if shutil.which("calcurse"):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/x.ics"
            with open(path, "wb") as file:
                file.write(data)
            _, out, err = run("calcurse", "-D", folder, "-i", path)
            said = out.decode() + err
            skipped = re.search(r"(\d+) (?:item\(s\) )?skipped", said)
            third.true(f"{timeline}: counts what it skipped: {said!r}", skipped)
            # calcurse knows the years 1902 to 2037 only.
            strange = sum(not (1902 <= start.year <= 2037 and end.year <= 2037) for _, start, end in days.values())
            third.true(f"{timeline}: skips only strange years: {said!r}", skipped and int(skipped[1]) <= strange)
    else:
        print("calcurse is not installed: left out")


reports = [Report("RFC 5545"), Report("vobject"), Report("icalendar"), Report("calcurse")]
for timeline in TIMELINES:
    check(timeline, reports)
close(*reports)
