"""Containers in binary formats, written for a test by the libraries that know the formats.

InDesign layouts and zip archives are written by hand. What a real Photoshop, Premiere, After
Effects or Avid would write has more in it; these have what the readers look at.
"""

from __future__ import annotations

import base64
import io
import wave
import zipfile
from fractions import Fraction

import numpy as np
from PIL import Image

MIMETYPE = "application/vnd.adobe.indesign-idml-package"


def picture(seed, size=(96, 96)):
    """Grain that no other seed has."""
    values = np.random.default_rng(seed).integers(0, 255, (*size[::-1], 3), np.uint8)
    return Image.fromarray(values, "RGB")


def png_bytes(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def clip(path, seconds, codec="libx264"):
    """A film of 25 frames a second."""
    import av

    with av.open(str(path), "w") as film:
        stream = film.add_stream(codec, rate=Fraction(25))
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for number in range(round(seconds * 25)):
            shade = np.full((64, 64, 3), number % 255, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(shade, "rgb24")):
                film.mux(packet)
        for packet in stream.encode():
            film.mux(packet)
    return path


def sound(path, seconds):
    """Silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(4 * 48_000 * seconds))
    return path


# --- Photoshop ---------------------------------------------------------------------------------


class Psd:
    """A Photoshop file with layers of pixels and smart objects."""

    def __init__(self, size=(200, 200)):
        from psd_tools import PSDImage

        self.image = PSDImage.new("RGB", size)
        self._linked = []

    def pixels(self, name, image, *, visible=True):
        layer = self.image.create_pixel_layer(image, name=name)
        layer.visible = visible
        return layer

    def smart_object(self, name, uid, *, visible=True):
        """A layer that shows the embedded or linked file of that id."""
        from psd_tools.constants import Tag
        from psd_tools.psd.descriptor import DescriptorBlock, String

        layer = self.pixels(name, Image.new("RGB", (80, 80)), visible=visible)
        said = DescriptorBlock(classID=b"null", items=[(b"Idnt", String(uid))])
        layer.tagged_blocks.set_data(Tag.SMART_OBJECT_LAYER_DATA1, b"soLD", 4, said)

    def embedded(self, uid, filename, contents):
        from psd_tools.constants import LinkedLayerType

        self._link(kind=LinkedLayerType.DATA, version=4, uuid=uid, filename=filename, data=contents)

    def linked(self, uid, filename, full_path):
        from psd_tools.constants import LinkedLayerType
        from psd_tools.psd.descriptor import DescriptorBlock, String

        told = DescriptorBlock(
            classID=b"ExternalFileLink", items=[(b"fullPath", String(full_path))]
        )
        self._link(
            kind=LinkedLayerType.EXTERNAL,
            version=3,
            uuid=uid,
            filename=filename,
            linked_file=told,
            filesize=1,
            data=b"",
        )

    def _link(self, **said):
        from psd_tools.psd.linked_layer import LinkedLayer

        self._linked.append(LinkedLayer(**said))

    def bytes(self):
        from psd_tools.constants import Tag
        from psd_tools.psd.linked_layer import LinkedLayers
        from psd_tools.psd.tagged_blocks import TaggedBlock, TaggedBlocks

        blocks = TaggedBlocks()
        if self._linked:
            linked = LinkedLayers(self._linked)
            blocks[Tag.LINKED_LAYER2] = TaggedBlock(key=Tag.LINKED_LAYER2, data=linked)
        self.image._record.layer_and_mask_information.tagged_blocks = blocks
        buffer = io.BytesIO()
        self.image.save(buffer)
        return buffer.getvalue()


def layered(path):
    """Two layers of one embedded picture, a hidden linked one, a file in a file, two of pixels."""
    inner = Psd()
    inner.smart_object("inside", "uid-inner")
    inner.embedded("uid-inner", "face.png", png_bytes(picture(3)))
    outer = Psd()
    outer.smart_object("hero left", "uid-hero", visible=False)
    outer.smart_object("hero right", "uid-hero")
    outer.smart_object("backdrop", "uid-linked", visible=False)
    outer.smart_object("group", "uid-nested")
    outer.embedded("uid-hero", "hero.png", png_bytes(picture(1)))
    outer.linked("uid-linked", "sky.tif", "C:\\gen\\sky.tif")
    outer.embedded("uid-nested", "group.psb", inner.bytes())
    outer.pixels("render_0001.png", picture(2))
    outer.pixels("dust", picture(4, (20, 20)))
    path.write_bytes(outer.bytes())
    return path


# --- InDesign ----------------------------------------------------------------------------------

DESIGN_MAP = """<?xml version="1.0"?><Document>
<Layer Self="l1" Name="Pictures" Visible="true"/><Layer Self="l2" Name="Old" Visible="false"/>
</Document>"""


def layout(path, **parts):
    """Spreads, a master spread and a story with an anchored picture; `parts` replace or add."""
    embedded = base64.b64encode(png_bytes(picture(5))).decode()
    members = {
        "designmap.xml": DESIGN_MAP,
        "Spreads/Spread_u1.xml": f"""<Spread><Rectangle ItemLayer="l1"><Image>
            <Link LinkResourceURI="file:///Volumes/Cut/hero%20one.png" StoredState="Normal"/>
            </Image></Rectangle><Rectangle ItemLayer="l2"><Image>
            <Link LinkResourceURI="file:C:/gen/old.png" StoredState="Normal"/></Image></Rectangle>
            <Rectangle ItemLayer="l1" Visible="false"><PDF>
            <Link LinkResourceURI="file:/gen/hidden.pdf" StoredState="Normal"/></PDF></Rectangle>
            <Rectangle ItemLayer="l1"><Image><Properties><Contents><![CDATA[{embedded}]]></Contents>
            </Properties><Link LinkResourceURI="file:/gen/inside.png" StoredState="Embedded"/>
            </Image></Rectangle></Spread>""",
        "MasterSpreads/MasterSpread_u2.xml": """<MasterSpread><Rectangle><Image>
            <Link LinkResourceURI="file:/gen/logo.png"/></Image></Rectangle></MasterSpread>""",
        "Stories/Story_u3.xml": """<Story><Rectangle><Image>
            <Link LinkResourceURI="file://nas/share/anchored.png"/></Image></Rectangle></Story>""",
        **parts,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        for name, text in members.items():
            archive.writestr(name, text)
    return path


# --- Premiere ----------------------------------------------------------------------------------


def premiere(path):
    """Spot plays Opening and, switched off, run twice; Teaser plays run; walk has a proxy."""
    import py_premiere
    from py_premiere import Time

    project = py_premiere.new().project
    folder = path.parent
    walk, run = project.import_files([clip(folder / "walk.mp4", 4), clip(folder / "run.mp4", 6)])
    walk.attach_proxy(clip(folder / "walk_proxy.mp4", 4))
    opening, spot, teaser = (project.add_sequence(name) for name in ("Opening", "Spot", "Teaser"))
    opening.video_tracks[0].add_clip(walk)
    spot.video_tracks[0].add_clip(opening.project_item)
    spot.video_tracks[1].add_clip(run, Time.from_seconds(10)).is_disabled = True
    spot.video_tracks[2].add_clip(run, Time.from_seconds(20))
    spot.video_tracks[2].is_muted = True
    teaser.video_tracks[0].add_clip(run)
    project.save(path)
    return path


# --- After Effects -----------------------------------------------------------------------------


def after_effects(path, *, render=None):
    """Spot shows Opening (walk from 1 s on), a still and, switched off, walk; Teaser nothing."""
    import py_aep
    from py_aep.models.import_options import ImportOptions

    folder, project = path.parent, py_aep.new().project
    (folder / "card.png").write_bytes(png_bytes(picture(6)))
    still = project.import_file(ImportOptions(folder / "card.png"))
    walk = project.import_file(ImportOptions(clip(folder / "walk.mp4", 4)))
    comps = {
        name: project.root_folder.add_comp(name, 64, 64, 1.0, seconds, 25)
        for name, seconds in (("Opening", 3.0), ("Spot", 10.0), ("Teaser", 1.0))
    }
    comps["Opening"].add(walk).start_time = 1.0
    comps["Spot"].add(comps["Opening"])
    comps["Spot"].add(still)
    comps["Spot"].add(walk).enabled = False
    if render is not None:
        project.render_queue.add(comps[render])
    project.save(path)
    return path


# --- AAF ---------------------------------------------------------------------------------------


def aaf(path):
    """2 s of walk from its second 1, then 3 s of run."""
    import opentimelineio as otio
    from opentimelineio.opentime import RationalTime, TimeRange

    def seconds(start, length):
        return TimeRange(RationalTime(start * 25, 25), RationalTime(length * 25, 25))

    track = otio.schema.Track("V1", kind="Video")
    for name, start, length in (("walk one", 1, 2), ("run", 0, 3)):
        url = f"file:///gen/{name.replace(' ', '%20')}.mov"
        media = otio.schema.ExternalReference(url, available_range=seconds(0, 8))
        track.append(otio.schema.Clip(name, media, seconds(start, length)))
    timeline = otio.schema.Timeline("Spot")
    timeline.tracks.append(track)
    otio.adapters.write_to_file(timeline, str(path), adapter_name="AAF", use_empty_mob_ids=True)
    return path
