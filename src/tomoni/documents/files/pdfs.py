"""Scans and letters as PDF: the pages go into a new file, without whatever acts, is attached or tells of the maker."""

import zlib
from io import BytesIO
from typing import Any

import pikepdf

from tomoni.documents.files import jpegs
from tomoni.documents.files.kinds import Unfit

BROKEN = "PDF を開けませんでした。こわれているか、PDF ではないものが入っています。スキャンし直すか、別のファイルを選んでください。"
LOCKED = "パスワードのかかった PDF は受け取れません。パスワードを外すか、印刷してスキャンしてください。"
TOO_LONG = "ページが多すぎます（200ページまで）。分けてから選んでください。"
STRANGE = "この PDF には、中を確かめられない部品があります。一度印刷してスキャンするか、「PDF として印刷」で作り直してください。"
MOST_PAGES = 200
MOST_PARTS = 50_000
DEEPEST = 60
MOST_BYTES = 100_000_000  # of one picture, unpacked
# What a page is made of. Notes on it, forms, buttons, links, films and what happens when it is opened are not.
OF_A_PAGE = {"/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Resources", "/UserUnit", "/Group"}
INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
# Of whatever a page is drawn with: words about it, what acts, and what is tied to other files or to what is left behind.
TAKEN_OUT = {
    *(
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/Private",
        "/AA",
        "/A",
        "/JS",
        "/OpenAction",
        "/AF",
        "/EF",
    ),
    *(
        "/Names",
        "/Dests",
        "/Annots",
        "/Alternates",
        "/OPI",
        "/StructParent",
        "/StructParents",
        "/Measure",
        "/PtData",
    ),
    *("/F", "/FFilter", "/FDecodeParms", "/Ref", "/Parent", "/Thumb", "/B", "/URI", "/ID"),
}
# Here the keys are names that the maker chose, for fonts, pictures, letters and colours.
NAMED = {
    *("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties"),
    *("/CharProcs", "/Colorants"),
}
NEVER = {"/Metadata", "/Filespec", "/EmbeddedFile", "/Action", "/Annot", "/Catalog", "/Sig"}


def rewritten(content: bytes) -> bytes:
    """The pages in a new PDF."""
    try:
        with pikepdf.open(BytesIO(content)) as old, pikepdf.new() as new:
            _take_pages(old, new)
            out = BytesIO()
            as_it_is = (
                pikepdf.StreamDecodeLevel.none
            )  # nothing is unpacked: small files may unpack to very large ones
            new.save(out, compress_streams=False, stream_decode_level=as_it_is, deterministic_id=True)
            return out.getvalue()
    except Unfit:
        raise
    except pikepdf.PasswordError as error:
        raise Unfit(LOCKED) from error
    except Exception as error:  # whatever a hostile file makes the library raise
        raise Unfit(BROKEN) from error


def _take_pages(old: pikepdf.Pdf, new: pikepdf.Pdf) -> None:
    if old.is_encrypted:
        raise Unfit(LOCKED)
    if len(old.objects) > MOST_PARTS:
        raise Unfit(STRANGE)
    if not 0 < len(old.pages) <= MOST_PAGES:
        raise Unfit(TOO_LONG if len(old.pages) else BROKEN)
    seen: set[tuple[int, int]] = set()
    for page in old.pages:
        _inherit(page.obj)
        for key in set(page.obj.keys()) - OF_A_PAGE - {"/Type", "/Parent"}:
            del page.obj[key]
        for key in OF_A_PAGE & set(page.obj.keys()):
            _purge(page.obj[key], key, seen, 0)
    new.pages.extend(old.pages)


def _inherit(page: Any) -> None:
    """What stands with the chapter is written onto the page: the chapter is left behind."""
    node, depth = page.get("/Parent"), 0
    while node is not None and depth < DEEPEST:
        for key in INHERITED:
            if key in node and key not in page:
                page[key] = node[key]
        node, depth = node.get("/Parent"), depth + 1


def _purge(part: Any, key: str, seen: set[tuple[int, int]], depth: int) -> None:
    """Take out what must not be there, in a part and in all it is drawn with; each part once."""
    if not isinstance(part, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream) or _met(part, seen):
        return
    if depth > DEEPEST:
        raise Unfit(STRANGE)
    if isinstance(part, pikepdf.Array):
        for each in part:
            _purge(each, "", seen, depth + 1)
    else:
        _purge_drawn(part, key, seen, depth)


def _purge_drawn(part: Any, key: str, seen: set[tuple[int, int]], depth: int) -> None:
    if str(part.get("/Type", "")) in NEVER:
        raise Unfit(STRANGE)
    names_chosen = key in NAMED and "/Type" not in part and not isinstance(part, pikepdf.Stream)
    for name in list(part.keys()):
        if name in TAKEN_OUT and not names_chosen:
            del part[name]
        else:
            _purge(part[name], "" if names_chosen else name, seen, depth + 1)
    if isinstance(part, pikepdf.Stream):
        _plain_picture(part)


def _met(part: Any, seen: set[tuple[int, int]]) -> bool:
    if not part.is_indirect:
        return False
    met = part.objgen in seen
    seen.add(part.objgen)
    return met


def _plain_picture(stream: Any) -> None:
    """A photograph in a PDF is a JPEG with all that JPEGs tell; pictures of other kinds hold nothing but dots."""
    named = stream.get("/Filter")
    filters = [str(each) for each in (named if isinstance(named, pikepdf.Array) else [named])]
    if {"/JPXDecode", "/Crypt"} & set(filters):
        raise Unfit(STRANGE)
    if "/DCTDecode" not in filters and "/DCT" not in filters:
        return
    content = bytes(stream.read_raw_bytes())
    if set(filters[:-1]) - {"/FlateDecode"} or (len(filters) > 1 and "/DecodeParms" in stream):
        raise Unfit(STRANGE)
    for _ in filters[:-1]:
        content = zlib.decompressobj().decompress(content, MOST_BYTES)
    parameters = stream.get("/DecodeParms")
    stream.write(jpegs.plain(content), filter=pikepdf.Name("/DCTDecode"), decode_parms=parameters)
