"""Files as people and attackers bring them: honest ones that tell too much, and hostile ones; all from a seed."""

import random
import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from PIL import Image, PngImagePlugin

SECRET = b"MK-PLANTED"


def picture(size: tuple[int, int] = (48, 32), colour: tuple[int, int, int] = (200, 120, 40)) -> Image.Image:
    """Left half one colour, right half white."""
    image = Image.new("RGB", size, "white")
    image.paste(colour, (0, 0, size[0] // 2, size[1]))
    return image


def jpeg(
    *, position: bool = False, orientation: int = 1, comment: bytes = b"", xmp: bytes = b"", **how: object
) -> bytes:
    """A photograph; with its place, turned, with words."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    if position:
        exif[0x010F] = f"{SECRET.decode()} maker"
        exif[0x9286] = f"{SECRET.decode()} comment"
        exif.get_ifd(0x8825).update(
            {1: "N", 2: (38.0, 26.0, 1.5), 3: "E", 4: (141.0, 18.0, 2.5), 29: SECRET.decode()}
        )
    out = BytesIO()
    more = {"comment": comment} if comment else {}
    if xmp:
        more["xmp"] = xmp
    picture().save(out, "JPEG", exif=exif, **more, **how)  # type: ignore[arg-type]
    return out.getvalue()


def png(*, words: str = "", size: tuple[int, int] = (48, 32), mode: str = "RGB") -> bytes:
    """A drawing; with words in its three kinds of text."""
    told = PngImagePlugin.PngInfo()
    if words:
        told.add_text("Author", words)
        told.add_text("Comment", words, zip=True)
        told.add_itxt("XML:com.adobe.xmp", f"<x>{words}</x>")
    out = BytesIO()
    picture(size).convert(mode).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it has so many dots, in a few bytes."""

    def piece(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", body) + piece(b"IEND", b"")


def huge_jpeg(width: int, height: int) -> bytes:
    """A JPEG whose head says it has so many dots."""
    made = bytearray(jpeg())
    at = made.index(b"\xff\xc0") + 5
    made[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(made)


def pdf(*, pages: int = 1, telling: bool = False, photo: bytes = b"", password: str = "") -> bytes:
    """A letter; with all that a PDF can carry besides."""
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(200, 100))
        page.obj.Contents = made.make_stream(f"1 0 0 rg 10 10 {50 + number} 50 re f".encode())
        if photo:
            image = made.make_stream(
                photo, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=48, Height=32
            )
            image.ColorSpace, image.BitsPerComponent, image.Filter = (
                pikepdf.Name.DeviceRGB,
                8,
                pikepdf.Name.DCTDecode,
            )
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=image))
            page.obj.Contents = made.make_stream(b"q 100 0 0 50 0 0 cm /A Do Q")
    if telling:
        _told(made)
    out = BytesIO()
    made.save(out, **({"encryption": pikepdf.Encryption(user=password, owner=password)} if password else {}))  # type: ignore[arg-type]
    return out.getvalue()


def _told(made: pikepdf.Pdf) -> None:
    words = SECRET.decode()
    made.docinfo["/Author"] = words
    with made.open_metadata() as told:
        told["dc:title"] = words
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{words}')")
    made.Root.OpenAction = script
    page = made.pages[0].obj
    page.AA = pikepdf.Dictionary(O=script)
    page.PieceInfo = pikepdf.Dictionary(Tomoni=pikepdf.Dictionary(Private=words))
    page.Metadata = made.make_stream(SECRET)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Contents=words
    )
    link.A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=words)
    page.Annots = pikepdf.Array([made.make_indirect(link)])
    made.attachments["secret.txt"] = SECRET
    form = made.make_stream(
        b"0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
    )
    form.Metadata, form.LastModified = made.make_stream(SECRET), words
    resources = page.get("/Resources", pikepdf.Dictionary())
    resources["/XObject"] = resources.get("/XObject", pikepdf.Dictionary())
    resources["/XObject"]["/F"] = form
    page.Resources = resources


