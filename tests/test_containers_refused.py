"""Broken, hostile and unreadable containers: a sentence each, no traceback, and bounded memory."""

from __future__ import annotations

import gzip
import json
import random
import sys
import tracemalloc
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.errors import RefusedFileError
from ingest.media.containers import collected, guarded, premiere
from ingest.media.containers.door import containers_in, is_container
from tests import made_containers as made

SAMPLES = Path(__file__).parent / "samples" / "containers"
NO_TIMELINE = (
    b'{"OTIO_SCHEMA": "SerializableCollection.1", "metadata": {}, "name": "x", "children": []}'
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
)
ROOTS = {
    "fcpxml": "fcpxml",
    "xml": "xmeml",
    "prproj": "PremiereData",
    "aepx": "AfterEffectsProject",
}


def refusal(path, **asked):
    with pytest.raises(RefusedFileError) as caught:
        containers_in(path, **asked)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path.name}: ")
    return sentence.removeprefix(f"{path.name}: ")


def written(path, contents):
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return path


# --- What is missing ---------------------------------------------------------------------------


def test_an_edl_asks_for_its_frame_rate():
    sentence = refusal(SAMPLES / "edl" / "spot_v02.edl")
    assert "edl_frame_rate under [media] in offcut.toml" in sentence


def test_an_edl_at_another_frame_rate_says_which_one_was_taken(tmp_path):
    path = written(
        tmp_path / "a.edl",
        "001  AX       V     C        00:00:00:00 00:00:01:24 01:00:00:00 01:00:01:24\n",
    )
    assert len(containers_in(path, frame_rate=25)[0].uses) == 1
    assert "an EDL at 24 frames a second" in refusal(path, frame_rate=24)


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [
        ("opentimelineio", "otio/spot.otio", "timelines"),
        ("otio_cmx3600_adapter", "edl/spot_v02.edl", "timelines"),
        ("psd_tools", "a.psd", "layers"),
        ("py_aep", "a.aep", "timelines"),
        ("aaf2", "a.aaf", "timelines"),
    ],
)
def test_a_missing_extra_is_named(monkeypatch, tmp_path, module, name, extra):
    monkeypatch.setitem(sys.modules, module, None)
    path = SAMPLES / name if "/" in name else written(tmp_path / name, b"anything")
    assert f"pip install 'offcut[{extra}]'" in refusal(path, frame_rate=25)


def test_a_newer_otio_is_called_newer(tmp_path):
    timeline = {"OTIO_SCHEMA": "Timeline.99", "name": "Spot", "tracks": None}
    path = written(tmp_path / "a.otio", json.dumps(timeline))
    assert "written by a newer OpenTimelineIO" in refusal(path)


# --- What is wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "contents", "sentence"),
    [
        ("a.txt", b"hello", "none of .aaf, .aep"),
        ("a.otio", b"", "damaged: it cannot be read as an OpenTimelineIO timeline"),
        ("a.otio", NO_TIMELINE, "there is no timeline in it, only SerializableCollection"),
        ("a.otioz", b"PK\x03\x04", "damaged, not a whole zip archive"),
        ("a.aaf", b"nothing", "damaged: it cannot be read as an AAF"),
        ("a.edl", b"TITLE: nothing\n", "not an EDL at 25 frames a second: there is no event"),
        ("a.fcpxml", b"", "damaged, its XML cannot be read"),
        ("a.fcpxml", b"<fcpxml><project>", "damaged, its XML cannot be read"),
        ("a.fcpxml", b"<other/>", "not an FCPXML: its first element is 'other'"),
        ("a.prproj", b"<other/>", "not a Premiere project: its first element is 'other'"),
        (
            "a.prproj",
            gzip.compress(b"<PremiereData>", mtime=0)[:-9],
            "damaged, it cannot be unpacked",
        ),
        ("a.aepx", b"<other/>", "not an After Effects project"),
        ("a.aep", b"RIFX", "damaged: it cannot be read as an After Effects project"),
        ("a.psd", b"8BPS", "damaged: it cannot be read as a Photoshop file"),
        ("a.idml", b"PK", "damaged, not a whole zip archive"),
    ],
)
def test_what_is_wrong_with_a_file_is_a_sentence(tmp_path, name, contents, sentence):
    assert refusal(written(tmp_path / name, contents), frame_rate=25).startswith(sentence)


