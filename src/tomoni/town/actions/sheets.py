"""Sheets that the town puts beside its records: plain drawings, for no real letter or picture may be in it."""

from io import BytesIO

from PIL import Image, ImageDraw

from tomoni.documents.files import Clean, clean

SIZE = (840, 594)


def drawn() -> Clean:
    """A child's drawing: a house, a tree, the sun."""
    sheet = Image.new("RGB", SIZE, "#fffdf5")
    draw = ImageDraw.Draw(sheet)
    draw.line([(0, 470), (840, 470)], fill="#4f7a3a", width=10)
    draw.rectangle((260, 270, 520, 470), outline="#7a4a2a", width=10)
    draw.polygon([(230, 270), (390, 140), (550, 270)], outline="#a33b2c", width=10)
    draw.rectangle((360, 360, 430, 470), outline="#7a4a2a", width=8)
    draw.ellipse((660, 60, 770, 170), outline="#e0962a", width=10)
    draw.line([(130, 470), (130, 330)], fill="#7a4a2a", width=14)
    draw.ellipse((60, 190, 200, 340), outline="#4f7a3a", width=10)
    out = BytesIO()
    sheet.save(out, "PNG")
    return clean(out.getvalue(), most=1_000_000)
