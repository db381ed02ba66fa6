"""The place where files come in: dropped, looked through, corrected by choosing, loaded."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.pages.loaded.corrections import choose_source, show_corrections
from dashboard.app.pages.loaded.kept_uploads import keep_upload
from dashboard.app.pages.loaded.tried import (
    as_source,
    chosen,
    dry_run,
    known_sources,
    proposed,
)
from dashboard.app.pages.loaded.understood import show_account, show_accounts, show_understood
from dashboard.app.parts.markup import advice, sentence
from dashboard.app.parts.program import answer
from dashboard.app.parts.question import settings_in_force
from dashboard.app.parts.runs import runs
from dashboard.words.map_choices import problem_words
from data.errors import OffcutError
from data.uploads import uploads_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFile

UNKNOWN = "no source knows this format"
VERSION, KEPT = "intake_version", "intake_kept"
CHOICES, REFUSED = "intake_choices", "intake_refused"


def choose_file() -> str | None:
    """A file that is dropped, and kept; or one that is named; where it lies."""
    version = st.session_state.setdefault(VERSION, 0)
    path = _chosen_path(version)
    if path is None:
        st.session_state.pop(CHOICES, None)
    return path


def show_file(path: str) -> None:
    """What loading it would give, what to choose for that, and the button that does."""
    kept = st.session_state.get(CHOICES)
    if kept is None or kept[0] != path:
        kept = st.session_state[CHOICES] = (path, {})
        st.session_state.pop(REFUSED, None)
    _show_file(path, kept[1])


def _chosen_path(version: int) -> str | None:
    warehouse = settings_in_force().warehouse
    typed = None
    with st.container(key="intake"):
        file = st.file_uploader(
            "Drop a log, a review sheet or a credit ledger: CSV, Excel, JSON or Parquet",
            key=f"upload_{version}",
        )
        if is_local():
            typed = st.text_input(
                "Or a file or folder on this machine",
                key=f"path_{version}",
                placeholder="/exports/november.csv",
            )
    sentence(_where(warehouse.absolute()), "offcut-quiet")
    if file is not None:
        return _kept(warehouse.absolute(), file)
    named = (typed or "").replace("\0", "").strip()
    return str(Path(named).expanduser()) if named else None


def _kept(warehouse: Path, file: UploadedFile) -> str | None:
    """Where a dropped file is kept; it is written when it is dropped, not at every run."""
    known = st.session_state.get(KEPT)
    if known is not None and known[0] == file.file_id and Path(known[1]).exists():
        return str(known[1])
    try:
        path = str(keep_upload(warehouse, file.name, file.getbuffer()))
    except OffcutError as error:
        sentence(str(error), "offcut-error")
        return None
    st.session_state[KEPT] = (file.file_id, path)
    return path


def _where(warehouse: Path) -> str:
    most = st.get_option("server.maxUploadSize")
    larger = "name it" if is_local() else "load it with offcut ingest where it lies"
    kept = f"Dropped files are kept in {uploads_folder(warehouse)}."
    return f"{kept} A file above {most} MB: {larger}."


def is_local() -> bool:
    """Whether only this machine reaches the app: a path would show its files to anybody else."""
    address = str(st.get_option("server.address") or "")
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _show_file(path: str, choices: dict[str, str]) -> None:
    tried = dry_run(path)
    rows = tried.found if isinstance(tried.found, list) else []
    if not rows:
        advice(_short(tried.said, path) or "Nothing was found there.", "offcut-error")
    elif len(rows) > 1:
        show_accounts(rows, settings_in_force().currency, file="offcut-dry-run")
        _offer(path, can_load=any(not each.get("error") for each in rows))
    elif rows[0].get("error"):
        _show_otherwise(path, choices, _short(rows[0]["error"], path))
    else:
        _show_known(path, rows[0], choices)


def _show_known(path: str, row: Mapping[str, Any], choices: dict[str, str]) -> None:
    """A file that needs no choices; where it is read wrong, they can be made all the same."""
    why, name = _short(row["why"], path).removesuffix("."), Path(path).name
    said = why if why.startswith(f"{name}:") else f"{name} is read as {row['source']}: {why}"
    sentence(f"{said}.")
    if st.toggle("Read it otherwise", key=f"otherwise_{path}"):
        _show_otherwise(path, choices, "")
        return
    _show_read(path, row)


def _show_read(path: str, row: Mapping[str, Any], source: str | None = None) -> None:
    notes = [_short(each, path) for each in row.get("notes", ()) if each != row["why"]]
    show_account({**row, "notes": notes}, row["quarantined_because"], None)
    _offer(path, source, can_load=bool(row["read"]))
    with st.expander("Its first records as they are understood", expanded=True):
        show_understood(row["understood"], row["originals"])


def _show_otherwise(path: str, choices: dict[str, str], error: str) -> None:
    """What nothing knows, or is read wrong: by a source, or by what its columns mean."""
    source = choose_source(known_sources(), f"{st.session_state[VERSION]}")
    if source is None:
        _show_proposal(path, choices, error)
        return
    tried = dry_run(path, source)
    (row,) = tried.found or ({"error": tried.said},)
    if row.get("error"):
        advice(_short(row["error"], path), "offcut-error")
    else:
        _show_read(path, row, source)


def _show_proposal(path: str, choices: dict[str, str], error: str) -> None:
    """A file nobody knows: what it seems to be, corrected by choosing."""
    guessed = proposed(path, choices)
    if guessed.found is None and choices:
        advice(_short(guessed.said, path), "offcut-error")
        st.button("Take the last choice back", on_click=_take_back, args=(choices,))
        return
    if guessed.found is None:
        said = _short(guessed.said, path)
        advice(said if UNKNOWN in error or not error else error, "offcut-error")
        return
    proposal = guessed.found
    if UNKNOWN in error:
        sentence(
            f"{Path(path).name} is of a kind that Offcut has not met. It seems to be a log with "
            "one row for each "
            f"{proposal['record']}. Say what is otherwise: the next file of this shape is read the "
            "same way."
        )
    else:
        advice(error, "offcut-notice")
    show_corrections(proposal, choices, f"{st.session_state[VERSION]}")
    problem = _short(problem_words(proposal["problem"] or ""), path)
    show_account(proposal["account"], proposal["quarantined_because"], problem)
    _offer_map(path, choices, can_load=not problem)
    if proposal["understood"]:
        with st.expander("Its first records as they are understood", expanded=True):
            show_understood(proposal["understood"])
    with st.expander("The map as it is saved"):
        st.code(proposal["map"], language="toml", wrap_lines=True)


def _take_back(choices: dict[str, str]) -> None:
    choices.popitem()


def _short(text: str, path: str) -> str:
    """A sentence about a file, with its name instead of where it is kept."""
    return text.replace(path, Path(path).name)


# --- loading ----------------------------------------------------------------------------------


def _offer(path: str, source: str | None = None, *, can_load: bool) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Load it", type="primary", disabled=not can_load or runs().current is not None,
            on_click=_load, args=(path, source),
        )  # fmt: skip
        st.button("Leave it", on_click=_again)


def _offer_map(path: str, choices: dict[str, str], *, can_load: bool) -> None:
    refused = st.session_state.get(REFUSED)
    if refused:
        advice(refused, "offcut-error")
    is_in_the_way = bool(refused and "another map lies there" in refused)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Replace that map and load" if is_in_the_way else "Save the map and load",
            type="primary",
            disabled=not can_load or runs().current is not None,
            on_click=_save_and_load,
            args=(path, choices, is_in_the_way),
        )
        st.button("Leave it", on_click=_again)


def _save_and_load(path: str, choices: dict[str, str], over: bool) -> None:  # noqa: FBT001
    """Save the map as `offcut map` does, beside the file and among the known ones; then load."""
    beside = Path(path).with_suffix(".map.toml")
    how = ["--yes"] if over else ["--save", str(beside)]
    saved = answer("map", "--json", *how, *chosen(choices), "--", path)
    if saved.code != 0 or not saved.found or not saved.found["saved"]:
        st.session_state[REFUSED] = _short(saved.said, path) or "The map could not be saved."
        return
    st.session_state.pop(REFUSED, None)
    _load(path)


def _load(path: str, source: str | None = None) -> None:
    how = ["--json", "--progress-lines", *as_source(source)]
    if runs().start("load", Path(path).name, "ingest", *how, "--", path):
        _again()


def _again() -> None:
    """Begin with nothing chosen."""
    st.session_state[VERSION] += 1
    st.session_state.pop(CHOICES, None)
    st.session_state.pop(REFUSED, None)
