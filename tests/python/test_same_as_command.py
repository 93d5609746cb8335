"""The package gives what the command gives, byte for byte."""

import json
import os
import re
import zipfile

import pytest
from conftest import FIXTURES, recordings

import formdrift


def unwrapped(text):
    """Sentences without the line ends that keep them within a terminal."""
    return re.sub(r"\s+", " ", text)


def runs_of(path, **options):
    [result] = formdrift.analyse_many(path, **options)
    return [analysis.json for analysis in result.analyses], result.error


@pytest.mark.parametrize("path", recordings(FIXTURES), ids=lambda p: str(p.relative_to(FIXTURES)))
def test_json_of_every_fixture(command, path):
    found, error = runs_of(path)
    done = command("--json", path)
    assert found == done.stdout.splitlines()
    if error is not None:
        assert str(error) in unwrapped(done.stderr)
    else:
        longest = formdrift.analyse(path)
        assert longest.json in found
        distances = [json.loads(line)["run"]["distance_m"] for line in found]
        assert longest.run.distance_m == max(distances)


def test_every_option_does_what_it_does_there(command):
    path = FIXTURES / "marathon.fit"
    for options, flags in [
        ({"split": "5km"}, ["--split", "5km"]),
        ({"split": "lap", "units": "km"}, ["--split", "lap", "--units", "km"]),
        ({"cadence": "steps"}, ["--cadence", "steps"]),
        ({"time_zone": "+05:30"}, ["--time-zone", "+05:30"]),
        ({"from_": "2mi", "to": "3:00:00"}, ["--from", "2mi", "--to", "3:00:00"]),
        ({"min_effect": 4, "seed": 7}, ["--min-effect", "4", "--seed", "7"]),
        ({"athlete": "Ada", "note": "--hot", "title": "=T"}, ["--athlete=Ada", "--note=--hot", "--title==T"]),
        ({"private": True}, ["--private"]),
        ({"history": FIXTURES / "steady.fit"}, ["--history", FIXTURES / "steady.fit"]),
    ]:
        found, error = runs_of(path, **options)
        assert error is None
        assert found == command.lines(*flags, path), options


def test_text_and_report(command, tmp_path):
    path = FIXTURES / "fade.fit"
    analysis = formdrift.analyse(path)
    assert str(analysis) == command("--write", "none", path).stdout.rstrip("\n")
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    written = analysis.report(ours, write=["html", "csv", "md", "json", "pdf"])
    command("-o", theirs, "--write", "html,csv,md,json,pdf", path)
    names = sorted(p.name for p in theirs.iterdir())
    assert sorted(p.name for p in written) == [n for n in names if n != ".formdrift.json"]
    assert sorted(p.name for p in ours.iterdir()) == names
    for name in names:
        assert (ours / name).read_bytes() == (theirs / name).read_bytes(), name


def test_a_folder_and_an_archive(command, tmp_path):
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for name in ("fade.fit", "steady.fit", "run.gpx"):
            zipped.write(FIXTURES / name, f"activities/{name}")
        zipped.writestr("activities/broken.fit", b"not a recording")
    for source in (FIXTURES / "formats", archive):
        results = list(formdrift.analyse_many(source))
        found = [analysis.json for result in results for analysis in result.analyses]
        assert found == command.lines(source)
    [broken] = [result for result in results if result.error]
    assert broken.source == f"{archive}: activities/broken.fit"
    assert type(broken.error) is formdrift.UnreadableFile
    # Bytes of an archive are an archive.
    inside = list(formdrift.analyse_many(archive.read_bytes()))
    assert [len(result.analyses) for result in inside] == [len(r.analyses) for r in results]
    assert inside[-1].source == "bytes: activities/steady.fit"


def test_rows_are_those_of_the_index(command, tmp_path):
    pandas = pytest.importorskip("pandas")
    paths = [FIXTURES / n for n in ("fade.fit", "marathon.fit", "no-cadence.fit", "ultra.fit")]
    command("-o", tmp_path, "--write", "json", *paths)
    theirs = pandas.read_csv(tmp_path / "runs.csv").set_index("file")
    ours = formdrift.runs_to_pandas(formdrift.analyse_many(paths)).set_index("file")
    assert list(ours.columns) == [*theirs.columns, "error", "error_kind"]
    for path in paths:
        for column in theirs.columns.drop(["report", "start"]):
            a, b = ours.loc[path.name, column], theirs.loc[path.name, column]
            assert (pandas.isna(a) and pandas.isna(b)) or (a == "" and pandas.isna(b)) or a == b, column


def test_corpus(command):
    """Every recording of a folder of the user's own."""
    folder = os.environ.get("FORMDRIFT_CORPUS")
    if not folder:
        pytest.skip("FORMDRIFT_CORPUS names no folder of recordings")
    paths = recordings(folder)
    results = {}
    for path in paths:
        for result in formdrift.analyse_many(path):
            results.setdefault(path, []).append(result)
    compared = 0
    for path in paths:
        done = command("--json", path)
        found = [a.json for result in results[path] for a in result.analyses]
        assert found == done.stdout.splitlines(), path
        for result in results[path]:
            if result.error is not None:
                assert result.error.why in unwrapped(done.stderr), (path, done.stderr)
        compared += 1
    print(f"{compared} recordings give what the command gives")
    assert compared == len(paths) > 0
