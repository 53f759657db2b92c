#!/usr/bin/env python3
"""Do the answers of dateline have the shapes that their JSON Schemas promise? Asks check-jsonschema.

    python3 tests/interop/answers_check.py target/release/dateline
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ANSWERS = {
    "thread": [
        ["thread", "us-authorizes-kharkiv-counterfire"],
        ["thread", "us-trump-no-tomahawk"],
    ],
    "policies": [
        ["policies", "--on", "2024-05-22"],
        ["policies", "--on", "2024-05"],
        ["policies", "--on", "2024-06-30", "--compare", "2024-05-22"],
        ["policies", "--first", "strikes-in-russia"],
        ["policies", "--first", "training-in-ukraine", "--status", "banned"],
    ],
    "stats": [
        ["stats"],
        ["stats", "--only", "lags,silence", "--top", "3"],
        ["stats", "--known", "!2024-05-22", "--country", "us"],
    ],
}


def main(dateline):
    check = shutil.which("check-jsonschema")
    if check is None:
        print("skipped: check-jsonschema is not installed")
        return 77
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for answer, commands in ANSWERS.items():
            schema = pathlib.Path(folder, f"{answer}.schema.json")
            schema.write_bytes(subprocess.check_output([dateline, "schema", answer]))
            failed += subprocess.run([check, "--check-metaschema", schema]).returncode
            for number, command in enumerate(commands):
                told = pathlib.Path(folder, f"{answer}-{number}.json")
                told.write_bytes(subprocess.check_output([dateline, *command, "--format", "json"]))
                print("dateline", *command, flush=True)
                failed += subprocess.run([check, "--schemafile", schema, told]).returncode
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