def test_a_time_that_is_none_is_named(tmp_path):
    text = (SAMPLES / "fcpxml" / "cuts_and_speeds.fcpxml").read_text("utf-8")
    path = written(tmp_path / "a.fcpxml", text.replace('duration="2s"', 'duration="1e9s"', 1))
    assert "'1e9s' where a time such as 1001/30000s is expected" in refusal(path)


def test_a_zip_archive_that_is_no_layout_is_called_so(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.idml", "w") as archive:
        archive.writestr("notes.txt", "hello")
    assert "there is no designmap.xml in it" in refusal(tmp_path / "a.idml")


@pytest.mark.parametrize("name", ["a.fcpxml", "a.psd", "a.prproj"])
def test_a_file_that_is_gone_is_a_sentence(tmp_path, name):
    assert is_container(tmp_path / name) is False
    assert "No such file" in refusal(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("log.xml", "<log/>"),
        ("table.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)),
        ("book.xlsx", b"PK\x03\x04" + bytes(100)),
        ("log.jsonl.gz", gzip.compress(b'{"a": 1}', mtime=0)),
        ("cut.gz", gzip.compress(b"<log>", mtime=0)[:12]),
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
        ("notes.txt", "how to read <fcpxml> files"),
    ],
)
def test_what_only_looks_like_a_container_is_none(tmp_path, name, contents):
    assert is_container(written(tmp_path / name, contents)) is False


def test_a_folder_is_a_container_only_where_it_is_one_document(tmp_path):
    assert is_container(tmp_path) is False
    assert is_container(SAMPLES / "fcpxml" / "night.fcpxmld") is True


def test_a_project_is_known_by_its_content_under_any_name(tmp_path):
    for name, root in (("a", "PremiereData"), ("b.xml", "fcpxml"), ("c.xml", "xmeml")):
        assert is_container(written(tmp_path / name, f"<?xml version='1.0'?><{root}>"))
    assert is_container(written(tmp_path / "d.bin", gzip.compress(b"<PremiereData>", mtime=0)))
    assert is_container(written(tmp_path / "e.xml", "<fcpxml>".encode("utf-16")))


# --- Bombs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("laugh", LAUGHS, ids=["inner", "outer"])
@pytest.mark.parametrize(("suffix", "root"), ROOTS.items())
def test_xml_that_defines_entities_is_refused(tmp_path, suffix, root, laugh):
    text = f"{laugh.replace('x', root, 1)}<{root}>&b;</{root}>"
    path = written(tmp_path / f"a.{suffix}", text)
    assert refusal(path) == "it defines entities in its XML, as no editor does: not read"


def test_a_gzip_bomb_is_refused(tmp_path):
    bomb = b"<PremiereData>" + b" " * (guarded.HARMLESS_BYTES + 2**21)
    path = written(tmp_path / "a.prproj", gzip.compress(bomb, mtime=0))
    assert "as no project does" in refusal(path)


@pytest.mark.parametrize("part", ["designmap.xml", "Spreads/Spread_u1.xml"])
def test_a_zip_bomb_is_refused(tmp_path, part):
    bomb = "<Document>" + " " * (guarded.HARMLESS_BYTES + 2**21)
    path = made.layout(tmp_path / "a.idml", **{part: bomb})
    assert "as no project does" in refusal(path)


def test_what_is_too_large_once_unpacked_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(premiere, "MOST_BYTES", 1000)
    path = written(tmp_path / "a.prproj", "<PremiereData>" + "<A/>" * 1000 + "</PremiereData>")
    assert "too large to read" in refusal(path)


def test_compounds_that_nest_each_other_without_end_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(collected, "MOST_STEPS", 5_000)

    def compound(number, clips):
        spine = f"<sequence duration='2s'><spine>{clips}</spine></sequence>"
        return f"<media id='m{number}'>{spine}</media>"

    twice = [f'<ref-clip ref="m{n}" offset="0s" duration="1s"/>' * 2 for n in range(30)]
    clip = "<asset-clip ref='a' offset='0s'/>"
    text = (
        "<fcpxml><resources><asset id='a' src='a.mov' duration='9s' hasVideo='1'/>"
        f"{''.join(compound(n, clips) for n, clips in enumerate([clip, *twice]))}</resources>"
        "<project><sequence><spine><ref-clip ref='m30' offset='0s' duration='1s'/></spine>"
        "</sequence></project></fcpxml>"
    )
    assert "as no edit has" in refusal(written(tmp_path / "a.fcpxml", text))


def test_a_compound_that_contains_itself_is_refused(tmp_path):
    text = (
        '<fcpxml><resources><media id="m"><sequence duration="9s"><spine>'
        '<ref-clip ref="m" offset="0s" duration="9s"/></spine></sequence></media></resources>'
        '<project><sequence><spine><ref-clip ref="m" offset="0s" duration="9s"/></spine>'
        "</sequence></project></fcpxml>"
    )
    assert "'m' contains itself" in refusal(written(tmp_path / "a.fcpxml", text))


def test_what_is_nested_too_deep_is_refused(tmp_path):
    deep = '<clip offset="0s" duration="9s">' * 3000 + "</clip>" * 3000
    text = f"<fcpxml><project><sequence><spine>{deep}</spine></sequence></project></fcpxml>"
    assert "nested too deep" in refusal(written(tmp_path / "a.fcpxml", text))


def test_the_memory_of_a_premiere_project_does_not_grow_with_its_effects(tmp_path):
    """5 MB of effects, a tree of which takes 20 MB."""
    small = made.premiere(tmp_path / "a.prproj")
    head, _, tail = gzip.decompress(small.read_bytes()).decode().rpartition("</PremiereData>")
    effect = (
        '<VideoComponentParam ObjectID="9{}"><Node><Properties/></Node><Name>Opacity</Name>'
        "<LowerBound>0</LowerBound><Keyframes>{}</Keyframes></VideoComponentParam>\n"
    )
    dice = random.Random(1)
    effects = (effect.format(n, dice.getrandbits(400)) for n in range(20_000))
    large = tmp_path / "b.prproj"
    large.write_bytes(gzip.compress(f"{head}{''.join(effects)}</PremiereData>{tail}".encode(), 1))
    assert peak_mb(large) - peak_mb(small) < 5


def peak_mb(path):
    """What Python holds at once while it reads."""
    tracemalloc.start()
    try:
        assert len(containers_in(path)) == 2
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


# --- Damage ------------------------------------------------------------------------------------

MADE = {
    "a.psd": made.layered,
    "a.idml": made.layout,
    "a.prproj": made.premiere,
    "a.aep": made.after_effects,
    "a.aaf": made.aaf,
}
HAND_MADE = (
    "fcpxml/cuts_and_speeds.fcpxml",
    "fcpxml/compounds_and_angles.fcpxml",
    "xmeml/premiere_export.xml",
    "otio/spot.otio",
    "edl/spot_v02.edl",
    "aepx/spot.aepx",
)


@pytest.fixture(scope="module")
def sound_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    return {name: write(folder / name) for name, write in MADE.items()} | {
        name: SAMPLES / name for name in HAND_MADE
    }


def unpacked(name, raw):
    """Damage inside what is packed would only ever meet the checksum."""
    return gzip.decompress(raw) if name == "a.prproj" else raw


@pytest.mark.parametrize("name", [*MADE, *HAND_MADE])
def test_a_damaged_file_is_read_or_refused_with_a_sentence(tmp_path, sound_files, name):
    raw = unpacked(name, sound_files[name].read_bytes())
    dice, path = random.Random(name), tmp_path / Path(name).name
    refused = 0
    for trial in range(30):
        damaged = bytearray(raw)
        if trial % 3 == 0:
            del damaged[dice.randrange(len(damaged)) :]
        else:
            for _ in range(dice.choice([1, 2, 20])):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        try:
            containers_in(path, frame_rate=25, fingerprint=lambda _: b"f")
        except RefusedFileError as error:
            refused += str(error).startswith(f"{path.name}: ")
    assert refused


# --- What is never done ------------------------------------------------------------------------

_OPENED: list[str] = []
_WATCHING = [False]


def _watch(event, arguments):
    if _WATCHING[0] and event == "open":
        _OPENED.append(str(arguments[0]))


sys.addaudithook(_watch)


@contextmanager
def opened_files():
    _OPENED.clear()
    _WATCHING[0] = True
    try:
        yield _OPENED
    finally:
        _WATCHING[0] = False


@pytest.mark.parametrize("name", [*MADE, *HAND_MADE])
def test_no_path_in_a_container_is_ever_opened(sound_files, name):
    """Of the made ones the media lie where the projects say."""
    path = sound_files[name]
    containers_in(path, frame_rate=25)
    with opened_files() as opened:
        found = containers_in(path, frame_rate=25)
    media = {use.media_ref for each in found for use in each.uses}
    assert media
    assert {each for each in opened if str(path.parent) in each} == {str(path)}
    assert not media & set(opened)
