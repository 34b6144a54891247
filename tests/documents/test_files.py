"""Files made harmless: taken or refused by what is in them, and nothing of what they told besides is left."""

import struct
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from tests.documents import brought
from tests.documents.brought import SECRET
from tomoni.documents.files import Clean, Unfit, clean, images, jpegs, kinds, pdfs

MOST = 10_000_000
# What only files carry that tell besides: none of it may be in a file made anew.
TELLING = (SECRET, b"Exif", b"http://ns.adobe.com", b"<x", b"tEXt", b"iTXt", b"zTXt", b"ID3", b"APETAG", b"LIST", b"bext", b"\xa9nam",
           b"/JavaScript", b"/JS", b"/OpenAction", b"/EmbeddedFile", b"/Annots", b"/Metadata", b"/Info", b"PK\x03\x04", b"<script")  # fmt: skip


def made(content: bytes) -> Clean:
    return clean(content, most=MOST)


def told_in(content: bytes) -> set[bytes]:
    """Signs of anything told besides, also in what a PDF has packed."""
    inside = [content]
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as read:
            inside += [bytes(str(part), "utf-8") for part in read.objects]
            inside += [part.read_raw_bytes() for part in read.objects if isinstance(part, pikepdf.Stream)]
            inside += [str(key).encode() for key in read.trailer]
    return {sign for sign in TELLING for each in inside if sign in each}


@pytest.mark.parametrize("part", range(10))
def test_c7_five_hundred_hostile_files_are_refused_or_made_harmless(part: int) -> None:
    wrong = []
    for seed in range(part * 50, part * 50 + 50):
        what, _, content, taken = brought.hostile(seed)
        try:
            found = made(content)
        except Unfit as refusal:
            if taken or not str(refusal).endswith("。"):
                wrong.append(f"{seed} {what}: {refusal}")
        else:
            if not taken or told_in(found.content):
                wrong.append(f"{seed} {what}: taken, {told_in(found.content)}")
    assert wrong == []


def test_the_look_into_files_finds_what_is_there() -> None:
    """Else the test above would look for nothing."""
    full = [
        brought.jpeg(position=True), brought.jpeg(xmp=SECRET), brought.png(words=SECRET.decode()), brought.pdf(telling=True),
        brought.pdf(photo=brought.jpeg(position=True)), brought.mp3(words=SECRET), brought.wav(words=SECRET),
        brought.m4a(words=SECRET), brought.jpeg() + brought.SVG,
    ]  # fmt: skip
    assert all(SECRET in told_in(content) for content in full)
    plain = [brought.jpeg(), brought.png(), brought.pdf(), brought.mp3(), brought.wav(), brought.m4a()]
    assert [told_in(made(content).content) for content in plain] == [set()] * 6


def test_the_kind_is_what_is_in_it_and_the_picture_stays() -> None:
    for content, media_type in ((brought.jpeg(), "image/jpeg"), (brought.png(), "image/png")):
        found = made(content)
        shown = Image.open(BytesIO(found.content))
        left = shown.convert("RGB").getpixel((5, 5))
        assert (found.kind.media_type, shown.size, shown.info.keys() & {"exif", "comment"}) == (
            media_type,
            (48, 32),
            set(),
        )
        assert isinstance(left, tuple)
        assert all(abs(a - b) < 12 for a, b in zip(left, (200, 120, 40), strict=True))


@pytest.mark.parametrize(
    ("orientation", "size", "where"),
    [(1, (48, 32), (5, 5)), (3, (48, 32), (43, 27)), (6, (32, 48), (27, 5)), (8, (32, 48), (5, 43))],
)
def test_a_turned_photograph_stands_upright(
    orientation: int, size: tuple[int, int], where: tuple[int, int]
) -> None:
    shown = Image.open(BytesIO(made(brought.jpeg(orientation=orientation)).content))
    corner = shown.getpixel(where)
    assert shown.size == size
    assert isinstance(corner, tuple)
    assert corner[2] < 80  # the coloured half


def test_a_huge_picture_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    for content in (
        brought.huge_png(20_000, 10_000),
        brought.huge_jpeg(20_000, 10_000),
        brought.huge_png(8001, 8000),
    ):
        with pytest.raises(Unfit, match="画素数"):
            made(content)
    assert images.MOST_PIXELS == 64_000_000


def test_a_large_photograph_becomes_one_that_prints_well() -> None:
    out = BytesIO()
    Image.new("RGB", (6000, 3000)).save(out, "JPEG")
    assert Image.open(BytesIO(made(out.getvalue()).content)).size == (4096, 2048)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (brought.m4a(brand=b"heic"), kinds.HEIC),
        (brought.m4a(handler=b"vide"), kinds.VIDEO),
        (brought.pdf(password="a"), pdfs.LOCKED),
        (brought.pdf(pages=201), pdfs.TOO_LONG),
        (brought.SVG, f"このファイルは受け取れない種類です。{kinds.TAKEN}"),
        (b"", "中身のないファイルです。"),
    ],
    ids=["heic", "film", "locked", "long", "svg", "nothing"],
)
def test_a_refusal_says_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(Unfit) as refusal:
        made(content)
    assert str(refusal.value) == words


def test_too_large_a_file_is_not_even_looked_at() -> None:
    with pytest.raises(Unfit) as refusal:
        clean(bytes(2_000_001), most=2_000_000)
    assert str(refusal.value) == (
        "ファイルが大きすぎます。1つのファイルは 2MB までです。写真は小さいサイズで撮り直し、書類は分けてください。"
    )


def test_a_letter_keeps_its_pages_and_what_is_drawn_on_them() -> None:
    photo = brought.jpeg(position=True)
    with pikepdf.open(BytesIO(made(brought.pdf(pages=3, photo=photo, telling=True)).content)) as read:
        assert len(read.pages) == 3
        assert [list(page.mediabox) for page in read.pages] == [[0, 0, 200, 100]] * 3
        drawn = read.pages[1].Resources.XObject["/A"]  # a name that somewhere else would be an action
        assert drawn.read_raw_bytes() == jpegs.plain(photo)
        assert read.pages[1].Contents.read_bytes() == b"q 100 0 0 50 0 0 cm /A Do Q"
        assert "/F" in read.pages[0].Resources.XObject  # another such name
        assert set(read.Root.keys()) == {"/Type", "/Pages"}


def test_sound_is_not_touched() -> None:
    samples = bytes(range(256)) * 4
    assert made(brought.wav(words=SECRET, samples=samples)).content == brought.wav(samples=samples)
    assert made(brought.mp3(words=SECRET)).content == brought.mp3()
    phone, found = brought.m4a(words=SECRET), made(brought.m4a(words=SECRET)).content
    assert len(found) == len(phone)
    assert found[found.index(b"mdat") : found.index(b"mdat") + 20] == b"mdat" + bytes(range(16))
    made_on = struct.pack(">I", 3_800_000_000)
    assert (made_on in phone, made_on in found) == (True, False)
