"""The package as its users meet it."""

import io
import os
import pickle
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
import zipfile

import pytest
from conftest import FIXTURES

import formdrift


def test_the_first_lines_of_a_notebook(marathon):
    assert marathon.verdict.kind == "form_breakdown"
    assert marathon.verdict.onset.low_m < marathon.verdict.onset.distance_m < marathon.verdict.onset.high_m
    assert marathon.splits[1].from_first.cadence_pct.value == marathon.to_dict()["splits"][1][
        "from_first"]["cadence_pct"]["value"]
    assert marathon.splits[0].from_first is None
    assert marathon.verdict.headline in repr(marathon)
    shown = marathon._repr_html_()
    assert shown.count("<tr>") == 1 + len(marathon.splits)
    assert marathon.verdict.headline in shown and "Pace /mi" in shown
    assert "Pace /km" in formdrift.analyse(FIXTURES / "fade.fit", split="5km")._repr_html_()


def test_html_of_a_notebook_is_escaped():
    made = {"json": '{"verdict": {"headline": "<b>&"}, "splits": []}', "units": "km"}
    analysis = formdrift.Analysis("x", (None, ""), made, None)
    assert "&lt;b&gt;&amp;" in analysis._repr_html_()


def test_a_result_is_read_only_and_says_what_it_has(marathon):
    with pytest.raises(AttributeError, match="read-only"):
        marathon.verdict.kind = "steady"
    with pytest.raises(AttributeError, match="Verdict has no 'knid'; it has kind, onset"):
        marathon.verdict.knid
    assert "headline" in dir(marathon.verdict)
    copy = marathon.to_dict()
    copy["verdict"]["kind"] = "steady"
    assert marathon.verdict.kind == "form_breakdown"
    assert marathon.verdict.to_dict()["onset"] == dict(marathon.verdict.onset)


def test_bytes_an_open_file_and_a_path_are_one_recording(marathon):
    content = (FIXTURES / "marathon.fit").read_bytes()
    for source in (content, bytearray(content), memoryview(content), io.BytesIO(content)):
        analysis = formdrift.analyse(source, name="mine.fit")
        assert analysis.splits == marathon.splits
        assert (analysis.file.name, analysis.file.path) == ("mine.fit", None)
    with open(FIXTURES / "marathon.fit", "rb") as file:
        assert formdrift.analyse(file).file.name == "marathon.fit"
    zipped = formdrift.analyse(FIXTURES / "marathon.fit.gz")
    assert zipped.verdict == marathon.verdict


def test_errors_say_what_to_do(tmp_path):
    with pytest.raises(formdrift.MissingFile, match="nowhere.fit: there is no such file") as missing:
        formdrift.analyse(tmp_path / "nowhere.fit")
    assert isinstance(missing.value, FileNotFoundError) and missing.value.errno == 2
    notes = tmp_path / "notes.fit"
    notes.write_text("I went for a run today.")
    with pytest.raises(formdrift.UnreadableFile, match="notes.fit: is plain text") as error:
        formdrift.analyse(notes)
    assert error.value.source == str(notes)
    assert error.value.why.startswith("is plain text")
    with pytest.raises(formdrift.UnreadableFile, match="bytes: is empty"):
        formdrift.analyse(b"")
    with pytest.raises(formdrift.BadOption, match="split") as option:
        formdrift.analyse(FIXTURES / "fade.fit", split="5 parsec")
    assert isinstance(option.value, ValueError) and "--" not in str(option.value)
    with pytest.raises(formdrift.BadOption, match="min_effect"):
        formdrift.analyse(FIXTURES / "fade.fit", min_effect=99)
    with pytest.raises(formdrift.BadOption, match="not int"):
        formdrift.analyse(7)
    with pytest.raises(TypeError):
        formdrift.analyse(FIXTURES / "fade.fit", spilt="5km")
    with pytest.raises(formdrift.UnreadableFile, match="analyse_many"):
        formdrift.analyse(FIXTURES / "formats")
    for error in (missing.value, option.value):
        assert isinstance(error, formdrift.FormdriftError)
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error) and str(again) == str(error)


def test_another_sport_is_not_a_run(tmp_path):
    tcx = (FIXTURES / "marathon.tcx").read_text("utf-8")
    assert 'Sport="Running"' in tcx
    ride = tmp_path / "ride.tcx"
    ride.write_text(tcx.replace('Sport="Running"', 'Sport="Biking"'), "utf-8")
    with pytest.raises(formdrift.NotARun, match="ride.tcx: is .*not a run"):
        formdrift.analyse(ride)


