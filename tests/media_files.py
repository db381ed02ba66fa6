"""Small media files for tests, made as the programs in question write them."""

from __future__ import annotations

import io
import json
import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image, PngImagePlugin

if TYPE_CHECKING:
    from pathlib import Path

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" {attributes}>{elements}</rdf:Description>
</rdf:RDF></x:xmpmeta>"""
TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def xmp(attributes: str = "", elements: str = "") -> bytes:
    """A packet with these properties."""
    return XMP.format(attributes=attributes, elements=elements).encode()


def png(path: Path, *, size=(8, 4), mode="RGB", packet: bytes = b"", **texts: str) -> Path:
    """A PNG with text chunks, and an XMP packet."""
    info = PngImagePlugin.PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    if packet:
        info.add_itxt("XML:com.adobe.xmp", packet.decode())
    Image.new(mode, size, 0).save(path, "PNG", pnginfo=info)
    return path


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bytes(*chunks: bytes, width: int = 2, height: int = 2, depth: int = 8) -> bytes:
    """A grey PNG, put together by hand, with these chunks in front of its pixels."""
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    row = bytes(1 + width * depth // 8)
    pixels = zlib.compress(row * height) if width * height < 10**6 else zlib.compress(b"\0")
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), *chunks, chunk(b"IDAT", pixels),
         chunk(b"IEND", b""))
    )  # fmt: skip


def clip(path: Path, *, size=(64, 48), frames=24, rate=24, codec="mpeg4", pixels="yuv420p",
         sound=False, metadata=None, turned=0, container=None) -> Path:  # fmt: skip
    """A clip whose frames brighten from black; with `sound`, a second of silence."""
    import av
    import numpy as np

    options = {"movflags": "use_metadata_tags"} if path.suffix in {".mp4", ".mov"} else {}
    with av.open(str(path), "w", format=container, options=options) as made:
        made.metadata.update(metadata or {})
        video = made.add_stream(codec, rate=rate)
        video.width, video.height, video.pix_fmt = *size, pixels
        if turned:
            video.set_display_rotation(turned)
        heard = made.add_stream("aac", rate=48000) if sound else None
        for number in range(frames):
            grey = np.full((size[1], size[0], 3), number * 255 // frames, np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
            made.mux(video.encode(frame.reformat(format=pixels)))
        made.mux(video.encode())
        if heard is not None:
            _silence(made, heard)
    return path


def _silence(made, heard) -> None:
    import av

    for number in range(47):
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts = 48000, number * 1024
        made.mux(heard.encode(frame))
    made.mux(heard.encode())


def signed(
    path: Path,
    *,
    ingredient: Image.Image | None = None,
    source_type: str = TRAINED,
    agent: str = "Adobe Firefly",
    picture: bytes = b"",
    mime: str = "image/jpeg",
    elsewhere: str = "",
) -> Path:
    """A picture whose content credentials are signed by a certificate made for it.

    `picture`: else a JPEG made here; `elsewhere`: the address at which alone they are kept.
    """
    import c2pa

    given, made = io.BytesIO(picture), io.BytesIO()
    if not picture:
        Image.radial_gradient("L").convert("RGB").save(given, "JPEG")
        given.seek(0)
    action = {
        "action": "c2pa.created",
        "description": "Created by Google Generative AI.",
        "digitalSourceType": source_type,
    }
    if agent:
        action["softwareAgent"] = {"name": agent, "version": "3"}
    builder = c2pa.Builder(
        {
            "claim_generator_info": [{"name": "Studio", "version": "1"}],
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
        }
    )
    if ingredient is not None:
        _add_ingredient(builder, ingredient)
    if elsewhere:
        builder.set_no_embed()
        builder.set_remote_url(elsewhere)
    builder.sign(_signer(), mime, given, made)
    path.write_bytes(made.getvalue())
    return path


def _add_ingredient(builder, ingredient: Image.Image) -> None:
    kept = io.BytesIO()
    ingredient.save(kept, "JPEG")
    kept.seek(0)
    said = {"title": "shot 12.jpg", "relationship": "componentOf", "instance_id": "xmp.iid:2"}
    builder.add_ingredient(json.dumps(said), "image/jpeg", kept)


def _signer():
    import c2pa
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    use = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.EMAIL_PROTECTION])
    chain = _certificate("root", root, root, is_root=True), _certificate("leaf", leaf, root, use)
    pem = b"".join(each.public_bytes(Encoding.PEM) for each in reversed(chain))
    key = leaf.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", pem, key, None))


def _certificate(name, key, root, use=None, *, is_root=False):
    from datetime import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    def named(text):
        return x509.Name(
            [
                x509.NameAttribute(x509.NameOID.COMMON_NAME, text),
                x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Offcut tests"),
            ]
        )

    uses = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    usage = dict.fromkeys(uses.split(), False)
    usage["key_cert_sign" if is_root else "digital_signature"] = True
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named("root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1))
        .not_valid_after(datetime(2046, 1, 1))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False
        )
    )
    made = made.add_extension(use, critical=False) if use else made
    return made.sign(root, hashes.SHA256())
