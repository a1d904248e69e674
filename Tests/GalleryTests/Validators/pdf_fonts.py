"""Composite fonts, held against the font programs in the file."""
import io, re

import pikepdf
from fontTools.ttLib import TTFont


def check_fonts(pdf, text, say):
    count, names = 0, set()
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Subtype") != "/Type0":
            continue
        count += 1
        font, name = thing.DescendantFonts[0], str(thing.BaseFont)
        names.add(name)
        say(f"{name}: subset tag", re.match(r"/[A-Z]{6}\+", name) is not None)
        say(f"{name}: one name", name == str(font.BaseFont) == str(font.FontDescriptor.FontName))
        say(f"{name}: maps", "/ToUnicode" in thing and "/CIDToGIDMap" in font)
        if "/FontFile2" not in font.FontDescriptor:
            continue
        program = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()), lazy=True)
        order, metrics = program.getGlyphOrder(), program["hmtx"].metrics
        scale = 1000 / program["head"].unitsPerEm
        glyph = glyphs(font, len(order))
        off = [cid for cid, width in widths(font).items() if glyph(cid) < len(order)
               and abs(width - metrics[order[glyph(cid)]][0] * scale) > 1]
        say(f"{name}: widths are the program's", not off, off[:5])
    say("composite fonts", count > 0)
    # The scheme's four faces for Swiss payment parts are Arial, Frutiger, Helvetica and Liberation Sans.
    is_slip = re.search("^(Payment part|Zahlteil|Section paiement|Sezione pagamento)$", text, re.M) is not None
    slips = {name[8:] for name in names if name[8:].startswith("Liberation")}
    say("faces of slips", slips == ({"LiberationSans", "LiberationSans-Bold"} if is_slip else set()), slips)


def glyphs(font, count):
    table = font.get("/CIDToGIDMap")
    if table == "/Identity":
        return lambda cid: cid
    data = bytes(table.read_bytes())
    return lambda cid: int.from_bytes(data[cid * 2:cid * 2 + 2], "big") if cid * 2 < len(data) else count


def widths(font):
    widths, entries, i = {}, list(font.get("/W", [])), 0
    while i < len(entries):
        if isinstance(entries[i + 1], pikepdf.Array):
            widths.update({int(entries[i]) + n: float(w) for n, w in enumerate(entries[i + 1])})
            i += 2
        else:
            widths.update({cid: float(entries[i + 2]) for cid in range(int(entries[i]), int(entries[i + 1]) + 1)})
            i += 3
    return widths
