"""Compositions of After Effects, however they were read: what the finished ones show.

Those in the render queue count, else those that no other one uses. A layer plays its source from
its start on, stretched, between its in and out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.errors import RefusedFileError
from ingest.media.containers.collected import Collected, own_names
from ingest.media.containers.spans import Span

if TYPE_CHECKING:
    from data.warehouse.media_records import Container


class Footage(NamedTuple):
    """A medium of a project."""

    ref: str
    name: str | None = None
    seconds: float | None = None
    """None where it is not known."""
    is_still: bool = False
    has_picture: bool = True
    proxy: str | None = None


class Layer(NamedTuple):
    """A layer that shows something; times in seconds of its composition."""

    source: int
    name: str | None
    enabled: bool
    start: float
    first: float
    last: float
    stretch: float = 1.0
    """How many times as long it lasts, never 0; below 0 it plays backwards."""
    is_remapped: bool = False


class Comp(NamedTuple):
    """A composition."""

    name: str | None
    seconds: float
    layers: tuple[Layer, ...]


class Project(NamedTuple):
    """Footage and compositions by their ids, and which of these are in the render queue."""

    footage: dict[int, Footage]
    comps: dict[int, Comp]
    rendered: tuple[int, ...] = ()


def containers_of(project: Project, file_name: str) -> tuple[Container, ...]:
    """One container per finished composition. Raises RefusedFileError with a sentence."""
    finished = _finished(project)
    if not finished:
        bare = Collected()
        bare.note("It has no composition: nothing in it counts as used.")
        return (bare.container("project", file_name),)
    names = own_names(file_name, [project.comps[key].name for key in finished])
    return tuple(
        _used_in(project, key).container("project", name)
        for key, name in zip(finished, names, strict=True)
    )


def _finished(project: Project) -> list[int]:
    rendered = [key for key in dict.fromkeys(project.rendered) if key in project.comps]
    used = {layer.source for comp in project.comps.values() for layer in comp.layers}
    return rendered or [key for key in project.comps if key not in used]


def _used_in(project: Project, key: int) -> Collected:
    found = Collected()
    whole = Span(0.0, project.comps[key].seconds)
    _comp(project, found, key, whole, enabled=True, track=None, inside=())
    return found


def _comp(
    project: Project,
    found: Collected,
    key: int,
    window: Span | None,
    *,
    enabled: bool,
    track: str | None,
    inside: tuple[int, ...],
) -> None:
    """`window`: seconds of the composition that are seen; None where that is not known."""
    comp = project.comps[key]
    if key in inside:
        raise RefusedFileError(f"its composition {comp.name!r} contains itself")
    for number, layer in enumerate(comp.layers, start=1):
        found.step()
        is_on = enabled and layer.enabled
        label = track or f"layer {number}"
        span = _played(found, layer, window)
        if window is not None and span is None and not layer.is_remapped:
            continue
        if layer.source in project.comps:
            deeper = (*inside, key)
            _comp(project, found, layer.source, span, enabled=is_on, track=label, inside=deeper)
        elif (footage := project.footage.get(layer.source)) is not None:
            _medium(found, footage, layer, span, enabled=is_on, track=label)


def _played(found: Collected, layer: Layer, window: Span | None) -> Span | None:
    """Seconds of the source that are seen; None where none are, or where it is not known which."""
    if layer.is_remapped:
        found.note(f"{layer.name!r} is remapped in time: how much of it is used is not known.")
        return None
    if window is None:
        return None
    seen = Span(min(layer.first, layer.last), max(layer.first, layer.last)).within(window)
    if seen is None:
        return None
    ends = [(moment - layer.start) / layer.stretch for moment in seen]
    return Span(min(ends), max(ends))


def _medium(
    found: Collected,
    footage: Footage,
    layer: Layer,
    span: Span | None,
    *,
    enabled: bool,
    track: str,
) -> None:
    if not footage.has_picture:
        return
    if span is not None and footage.seconds:
        span = span.within(Span(0.0, footage.seconds)) or span
    found.use(
        footage.ref,
        None if footage.is_still else span,
        track=track,
        enabled=enabled,
        names=(footage.name, layer.name, footage.proxy),
    )
