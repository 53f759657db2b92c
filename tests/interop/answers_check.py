#!/usr/bin/env python3
"""Do the answers of dateline have the shapes that their JSON Schemas promise? Asks check-jsonschema.

    python3 tests/interop/answers_check.py target/release/dateline

Installs check-jsonschema into a virtual environment outside of the repository when it is not there; where that does
not work it says so and ends well.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import venv

ANSWERS = {
    "thread": [
        ["thread", "us-authorizes-kharkiv-counterfire"],
        ["thread", "us-trump-no-tomahawk"],
    ],
    "stats": [
        ["stats"],
        ["stats", "--only", "lags,silence", "--top", "3"],
        ["stats", "--known", "!2024-05-22", "--country", "us"],
    ],
}


def checker():
    """The path of check-jsonschema, or none."""
    cache = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    place = pathlib.Path(cache) / "dateline-interop"
    script = place / "bin" / "check-jsonschema"
    if not script.exists():
        try:
            venv.create(place, with_pip=True)
            subprocess.run([place / "bin" / "pip", "install", "--quiet", "check-jsonschema"], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"not checked: check-jsonschema cannot be installed ({error})")
            return None
    return script


def main(dateline):
    check = checker()
    if check is None:
        return 0
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
