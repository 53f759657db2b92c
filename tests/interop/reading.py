"""What every check shares: exports of the shipped timeline and of the torture timeline, a second opinion on
what a date may mean, and a report.

A check is a script `*_check.*` that takes the path of the dateline binary. It ends with 0 when all readers
agree, with 77 when this machine lacks the reader, and with anything else when a reader disagrees.
"""
import calendar
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TORTURE = os.path.join(ROOT, "tests", "data", "torture.yaml")
TIMELINES = {"shipped": [], "torture": [TORTURE]}
# Where tests/interop/run keeps what it installs.
CACHE = os.environ.get("DATELINE_INTEROP_CACHE", "")
SKIPPED = 77


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def need(program):
    """The path of a program, or the end of this check."""
    return shutil.which(program) or skip(f"{program} is not installed")


def need_npm(package):
    """The folder of an npm package, or the end of this check."""
    folder = os.path.join(CACHE, "node_modules", package)
    if not CACHE or not os.path.isdir(folder):
        skip(f"the npm package {package} is not installed")
    return folder


def run(*arguments, text=None, cwd=None):
    done = subprocess.run(arguments, input=text, capture_output=True, cwd=cwd, timeout=300, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def export(form, timeline, *options):
    """The bytes of an export of a timeline."""
    code, out, err = run(sys.argv[1], "export", *TIMELINES[timeline], "--format", form, *options)
    if code != 0:
        sys.exit(f"dateline export --format {form} ended with {code}: {err}")
    return out


def truth(timeline):
    """The events as the JSON export has them; json_check.py compares that with the files themselves."""
    return json.loads(export("json", timeline))["events"]


def year_month_day(text):
    match = re.fullmatch(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    return match and [int(part) if part else None for part in match.groups()]


def ends_of(edtf):
    """What is known of both ends of a date, each as (first, last), (year, month, day) each; None when an end
    is open or unknown. Written apart from dateline, from the text of EDTF."""
    if "/" in edtf:
        start, end = (part_of(part) for part in edtf.split("/"))
        return start, end
    part = part_of(edtf)
    return part, part


def part_of(text):
    text = text.rstrip("~?%")
    if text in ("", ".."):
        return None
    if text.startswith("Y"):
        year = int(text[1:])
        return (year, 1, 1), (year, 12, 31)
    if "T" in text:
        return None
    decades = re.fullmatch(r"(\d{2,3})X+", text)
    if decades:
        low, high = int(text.replace("X", "0")), int(text.replace("X", "9"))
        return (low, 1, 1), (high, 12, 31)
    year, month, day = year_month_day(text.replace("-XX", ""))
    if month is None:
        return (year, 1, 1), (year, 12, 31)
    if month > 20:
        first = {21: 3, 22: 6, 23: 9, 24: 12}[month]
        over = year + 1 if first == 12 else year
        last = 2 if first == 12 else first + 2
        return (year, first, 1), (over, last, days(over, last))
    if day is None:
        return (year, month, 1), (year, month, days(year, month))
    return (year, month, day), (year, month, day)


def days(year, month):
    # The calendar repeats itself every 400 years, and Python's begins with the year 1.
    return calendar.monthrange((year - 1) % 400 + 1, month)[1]


def known_days(event):
    """The first and last day of what is known of an event, as dateline's formats of days should have them;
    None without a date."""
    date = event["date"]
    if date is None:
        return None
    if date["precision"] == "time":
        day = tuple(year_month_day(date["earliest"].split("T")[0]))
        return day, day
    start, end = ends_of(date["edtf"])
    return (start or end)[0], (end or start)[1]


def in_four_digits(event):
    known = known_days(event)
    return known is not None and all(1 <= day[0] <= 9999 for day in known)


class Report:
    """Counts what was compared and tells what differs; `close` ends the script."""

    def __init__(self, reader):
        self.reader, self.compared, self.wrong = reader, 0, 0

    def same(self, what, found, expected):
        self.compared += 1
        if found != expected:
            self.wrong += 1
            if self.wrong <= 12:
                print(f"  {self.reader}: {what}:\n    expected {expected!r:.400}\n    found    {found!r:.400}")

    def true(self, what, holds):
        self.same(what, bool(holds), True)

    def told(self):
        print(f"{self.reader}: {self.compared} compared, {self.wrong} differ")
        return self.wrong


def close(*reports):
    sys.exit(1 if sum(report.told() for report in reports) else 0)
