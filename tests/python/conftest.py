"""What the tests share: the fixtures, and the command to compare with."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
ENDINGS = (".fit", ".gpx", ".tcx", ".gz")


def recordings(folder):
    """Recordings below a folder, in the order of their names."""
    return sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in ENDINGS)


class Command:
    """The program without Python. It reads no settings file."""

    def __init__(self, program):
        self.program = program

    def __call__(self, *arguments):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FORMDRIFT_")}
        return subprocess.run(
            [self.program, "--quiet", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            env={**environment, "FORMDRIFT_CONFIG": ""},
        )

    def lines(self, *arguments):
        """What ``--json`` prints, line by line."""
        return self("--json", *arguments).stdout.splitlines()


@pytest.fixture(scope="session")
def command():
    program = os.environ.get("FORMDRIFT_PROGRAM")
    if not program:
        pytest.skip("FORMDRIFT_PROGRAM names no program to compare with; run tests/python/check.sh")
    return Command(program)


@pytest.fixture(scope="session")
def marathon():
    import formdrift

    return formdrift.analyse(FIXTURES / "marathon.fit")


@pytest.fixture(scope="session")
def schema():
    return json.loads((ROOT / "docs" / "schema.json").read_text("utf-8"))
