"""Pictures by their content: what the media index knows is served, and nothing else."""

from __future__ import annotations

import os
import shutil
from io import BytesIO

import pytest
from PIL import Image
from starlette.applications import Starlette

from dashboard.app.parts.pieces import piece_url
from dashboard.serve.launcher import guarded, routes
from dashboard.serve.served import Served
from data.evidence.pieces import ScannedFile
from data.evidence.thumbnails import thumbnail_path, thumbnails_folder
from ingest.load.reading import sha256_of
from ingest.media import workers
from tests.asgi_client import AsgiClient
from tests.media_files import clip
from tests.media_studio import MediaStudio, picture


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A studio whose folders are scanned, one of which is in no settings."""
    studio = MediaStudio(tmp_path_factory.mktemp("pieces"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "FEW", 100)
        studio.save(picture(50), "elsewhere/secret.png")
        studio.save(picture(51), "finals/moved.png")
        clip(studio.folder / "renders/brief1/a clip.mp4")
        studio.load()
        studio.scan()
        studio.scan("elsewhere", role="references")
    return studio


@pytest.fixture
def client(made, monkeypatch):
    monkeypatch.setenv("OFFCUT_CONFIG", str(made.folder / "offcut.toml"))
    served = Served()
    yield AsgiClient(Starlette(routes=routes(served), middleware=guarded("127.0.0.1")))
    served.close()


def hash_of(made, name):
    return sha256_of(made.folder / name)


def test_a_picture_is_sent_small_and_whole(made, client):
    sha256 = hash_of(made, "renders/brief0/take_000.png")
    small, whole = client.get(piece_url(sha256)), client.get(piece_url(sha256, full=True))
    assert (small.status, small.headers["content-type"]) == (200, "image/webp")
    assert max(Image.open(BytesIO(small.body)).size) <= 320
    assert (whole.status, whole.headers["content-type"]) == (200, "image/png")
    assert whole.body == (made.folder / "renders/brief0/take_000.png").read_bytes()
    for each in (small, whole):
        assert each.headers["x-content-type-options"] == "nosniff"
        assert each.headers["content-security-policy"] == "default-src 'none'"
        assert each.headers["cross-origin-resource-policy"] == "same-origin"
        assert each.headers["cache-control"] == "private, max-age=31536000, immutable"
    again = client.get(piece_url(sha256), if_none_match=small.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert small.headers["etag"] != whole.headers["etag"]


def test_a_clip_is_sent_in_parts(made, client):
    path = made.folder / "renders/brief1/a clip.mp4"
    url = piece_url(sha256_of(path), full=True)
    part = client.get(url, range="bytes=10-29")
    assert (part.status, part.headers["content-type"]) == (206, "video/mp4")
    assert part.body == path.read_bytes()[10:30]
    assert part.headers["content-range"] == f"bytes 10-29/{path.stat().st_size}"
    assert client.get(url, range="bytes=999999999-").status == 416


@pytest.mark.parametrize(
    "name",
    [
        "0" * 64 + ".webp",
        "0" * 64 + ".full",
        "..",
        "../offcut.toml",
        "..%2foffcut.toml",
        "%2e%2e/w.duckdb",
        "w.duckdb",
        "A" * 64 + ".webp",
        "0" * 63 + ".webp",
        "0" * 64 + ".webp\n",
        "٠" * 64 + ".webp",
        "0" * 64 + ".svg",
        "0" * 64,
        "/etc/passwd",
        "",
    ],
)
def test_odd_and_foreign_names_are_nothing(client, name):
    assert client.get(f"/pieces/{name}").status == 404


def test_what_lies_in_no_folder_of_the_settings_is_only_shown_small(made, client):
    sha256 = hash_of(made, "elsewhere/secret.png")
    assert client.get(piece_url(sha256)).status == 200
    assert client.get(piece_url(sha256, full=True)).status == 404


def test_what_was_changed_since_the_scan_is_not_shown(made, client):
    path = made.folder / "finals/moved.png"
    sha256, before = sha256_of(path), path.stat()
    assert client.get(piece_url(sha256, full=True)).status == 200
    kept = path.read_bytes()
    path.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    assert client.get(piece_url(sha256, full=True)).status == 404
    path.write_bytes(kept)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert client.get(piece_url(sha256, full=True)).status == 200


def test_a_link_that_leads_out_of_the_folder_is_not_followed(made, client):
    path, outside = made.folder / "renders/brief0/take_001.png", made.folder / "outside.png"
    sha256 = sha256_of(path)
    shutil.move(path, outside)
    path.symlink_to(outside)
    assert client.get(piece_url(sha256, full=True)).status == 404
    path.unlink()
    shutil.move(outside, path)
    assert client.get(piece_url(sha256, full=True)).status == 200


def test_a_thumbnail_nobody_scanned_is_not_sent(made, client):
    """Another warehouse may keep its pictures in the same folder."""
    known = thumbnail_path(
        thumbnails_folder(made.settings.warehouse), hash_of(made, "renders/brief0/take_000.png")
    )
    planted = thumbnail_path(thumbnails_folder(made.settings.warehouse), "ab" * 32)
    planted.parent.mkdir(exist_ok=True)
    shutil.copy(known, planted)
    assert client.get(f"/pieces/{'ab' * 32}.webp").status == 404


def test_a_thumbnail_that_is_no_picture_is_not_sent(made, client):
    sha256 = hash_of(made, "renders/brief0/take_002.png")
    path = thumbnail_path(thumbnails_folder(made.settings.warehouse), sha256)
    kept = path.read_bytes()
    path.write_bytes(b"<html><script>alert(1)</script>")
    assert client.get(piece_url(sha256)).status == 404
    path.write_bytes(kept)
    assert client.get(piece_url(sha256)).status == 200


@pytest.mark.parametrize(
    ("kind", "codec", "name", "sent_as"),
    [
        ("image", "svg", "a.svg", None),
        ("image", "psd", "a.psd", None),
        ("image", "png", "a.html", "image/png"),
        ("video", "h264", "a.html", None),
        ("video", "prores", "a.MOV", "video/mp4"),
        ("document", None, "a.pdf", None),
        ("audio", "mp3", "a.mp3", None),
        (None, None, "a.png", None),
    ],
)
def test_only_pictures_and_clips_are_sent_and_never_as_what_can_run(kind, codec, name, sent_as):
    assert ScannedFile(name, kind, codec, 1, 1, is_gone=False).content_type == sent_as


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8501", 200),
        ("localhost", 200),
        ("LOCALHOST:8501", 200),
        ("[::1]:8501", 200),
        ("evil.example", 403),
        ("evil.example:8501", 403),
        ("127.0.0.1.evil.example", 403),
        ("192.168.1.5", 403),
        ("", 403),
        (None, 403),
    ],
)
def test_only_names_of_this_machine_are_answered(client, host, status):
    assert client.get("/healthz", host=host).status == status


@pytest.mark.parametrize(
    ("told", "named", "status"),
    [
        ("studio.example", "studio.example:8501", 200),
        ("studio.example", "evil.example", 403),
        ("0.0.0.0", "192.168.1.5:8501", 200),  # noqa: S104 (nothing is bound to it)
        ("0.0.0.0", "evil.example", 403),  # noqa: S104
        ("::", "[fe80::1]:8501", 200),
    ],
)
def test_the_host_it_was_told_is_answered_too(told, named, status):
    app = Starlette(routes=routes(Served()), middleware=guarded(told))
    assert AsgiClient(app, named).get("/healthz").status == status


def test_there_need_not_be_a_warehouse(tmp_path, monkeypatch):
    monkeypatch.setenv("OFFCUT_WAREHOUSE", str(tmp_path / "none.duckdb"))
    app = AsgiClient(Starlette(routes=routes(Served()), middleware=guarded("127.0.0.1")))
    assert app.get(f"/pieces/{'0' * 64}.webp").status == 404
    assert app.get("/healthz").json == {"status": "ok"}


def test_a_warehouse_that_is_none_is_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "w.duckdb").write_text("no warehouse")
    monkeypatch.setenv("OFFCUT_WAREHOUSE", str(tmp_path / "w.duckdb"))
    app = AsgiClient(Starlette(routes=routes(Served()), middleware=guarded("127.0.0.1")))
    answer = app.get(f"/pieces/{'0' * 64}.webp")
    assert answer.status == 503
    assert "w.duckdb" in answer.body.decode()


def test_an_address_of_a_piece_is_made_of_a_hash_alone():
    assert piece_url("0" * 64) == f"/pieces/{'0' * 64}.webp"
    with pytest.raises(ValueError, match="no SHA-256"):
        piece_url("../" + "0" * 61)


def test_the_index_is_asked_of_what_was_published_last(made, client):
    """A file that a later scan finds is shown without a restart."""
    made.save(picture(70), "finals/later.png")
    sha256 = hash_of(made, "finals/later.png")
    assert client.get(piece_url(sha256)).status == 404
    made.scan()
    assert client.get(piece_url(sha256)).status == 200


def test_below_a_base_path_pieces_lie_where_pages_ask_for_them(tmp_path, monkeypatch):
    monkeypatch.setenv("OFFCUT_WAREHOUSE", str(tmp_path / "w.duckdb"))
    (tmp_path / "w.duckdb").write_text("no warehouse")
    for place in ("streamlit", "dashboard.serve.base_path"):
        monkeypatch.setattr(f"{place}.get_option", lambda _: "/teams/offcut/")
    assert piece_url("0" * 64) == f"/teams/offcut/pieces/{'0' * 64}.webp"
    app = AsgiClient(Starlette(routes=routes(Served()), middleware=guarded("127.0.0.1")))
    assert app.get(piece_url("0" * 64)).status == 503  # found, and the warehouse is none
    assert app.get(f"/elsewhere/pieces/{'0' * 64}.webp").status == 404
    assert app.get("/healthz").json == {"status": "ok", "base": "/teams/offcut"}