def test_settings_and_environment_are_not_asked(marathon, monkeypatch, tmp_path):
    settings = tmp_path / "config.toml"
    settings.write_text('split = "5km"\n')
    monkeypatch.setenv("FORMDRIFT_CONFIG", str(settings))
    monkeypatch.setenv("FORMDRIFT_SPLIT", "1mi")
    assert formdrift.analyse(FIXTURES / "marathon.fit") == marathon


def test_a_formdrift_toml_beside_the_run_holds(tmp_path):
    shutil.copy(FIXTURES / "fade.fit", tmp_path)
    (tmp_path / "formdrift.toml").write_text('athlete = "Ada"\n[runs."fade.fit"]\nshoes = "old"\n')
    analysis = formdrift.analyse(tmp_path / "fade.fit")
    assert analysis.document.athlete == "Ada" and analysis.document.context.shoes == "old"
    (tmp_path / "formdrift.toml").write_text("athlete = 7\n")
    with pytest.raises(formdrift.UnreadableFile, match="formdrift.toml: line 1"):
        formdrift.analyse(tmp_path / "fade.fit")
    with pytest.raises(formdrift.UnreadableFile, match="formdrift.toml: line 1"):
        list(formdrift.analyse_many([tmp_path / "fade.fit"]))


def test_many_come_in_order_and_none_is_lost(tmp_path):
    bad = tmp_path / "bad.gpx"
    bad.write_text("<gpx>")
    names = ["marathon.fit", "short.fit", "ultra.fit", "fade.fit"] * 6
    sources = [FIXTURES / name for name in names]
    sources.insert(3, bad)
    sources.insert(9, tmp_path / "gone.fit")
    sources.append((FIXTURES / "fade.fit").read_bytes())
    sources.append(("named.fit", (FIXTURES / "fade.fit").read_bytes()))
    results = list(formdrift.analyse_many(sources))
    assert [result.index for result in results] == list(range(len(sources)))
    assert results[-1].source == results[-1].analysis.file.name == "named.fit"
    sources.pop(), results.pop()
    for source, result in zip(sources, results):
        if source is bad:
            assert type(result.error) is formdrift.UnreadableFile
            with pytest.raises(formdrift.UnreadableFile):
                result.analysis
        elif isinstance(source, bytes):
            assert result.analysis.file.path is None
        elif source.name == "gone.fit":
            assert type(result.error) is formdrift.MissingFile
        else:
            assert result.error is None and result.source == str(source)
            assert result.analysis.file.path == str(source)
    assert pickle.loads(pickle.dumps(results[3])).error.why == results[3].error.why


def test_an_iterator_left_early_ends_its_work():
    results = formdrift.analyse_many([FIXTURES / "fade.fit"] * 2000)
    assert next(results).error is None
    results.close()
    del results
    before = threading.active_count()
    # Python goes on, and another session is not held up.
    assert len(list(formdrift.analyse_many([FIXTURES / "fade.fit"], jobs=1))) == 1
    assert threading.active_count() == before


def test_python_goes_on_while_recordings_are_analysed():
    counted, done = 0, threading.Event()

    def work():
        for _ in range(4):
            formdrift.analyse(FIXTURES / "ultra.fit")
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        counted += 1
        time.sleep(0.0005)
    thread.join()
    # With the GIL held throughout each call this thread would count to some 4.
    assert counted > 20, counted


def test_an_analysis_travels(marathon, tmp_path):
    again = pickle.loads(pickle.dumps(marathon))
    assert again == marathon and hash(again) == hash(marathon)
    assert [p.name for p in again.report(tmp_path / "r", write="csv")] == ["splits.csv"]
    assert len(pickle.dumps(marathon)) < 50_000


def test_reports_touch_nothing_of_others(tmp_path):
    path = tmp_path / "run.fit"
    shutil.copy(FIXTURES / "fade.fit", path)
    analysis = formdrift.analyse(path, title="Sunday")
    folder = tmp_path / "report"
    [page] = analysis.report(folder, write=["html"])
    assert page == folder / "report.html" and "Sunday" in page.read_text("utf-8")
    assert analysis.report(folder, write=["html"]) == [page]
    page.write_text("mine")
    with pytest.raises(formdrift.ReportNotWritten, match="was edited"):
        analysis.report(folder, write=["md", "html"])
    assert page.read_text() == "mine" and not (folder / "report.md").exists()
    with pytest.raises(formdrift.BadOption, match="pfd"):
        analysis.report(folder, write=["pfd"])
    shutil.copy(FIXTURES / "steady.fit", path)
    with pytest.raises(formdrift.ReportNotWritten, match="has changed since"):
        analysis.report(tmp_path / "other")
    path.unlink()
    with pytest.raises(formdrift.ReportNotWritten, match="run.fit: there is no such file"):
        analysis.report(tmp_path / "other")
    assert not (tmp_path / "other").exists()
    from_bytes = formdrift.analyse((FIXTURES / "fade.fit").read_bytes(), name="b.fit")
    assert len(from_bytes.report(tmp_path / "b")) > 10


