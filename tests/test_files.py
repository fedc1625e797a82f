"""Frames on disk: formats read again, and what is damaged, missing or cannot be written is told with its file."""

import json
import shutil

import pandas as pd
import pytest

from lwj_analysis import files, store
from lwj_analysis.errors import BadValue, LwjError, NoFile, NotAFolder, NotAllowed
from lwj_analysis.schema import FRAMES, FrameError

TEXT = "Gunmen killed four soldiers near Gao in Mali on 6 April 2017, the army said.\u2028It rained."


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    here = tmp_path_factory.mktemp("in")
    (here / "a.jsonl").write_text(json.dumps({"text": TEXT, "title": "Four\u2028dead"}))
    return store.load(here)


@pytest.fixture(scope="module")
def written(frames, tmp_path_factory):
    """The frames in a folder for each format."""
    here = tmp_path_factory.mktemp("out")
    for format in files.FORMATS:
        frames.write(here / format, format=format)
    return here


@pytest.mark.parametrize("format", files.FORMATS)
def test_every_format_is_read_again(format, written, frames):
    tables, made_with = files.read(written / format)
    assert made_with == frames.made_with
    for name in FRAMES:
        pd.testing.assert_frame_equal(tables[name], frames.tables[name][tables[name].columns])


def test_an_unknown_format_is_told(frames, tmp_path):
    with pytest.raises(BadValue, match="format 'yaml' is unknown; there are parquet, csv, jsonl, xlsx"):
        frames.write(tmp_path, format="yaml")


@pytest.mark.parametrize(
    ("format", "name", "data", "kind", "told"),
    [
        ("parquet", "events.parquet", b"PAR1", FrameError, "events.parquet: damaged, or not written by lwj_analysis"),
        ("parquet", "events.parquet", b"", FrameError, "events.parquet: damaged"),
        ("parquet", "events.parquet", None, NoFile, "no events.parquet, .csv or .jsonl"),
        ("parquet", "made_with.json", b"{", FrameError, "made_with.json: damaged"),
        ("parquet", "made_with.json", b"\xff", FrameError, "made_with.json: damaged"),
        ("csv", "events.csv", b"", FrameError, "events.csv: damaged"),
        ("csv", "events.csv", b"\xff\xfe\x00", FrameError, "events.csv: damaged"),
        ("csv", "events.csv", b"a,b\n1,2\n", FrameError, "events"),
        ("jsonl", "events.jsonl", b'{"event_id": \n', FrameError, "events.jsonl: damaged"),
        ("jsonl", "events.jsonl", b"[" * 100_000, FrameError, "events.jsonl: damaged"),
        ("xlsx", "lwj_analysis.xlsx", b"PK\x03\x04", FrameError, "lwj_analysis.xlsx: damaged"),
    ],
)
def test_a_damaged_or_lost_file_is_named(format, name, data, kind, told, written, tmp_path):
    shutil.copytree(written / format, tmp_path / "out")
    (tmp_path / "out" / name).unlink()
    if data is not None:
        (tmp_path / "out" / name).write_bytes(data)
    with pytest.raises(kind) as error:
        files.read(tmp_path / "out")
    assert isinstance(error.value, LwjError)
    assert told in str(error.value)


def test_a_workbook_of_somebody_else_is_told(tmp_path):
    pd.DataFrame({"x": [1]}).to_excel(tmp_path / files.WORKBOOK, sheet_name="articles")
    with pytest.raises(FrameError, match=r"no sheets sentences, .*; write the frames anew"):
        files.read(tmp_path)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(NoFile, match="nowhere: no such folder"):
        files.read(tmp_path / "nowhere")


@pytest.mark.parametrize(("below", "told"), [("", "afile is a file"), ("/sub/deep", "deep: .*afile is a file")])
def test_a_file_where_a_folder_was_meant(below, told, frames, tmp_path):
    (tmp_path / "afile").write_text("mine")
    with pytest.raises(NotAFolder, match=f"{told}, not a folder; name another folder"):
        frames.write(f"{tmp_path}/afile{below}")
    assert (tmp_path / "afile").read_text() == "mine"


@pytest.mark.parametrize("format", files.FORMATS)
def test_a_full_disk_is_told(format, frames, tmp_path):
    """/dev/full takes nothing, like a disk without room."""
    name = files.WORKBOOK if format == "xlsx" else f"articles.{format}"
    (tmp_path / name).symlink_to("/dev/full")
    with pytest.raises(NotAllowed, match=r"not all frames were written \(.*; make room there, or name another folder"):
        frames.write(tmp_path, format=format)
