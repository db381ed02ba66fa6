"""How the watching fares, in a sentence: for the page Data and for `offcut status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import counted

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from data.watch_state import Watch, WatchState


def watch_sentence(watch: Watch | None, now: datetime, zone: tzinfo) -> str:
    """Such as: Watching 3 folders; last load 22:52; 1 file is still being written.

    Empty where nobody ever watched, or where only the loader of the web app did, which ended.
    """
    if watch is None:
        return ""
    state = watch.state
    if not watch.is_alive:
        return "" if state.kind == "desk" else _ended(state, now, zone)
    parts = [_what(state), _last_load(state, now, zone), *_waiting(state)]
    said = f"{'; '.join(parts)}."
    away = [each.path for each in state.folders if not each.is_there]
    if away:
        said += f" Not there at the moment: {', '.join(away)}."
    if state.trouble:
        said += f" In the way: {_with_stop(state.trouble)}"
    return said


def _what(state: WatchState) -> str:
    if state.kind == "desk":
        return "What is decided in the app loads by itself"
    if not state.folders:
        return "Watching the folders of media"
    return f"Watching {counted(len(state.folders), 'folder')}"


def _last_load(state: WatchState, now: datetime, zone: tzinfo) -> str:
    if state.loaded_at is None:
        return f"nothing new since {_moment(state.began_at, now, zone)}"
    return f"last load {_moment(state.loaded_at, now, zone)}"


def _waiting(state: WatchState) -> list[str]:
    said = []
    if state.n_ready:
        said.append(f"{counted(state.n_ready, 'file')} in the next load")
    if state.n_writing:
        is_ = "is" if state.n_writing == 1 else "are"
        said.append(f"{counted(state.n_writing, 'file')} {is_} still being written")
    return said


def _ended(state: WatchState, now: datetime, zone: tzinfo) -> str:
    if state.ended_at is not None:
        return (
            f"No folder is watched: watching was stopped {_moment(state.ended_at, now, zone)}. "
            "Files load by themselves again after `offcut watch`."
        )
    return (
        f"No folder is watched: the watcher died; it last looked "
        f"{_moment(state.looked_at, now, zone)}. Start `offcut watch` again; nothing is lost."
    )


def _moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    """`22:52`, of another day `2026-11-27 22:52`."""
    local = at.astimezone(zone)
    is_today = local.date() == now.astimezone(zone).date()
    return local.strftime("%H:%M" if is_today else "%Y-%m-%d %H:%M")


def _with_stop(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."
