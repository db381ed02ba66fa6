"""After Effects projects (.aep, .aet), read by py-aep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import RefusedFileError
from ingest.media.containers.by_library import read_as
from ingest.media.containers.comps import Comp, Footage, Layer, Project, containers_of
from ingest.media.extras import needed

if TYPE_CHECKING:
    from pathlib import Path

    from data.warehouse.media_records import Container

MOST_BYTES = 128 * 2**20
"""Read whole; its tree takes several times as much memory."""


def read(path: Path) -> tuple[Container, ...]:
    """One container per finished composition. Raises RefusedFileError with a sentence."""
    py_aep = needed("py_aep", "timelines", "An After Effects project")
    if path.stat().st_size > MOST_BYTES:
        raise RefusedFileError(
            f"more than {MOST_BYTES // 2**20} MB: too large to read. Reduce it to the compositions "
            "that were rendered (File > Dependencies > Reduce Project)."
        )
    with read_as("an After Effects project"):
        project = _project(py_aep.parse(path).project)
    return containers_of(project, path.name)


def _project(project: Any) -> Project:
    queue = project.render_queue
    return Project(
        footage={
            footage.id: _footage(footage)
            for footage in project.footages
            if footage.file is not None
        },
        comps={comp.id: _comp(comp) for comp in project.compositions},
        rendered=tuple(item.comp.id for item in (queue.items if queue is not None else ())),
    )


def _footage(footage: Any) -> Footage:
    source, proxy = footage.main_source, getattr(footage, "proxy_source", None)
    return Footage(
        ref=source.file or footage.name,
        name=footage.name,
        seconds=footage.duration or None,
        is_still=bool(source.is_still),
        has_picture=bool(footage.width and footage.height),
        proxy=getattr(proxy, "file", None),
    )


def _comp(comp: Any) -> Comp:
    layers = [layer for layer in comp.layers if getattr(layer, "source", None) is not None]
    is_solo = any(layer.solo for layer in layers)
    return Comp(
        name=comp.name,
        seconds=float(comp.duration),
        layers=tuple(_layer(layer, is_solo=is_solo) for layer in layers),
    )


def _layer(layer: Any, *, is_solo: bool) -> Layer:
    """A guide layer is not rendered; of layers one of which is soloed, the others are not."""
    return Layer(
        source=layer.source.id,
        name=layer.name,
        enabled=bool(layer.enabled) and not layer.guide_layer and (layer.solo or not is_solo),
        start=float(layer.start_time),
        first=float(layer.in_point),
        last=float(layer.out_point),
        stretch=(layer.stretch or 100.0) / 100,
        is_remapped=bool(layer.time_remap_enabled),
    )