def wav(*, words: bytes = b"", samples: bytes = bytes(800)) -> bytes:
    """A tenth of a second; with words before and behind the sound."""

    def piece(name: bytes, content: bytes) -> bytes:
        return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    told = piece(b"LIST", b"INFO" + piece(b"IART", words)) + piece(b"bext", words) if words else b""
    body = (
        b"WAVE"
        + told
        + piece(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8))
        + piece(b"data", samples)
        + told
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(*, words: bytes = b"", frames: int = 8) -> bytes:
    """Some frames of silence; with tags before and behind."""
    sound = (b"\xff\xfb\x90\x00" + bytes(413)) * frames
    if not words:
        return sound
    text = b"TIT2" + struct.pack(">I", len(words) + 1) + b"\0\0\0" + words
    size = bytes((len(text) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    ape = b"APETAGEX" + struct.pack("<III", 2000, 32 + len(words), 1) + bytes(12) + words
    return b"ID3\x04\x00\x00" + size + text + sound + ape + b"TAG" + words.ljust(125, b"\0")


def _box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", len(body) + 8) + name + body


def m4a(*, words: bytes = b"", handler: bytes = b"soun", brand: bytes = b"M4A ", more: bytes = b"") -> bytes:
    """A recording of a telephone; with its title, its place and its program."""
    dates = struct.pack(">II", 3_800_000_000, 3_800_000_001)
    told = (
        _box(
            b"udta",
            _box(b"meta", b"\0\0\0\0", _box(b"ilst", _box(b"\xa9nam", words))),
            _box(b"\xa9xyz", words),
        )
        if words
        else b""
    )
    sizes = _box(b"stsz", struct.pack(">III", 0, 0, 1), struct.pack(">I", 16))
    table = _box(
        b"stbl",
        _box(b"stsd", bytes(8)),
        _box(b"stts", bytes(8)),
        sizes,
        _box(b"stco", struct.pack(">III", 0, 1, 40)),
    )
    here = _box(b"dinf", _box(b"dref", bytes(4), struct.pack(">I", 1), _box(b"url ", b"\0\0\0\x01")))
    track = _box(
        b"trak",
        _box(b"tkhd", bytes(4), dates, bytes(72)),
        _box(b"mdia", _box(b"mdhd", bytes(4), dates, bytes(12)), _box(b"hdlr", bytes(8), handler, bytes(12), words + b"\0"),
             _box(b"minf", _box(b"smhd", bytes(8)), here, table)),
        told,
    )  # fmt: skip
    head = _box(b"ftyp", brand, bytes(4), b"isom")
    sound = _box(b"mdat", bytes(range(16)))
    return head + sound + _box(b"moov", _box(b"mvhd", bytes(4), dates, bytes(88)), track, told) + told + more


def zipped(size: int = 2_000_000) -> bytes:
    """A small archive that unpacks to a large one."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(size))
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert("' + SECRET + b'")</script></svg>'
HTML = b"<!doctype html><script>alert('" + SECRET + b"')</script>"
NAMES = (
    "../../etc/passwd", "..\\..\\boot.ini", "/var/tomoni.sqlite3", "C:\\a.jpg", "a\x00.jpg", "写真.jpg.exe", "x" * 300 + ".jpg",
    "<script>.png", "'; DROP TABLE contacts_attachment; --.pdf", "con.jpg", "👨‍👩‍👧.png", ".htaccess", "a.svg", "..", "a\r\nX: y.jpg",
)  # fmt: skip


def hostile(seed: int) -> tuple[str, str, bytes, bool]:
    """The case of this seed: what it is, the name it comes under, its bytes, and whether it is taken (made harmless)."""
    chance = random.Random(seed)
    what, make, taken = CASES[seed % len(CASES)]
    return what, chance.choice(NAMES), make(chance), taken


def _tail(chance: random.Random) -> bytes:
    return chance.choice(
        (zipped(5000), SVG, HTML, b"PK\x05\x06" + SECRET, b"%PDF-1.4\n" + SECRET, SECRET * 20)
    )


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(12, max(13, len(content) // 3))]


def _noise(chance: random.Random) -> bytes:
    return bytes([chance.choice((0, 1, 0x41, 0x7F))]) + chance.randbytes(chance.randint(1, 3000))


CASES = (
    ("a photograph that tells its place", lambda c: jpeg(position=True, orientation=c.randint(1, 8)), True),
    (
        "a photograph with words in it",
        lambda c: jpeg(comment=SECRET * c.randint(1, 50), xmp=b"<x>" + SECRET + b"</x>"),
        True,
    ),
    ("a photograph with something behind it", lambda c: jpeg() + _tail(c), True),
    (
        "a drawing with words in it",
        lambda c: png(words=SECRET.decode(), mode=c.choice(("RGB", "L", "RGBA", "P"))),
        True,
    ),
    ("a drawing with something behind it", lambda c: png() + _tail(c), True),
    ("a picture of 200 megapixels", lambda c: huge_png(20_000, 10_000 + c.randint(0, 500)), False),
    ("a photograph of 200 megapixels", lambda c: huge_jpeg(20_000, 10_000 + c.randint(0, 500)), False),
    ("a picture too wide to be one", lambda c: huge_png(2**31 - 1 - c.randint(0, 9), 1), False),
    ("a broken photograph", lambda c: _cut(jpeg(), c), False),
    ("a broken drawing", lambda c: _cut(png(), c), False),
    ("an SVG with a script", lambda c: SVG + b" " * c.randint(0, 9), False),
    ("a page with a script", lambda c: HTML + b" " * c.randint(0, 9), False),
    ("a page that begins like a GIF", lambda c: b"GIF89a/*" + HTML + c.randbytes(9), False),
    ("an archive that grows", lambda c: zipped(c.randint(1_000_000, 3_000_000)), False),
    ("a program", lambda c: c.choice((b"MZ", b"\x7fELF", b"#!/bin/sh\n")) + c.randbytes(500), False),
    ("noise", _noise, False),
    ("a letter that acts and tells", lambda c: pdf(telling=True, pages=c.randint(1, 3)), True),
    (
        "a letter with a photograph that tells its place",
        lambda c: pdf(photo=jpeg(position=True), telling=c.random() < 0.5),
        True,
    ),
    ("a letter with something behind it", lambda c: pdf() + _tail(c), True),
    ("a letter with a password", lambda c: pdf(password=f"p{c.randint(0, 99)}"), False),
    ("a letter that is none", lambda c: b"%PDF-1.7\n" + _tail(c)[:200] + c.randbytes(200), False),
    (
        "something that turns into a letter later",
        lambda c: c.randbytes(3).replace(b"\xff", b"a") + b"\0" + pdf(),
        False,
    ),
    ("a letter of too many pages", lambda c: pdf(pages=200 + c.randint(1, 9)), False),
    ("a recording with a title (MP3)", lambda c: mp3(words=SECRET, frames=c.randint(4, 40)), True),
    ("a tag without sound", lambda c: b"ID3\x04\x00\x00\x00\x00\x00\x10" + SECRET + _tail(c) * 3, False),
    ("a recording with a title (WAV)", lambda c: wav(words=SECRET, samples=c.randbytes(500)), True),
    ("a WAV of something else", lambda c: b"RIFF\x24\0\0\0WAVELIST" + SECRET + c.randbytes(99), False),
    ("a recording with a place (M4A)", lambda c: m4a(words=SECRET * c.randint(1, 50)), True),
    ("a film", lambda c: m4a(handler=b"vide", brand=c.choice((b"mp42", b"isom", b"qt  "))), False),
    (
        "a photograph as telephones keep it (HEIC)",
        lambda c: m4a(brand=c.choice((b"heic", b"mif1", b"avif"))),
        False,
    ),
    ("boxes that reach too far", lambda c: m4a()[: -c.randint(1, 60)], False),
    ("a recording in pieces", lambda c: m4a(more=_box(b"moof", c.randbytes(40))), False),
    ("nothing", lambda _: b"", False),
)
