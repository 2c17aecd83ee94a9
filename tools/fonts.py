#!/usr/bin/env python3
"""Cuts our font subsets from the @fontsource packages: woff2 for pages, TTF for PDFs.

Needs fontTools with brotli, and `npm install` in tools/. Adds the narrow space (U+202F), the
non-breaking hyphen (U+2011), the arrow and the tick that French pages need and the sources lack.
"""
import os
import sys
import tempfile

from fontTools.merge import Merger, Options as MergeOptions
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = os.path.join(HERE, "node_modules", "@fontsource")
WEB = os.path.join(HERE, "..", "static", "fonts")
PAPER = os.path.join(HERE, "..", "views", "papers", "fonts")

LATIN = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {0x152, 0x153, 0x178, 0x2BC}
PUNCTUATION = {ord(c) for c in "\u2009\u2011‘’‚“”„«»‹›…–—•€™→←✓\u202f−×"}
# Letters of the names of people around us: Polish, Czech, Turkish, Romanian, Croatian, Hungarian…
NAMES = {ord(c) for c in "ĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŠšŤťŮůŽžĞğİıŞşȘșȚțĂăĐđŐőŰűŸĀāĒēĪīŌōŪū"}


def source(package, subset, weight):
    return os.path.join(PACKAGES, package, "files", f"{package}-{subset}-{weight}-normal.woff2")


def merged(package, weight):
    """One font from the Latin and extended Latin files."""
    parts = []
    for subset in ("latin", "latin-ext"):
        font = TTFont(source(package, subset, weight))
        font.flavor = None
        parts.append(os.path.join(tempfile.mkdtemp(), subset + ".ttf"))
        font.save(parts[-1])
    return Merger(options=MergeOptions(drop_tables=["DSIG", "gasp", "STAT"])).merge(parts)


def add_glyph(font, code, name, glyph, width, left=0):
    if name not in font.getGlyphOrder():
        font.setGlyphOrder(font.getGlyphOrder() + [name])
        font["glyf"].glyphs[name] = glyph
        font["glyf"].glyphOrder = font.getGlyphOrder()
        font["hmtx"].metrics[name] = (width, left)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def alias(font, code, like):
    name = font.getBestCmap()[like]
    for table in font["cmap"].tables:
        if table.isUnicode() and code not in table.cmap:
            table.cmap[code] = name


def outline(*contours):
    pen = TTGlyphPen(None)
    for contour in contours:
        pen.moveTo(contour[0])
        for point in contour[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def complete(font, stem):
    """Adds the signs the source lacks; stem is the thickness of a stroke, in thousandths of an em."""
    cmap = font.getBestCmap()
    space = font["hmtx"].metrics[cmap[0x20]][0]
    empty = TTGlyphPen(None).glyph()
    if 0x202F not in cmap:
        add_glyph(font, 0x202F, "narrownbspace", empty, round(space * 0.7))
    if 0x2009 not in cmap:
        add_glyph(font, 0x2009, "thinspace", TTGlyphPen(None).glyph(), round(space * 0.7))
    alias(font, 0xA0, 0x20)
    alias(font, 0x2011, 0x2D)
    alias(font, 0x2BC, 0x2019)
    h, m = stem / 2, 330
    if 0x2192 not in cmap:
        add_glyph(font, 0x2192, "arrowright", arrow(h, m, 1), 760, 60)
    if 0x2190 not in cmap:
        add_glyph(font, 0x2190, "arrowleft", arrow(h, m, -1), 760, 60)
    if 0x2713 not in cmap:
        s = stem * 1.25
        tick = outline([(60, 300), (60 + s * .75, 300 + s * .75), (250, 185 + s * .9), (600, 640), (600 + s * .8, 640 - s * .6), (262, 30)])
        add_glyph(font, 0x2713, "check", tick, 720, 60)


def arrow(h, m, way):
    points = [(60, m - h), (560, m - h), (400, m - 170), (400 + 1.4 * h, m - 170 - 1.4 * h), (700, m),
              (400 + 1.4 * h, m + 170 + 1.4 * h), (400, m + 170), (560, m + h), (60, m + h)]
    if way < 0:
        points = [(760 - x, y) for x, y in reversed(points)]
    return outline(points)


def cut(font, codes, features):
    options = Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.drop_tables += ["DSIG", "STAT"]
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    return font


def write(font, path, flavor):
    font.flavor = flavor
    font["head"].modified = font["head"].created
    os.makedirs(os.path.dirname(path), exist_ok=True)
    font.recalcTimestamp = False
    font.save(path)
    print(os.path.relpath(path, HERE), os.path.getsize(path))


def tabular(font):
    """Figures of one width as the plain ones: what draws PDFs knows no features, and amounts stand in columns."""
    names = set(font.getGlyphOrder())
    for table in font["cmap"].tables:
        for code in range(0x30, 0x3A):
            if table.isUnicode() and table.cmap.get(code, "") + ".tf" in names:
                table.cmap[code] += ".tf"


def make(package, weight, stem, codes, features, path, flavor):
    font = merged(package, weight)
    complete(font, stem)
    if not features:
        tabular(font)
    write(cut(font, codes, features), path, flavor)


def main():
    text = LATIN | PUNCTUATION | NAMES
    features = ["kern", "mark", "ccmp", "locl", "tnum", "lnum"]
    atkinson, bricolage = "atkinson-hyperlegible-next", "bricolage-grotesque"
    make(atkinson, 400, 76, text, features, f"{WEB}/atkinson-400.woff2", "woff2")
    make(atkinson, 700, 118, text, features, f"{WEB}/atkinson-700.woff2", "woff2")
    make(bricolage, 700, 112, LATIN | PUNCTUATION, features, f"{WEB}/bricolage-700.woff2", "woff2")
    make(atkinson, 400, 76, text, [], f"{PAPER}/regular.ttf", None)
    make(atkinson, 700, 118, text, [], f"{PAPER}/bold.ttf", None)


if __name__ == "__main__":
    sys.exit(main())
