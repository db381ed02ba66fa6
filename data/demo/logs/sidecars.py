"""XMP sidecars with star ratings, beside stills in a photo browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.demo.agency.office_hours import local

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from data.demo.agency.events import Rating

SIDECAR = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
   xmp:Rating="{stars}"
   xmp:MetadataDate="{rated_at}"
   xmpMM:PreservedFileName="{file_name}"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


class Sidecars:
    """A folder of sidecars; a later rating of the same still replaces the earlier one."""

    def __init__(self, folder: Path) -> None:
        """Make the folder."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, at: datetime, item: Rating) -> None:
        """Write `<file name>.xmp`."""
        name = item.output.file_name
        rated_at = local(at).isoformat(timespec="seconds")
        text = SIDECAR.format(stars=item.stars, rated_at=rated_at, file_name=name)
        (self._folder / f"{name}.xmp").write_text(text, encoding="utf-8", newline="\n")

    def close(self) -> None:
        """Every sidecar is closed already."""
