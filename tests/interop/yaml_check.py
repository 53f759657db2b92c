#!/usr/bin/env python3
"""Do other YAML readers see in a YAML export what dateline wrote? See yaml_roundtrip.py."""
import os
import sys
import tempfile

from reading import TIMELINES, export, skip

try:
    import yaml_roundtrip
except ImportError as error:
    skip(f"the Python package {error.name} is not installed")

failed = False
with tempfile.TemporaryDirectory() as folder:
    for timeline in TIMELINES:
        paths = [os.path.join(folder, f"{timeline}.{form}") for form in ("yaml", "json")]
        for path, form in zip(paths, ("yaml", "json")):
            with open(path, "wb") as file:
                file.write(export(form, timeline))
        print(f"{timeline}:")
        failed = yaml_roundtrip.main(*paths) or failed
sys.exit(1 if failed else 0)