def test_a_member_of_an_archive_has_its_report(tmp_path):
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(FIXTURES / "fade.fit", "a/1.fit")
        zipped.write(FIXTURES / "steady.fit", "a/2.fit")
    second = list(formdrift.analyse_many(archive))[1].analysis
    [summary] = second.report(tmp_path / "second", write="json")
    assert '"kind": "steady"' in summary.read_text("utf-8")


def test_splits_as_frames_are_the_csv(marathon, tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    [path] = marathon.report(tmp_path / "m", write="csv")
    theirs, ours = pandas.read_csv(path), marathon.to_pandas()
    assert set(ours.columns) == set(theirs.columns)
    pandas.testing.assert_frame_equal(ours[theirs.columns], theirs, check_dtype=False)
    assert ours["partial"].dtype == bool and ours["index"].dtype == "int64"
    table = marathon.to_arrow()
    assert table.column_names == list(ours.columns)
    assert table.column("from_first_pace_pct")[0].as_py() is None
    bare = formdrift.analyse(FIXTURES / "no-cadence.fit").to_arrow()
    assert bare.schema == table.schema


def test_runs_as_frames_account_for_every_file(tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    (tmp_path / "bad.fit").write_bytes(b"?")
    sources = [FIXTURES / "fade.fit", tmp_path / "bad.fit", FIXTURES / "steady.fit"]
    frame = formdrift.runs_to_pandas(formdrift.analyse_many(sources))
    assert list(frame["verdict"].fillna("none")) == ["pace_fade", "none", "steady"]
    assert list(frame["error_kind"].fillna("")) == ["", "UnreadableFile", ""]
    assert frame["start"].dt.year.notna().sum() == 2
    table = formdrift.runs_to_arrow(formdrift.analyse_many(sources))
    assert table.schema == formdrift.runs_to_arrow([]).schema
    assert table.column_names == list(formdrift.RUN_COLUMNS)
    one = formdrift.runs_to_pandas([formdrift.analyse(FIXTURES / "fade.fit")])
    assert len(one) == 1 and len(formdrift.runs_to_pandas([])) == 0


def test_every_key_of_the_schema_has_its_type(schema):
    """The classes name the keys of docs/schema.json, no more and no fewer."""
    definitions = schema["$defs"]
    parts = schema["properties"]
    split = {**definitions["split"]["properties"], **definitions["means"]["properties"]}
    for kind, keys in [
        (formdrift.Document, parts),
        (formdrift.File, parts["file"]["properties"]),
        (formdrift.Run, parts["run"]["properties"]),
        (formdrift.Verdict, parts["verdict"]["properties"]),
        (formdrift.Split, split),
        (formdrift.Changes, definitions["changes"]["properties"]),
        (formdrift.Onset, definitions["onset"]["properties"]),
        (formdrift.Estimate, definitions["estimate"]["properties"]),
        (formdrift.Phase, parts["phases"]["items"]["properties"]),
        (formdrift.Advice, parts["advice"]["items"]["properties"]),
        (formdrift.Caveat, parts["caveats"]["items"]["properties"]),
    ]:
        assert set(kind.__annotations__) == set(keys), kind


def test_the_command_comes_with_the_package(tmp_path):
    shutil.copy(FIXTURES / "fade.fit", tmp_path)
    environment = {**os.environ, "FORMDRIFT_CONFIG": ""}

    def run(*words):
        return subprocess.run(
            words, capture_output=True, encoding="utf-8", cwd=tmp_path, env=environment
        )

    module = [sys.executable, "-m", "formdrift"]
    done = run(*module, "--json", "fade.fit")
    assert done.returncode == 0 and done.stdout.startswith('{"schema":"formdrift/1"')
    assert run(*module, "gone.fit").returncode == 1
    assert run(*module, "--nonsense").returncode == 2
    assert run(*module, "--version").stdout == f"formdrift {formdrift.__version__}\n"
    script = shutil.which("formdrift", path=sysconfig.get_path("scripts"))
    assert script
    assert run(script, "--json", "fade.fit").stdout == done.stdout
