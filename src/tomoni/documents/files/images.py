"""Photographs: decoded and drawn anew, so that nothing but the picture is left of the file."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from tomoni.documents.files.kinds import Unfit

MOST_PIXELS = 64_000_000  # no telephone's ordinary picture has more; asked before anything is decoded
LONGEST_SIDE = 4096  # enough to print a whole page at 300 dots
QUALITY = 88
BROKEN = "写真を開けませんでした。こわれているか、写真ではないものが入っています。撮り直すか、別の写真を選んでください。"
HUGE = "写真の画素数が大きすぎます（6400万画素まで）。カメラの設定を小さくして撮り直してください。"


def jpeg(content: bytes) -> bytes:
    """A JPEG as a new JPEG."""
    return _saved(_drawn(content, "JPEG", {"L": "L"}, "RGB"), format="JPEG", quality=QUALITY)


def png(content: bytes) -> bytes:
    """A PNG as a new PNG."""
    kept = {mode: mode for mode in ("1", "L", "LA", "RGBA")} | {"P": "RGBA", "PA": "RGBA"}
    return _saved(_drawn(content, "PNG", kept, "RGB"), format="PNG")


def _drawn(content: bytes, form: str, kept: dict[str, str], otherwise: str) -> Image.Image:
    """The picture the right way up, on a new sheet that remembers nothing of the file. Any trouble is a broken file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=(form,))
        if image.width * image.height > MOST_PIXELS:
            raise Unfit(HUGE)
        mode = kept.get(image.mode, otherwise)
        image.draft(image.mode, (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        upright = ImageOps.exif_transpose(image).convert(mode)
    except Unfit:
        raise
    except Image.DecompressionBombError as error:
        raise Unfit(HUGE) from error
    except Exception as error:  # whatever a hostile file makes a decoder raise
        raise Unfit(BROKEN) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    sheet = Image.new(mode, upright.size)
    sheet.paste(upright)
    return sheet


def _saved(image: Image.Image, **how: object) -> bytes:
    out = BytesIO()
    image.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()
