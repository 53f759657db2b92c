#!/usr/bin/env python3
"""Do query engines read JSON Lines with one row an event, and does dateline read what they hand over?

Engines: pandas and DuckDB (PyPI), and chDB (PyPI), which is the engine of ClickHouse clusters in local mode.
The pipes are those of the manual's chapter on imports, over a table of ten million rows. Spark is asked too
where the PyPI package pyspark and a JRE are installed; it takes a minute and is not installed for this.
"""
import json
import os
import re
import sys
import tempfile

from reading import ROOT, TIMELINES, Report, close, export, run, skip, truth

try:
    import chdb
    import duckdb
    import pandas
except ImportError as error:
    skip(f"the Python package {error.name} is not installed")

dateline = os.path.abspath(sys.argv[1])
ROWS = 10_000_000

# The columns of ACLED that the recipe names, with one event a day in 2,500 of which many died.
TABLE = f"""
select concat('ALD', i) as event_id_cnty,
       date '2018-01-01' + cast(i % 2500 as integer) as event_date,
       1 + i % 3 as time_precision,
       ['Battles', 'Protests', 'Riots'][1 + i % 3] as event_type,
       ['Ukraine', 'Germany', 'Sudan', 'Mali'][1 + i % 4] as country,
       'Daily Courier' as source,
       concat('Notes of row ', i) as notes,
       cast(if(i % 99991 = 0, 51 + i % 7, i % 13) as integer) as fatalities
from (select cast(range as bigint) as i from range({ROWS}))
"""


def rows(timeline, report, folder):
    """One row an event, and the origin on the first alone."""
    path = os.path.join(folder, f"{timeline}.jsonl")
    with open(path, "wb") as file:
        file.write(export("jsonl", timeline))
    events = truth(timeline)
    ids = [event["id"] for event in events]
    frame = pandas.read_json(path, lines=True, dtype=False)
    report.same(f"{timeline}: rows of pandas", list(frame["id"]), ids)
    report.same(f"{timeline}: origin in pandas", list(frame["origin"].notna()), [True] + [False] * (len(ids) - 1))
    found = duckdb.sql(f"select id, date.edtf, origin from read_json('{path}', sample_size = -1)").fetchall()
    report.same(f"{timeline}: rows of DuckDB", [row[0] for row in found], ids)
    report.same(f"{timeline}: dates in DuckDB", [row[1] for row in found], [event["date"] and event["date"]["edtf"] for event in events])
    report.same(f"{timeline}: origin in DuckDB", [row[2] is not None for row in found], [True] + [False] * (len(ids) - 1))


def recipe(engine):
    """The query of the manual for an engine, and the options of dateline behind its pipe."""
    with open(os.path.join(ROOT, "src", "manual", "imports.md"), encoding="utf-8") as file:
        blocks = re.findall(r"```sh\n(.*?)```", file.read(), re.S)
    block = next(block for block in blocks if engine in block)
    query = re.search(r'"(select .*?)" ?[|\n]', block, re.S)[1].replace("\\`", "`")
    options = block.split("dateline -", 1)[1].replace("\\\n", " ").split()
    return " ".join(query.split()), options


def reduced(engine, lines, options, report):
    """What a person can read of ten million rows: the events that the query leaves."""
    wanted = [i for i in range(0, ROWS, 99991) if i % 4 == 0]
    code, out, err = run(dateline, "export", "-", *options, "--format", "json", text=lines)
    report.same(f"{engine}: read ({err:.200})", code, 0)
    report.same(f"{engine}: lines handed over", lines.count(b"\n"), len(wanted))
    events = json.loads(out)["events"]
    report.same(f"{engine}: titles", sorted(event["title"] for event in events), sorted(f"Notes of row {i}" for i in wanted))
    report.same(f"{engine}: countries", {code for event in events for code in event["countries"]}, {"UA"})
    report.same(f"{engine}: precision", {event["date"]["precision"] for event in events}, {"day", "month"})


def spark(query):
    """The rows of a query of Spark in local mode, which gives one line of JSON a row; None without Spark."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        return None
    session = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false").getOrCreate()
    lines = "".join(row[0] + "\n" for row in session.sql(query).collect())
    session.stop()
    return lines.encode()


report = Report("engines")
with tempfile.TemporaryDirectory() as folder:
    for timeline in TIMELINES:
        rows(timeline, report, folder)
    table = os.path.join(folder, "acled.parquet")
    duckdb.sql(f"copy ({TABLE}) to '{table}' (format parquet)")
    query, options = recipe("duckdb")
    lines = os.path.join(folder, "events.jsonl")
    duckdb.sql(f"copy ({query.replace('acled.parquet', table)}) to '{lines}' (format json)")
    with open(lines, "rb") as file:
        reduced("DuckDB", file.read(), options, report)
    query, options = recipe("clickhouse")
    query = query.replace("acled.parquet", table)
    reduced("chDB", chdb.query(query, "JSONEachRow").bytes(), options, report)
    query, options = recipe("spark-sql")
    lines = spark(query.replace("acled.parquet", table))
    if lines is not None:
        reduced("Spark", lines, options, report)
close(report)
