"""Cuts the design system's stylesheet down: chosen components, colours, icons and fonts."""

import re
from collections.abc import Iterator
from pathlib import Path

from conum.kernel.ui.design.choices import COMPONENTS, FONTS, ICONS, UNUSED_COLOURS

DARK, NOT_CHOSEN = "[data-fr-theme=dark]", ":root:not([data-fr-theme])"
# Names no template of ours uses.
FOREIGN = r"-offset-|fr-ratio|\.fr-fi-|fr-responsive-vid|fr-connect|fr-btn--(account|briefcase|sort|team)"
SPACINGS = r"\.fr-[mp][trblxy]?-(\w\w-)?(n\d|\d+-5v|([79]|[123]\d)[vw])"
UNUSED = re.compile("|".join([*UNUSED_COLOURS, SPACINGS, FOREIGN]))
HEADING = "/*! DSFR | SPDX-License-Identifier: MIT | restricted use: State services only (see its terms) */\n"


def stylesheet(dist: Path) -> tuple[str, set[Path]]:
    """Return the text of `dsfr.css` and the icon files it points to, from the design system's `dist` folder."""
    sources = [dist / "core/core.main.min.css"]
    sources += [dist / f"component/{name}/{name}.main.min.css" for name in COMPONENTS]
    text = "".join(pruned(source.read_text()) for source in sources)
    text += pruned((dist / "scheme/scheme.min.css").read_text())
    text += system_theme(text)
    text += icons((dist / "utility/icons/icons.main.min.css").read_text())
    text += printing(dist)
    used = {next(dist.glob(f"icons/*/{name}")) for name in re.findall(r"url\([^)]*/([^/)]+\.svg)\)", text)}
    text = re.sub(r"url\([./]*icons/[a-z]+/([^)]+)\)", r"url(icons/\1)", text)
    return HEADING + font_faces() + text + "\n", used


def font_faces() -> str:
    """Return one `@font-face` for each font file carried."""
    return "".join(
        f"@font-face{{font-family:Marianne;font-weight:{weight};font-display:swap;"
        f"src:url(fonts/{name}.woff2) format('woff2')}}\n"
        for name, weight in FONTS.items()
    )


def system_theme(text: str) -> str:
    """Return the dark rules of `text` once more, for who chose no theme while the system is dark (no script needed)."""
    dark = "".join(rule for rule in blocks(text) if DARK in rule)
    system = dark.replace(f":root{DARK}", NOT_CHOSEN).replace(DARK, NOT_CHOSEN)
    return "@media screen and (prefers-color-scheme:dark){" + system + "}"


def icons(text: str) -> str:
    """Return only the rules of the icons we use."""
    found = {_class_of(rule): rule for rule in blocks(without_comments(text))}
    missing = {f".fr-icon-{name}" for name in ICONS} - found.keys()
    if missing:
        raise ValueError(f"unknown icons: {sorted(missing)}")
    return "".join(found[f".fr-icon-{name}"] for name in ICONS)


def _class_of(rule: str) -> str:
    return re.match(r"(\.[\w-]+)?", rule)[0] or rule[:40]


def printing(dist: Path) -> str:
    """Return the print rules of the chosen components."""
    files = [dist / "core/core.print.min.css"]
    files += [dist / f"component/{name}/{name}.print.min.css" for name in COMPONENTS]
    return "".join(without_comments(file.read_text()) for file in files if file.exists())


def pruned(text: str) -> str:
    """Return `text` without fonts, unused colours and rules for browsers that no longer exist."""
    return "".join(_pruned_rule(rule) for rule in blocks(without_comments(text)))


def _pruned_rule(rule: str) -> str:
    head, _, body = rule.partition("{")
    body = body[:-1]
    if head.startswith(("@font-face", "@-moz-document")) or "-ms-high-contrast:active) and" in head:
        return ""
    if head.startswith("@"):
        inner = pruned(body)
        return f"{head}{{{inner}}}" if inner else ""
    selectors = [part for part in _split(head, ",") if not UNUSED.search(part)]
    lines = [line for line in _split(body, ";") if line and not UNUSED.search(line)]
    return f"{','.join(selectors)}{{{';'.join(lines)}}}" if selectors and lines else ""


def without_comments(text: str) -> str:
    """Return CSS `text` without its comments (the licence is said once, at the top)."""
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S).strip()


def blocks(text: str) -> Iterator[str]:
    """Yield the top-level rules of CSS `text`, braces and quotes respected."""
    start = depth = 0
    for index, char in _outside_quotes(text):
        depth += (char == "{") - (char == "}")
        if char == "}" and depth == 0:
            yield text[start : index + 1].strip()
            start = index + 1


def _split(text: str, separator: str) -> list[str]:
    parts, start, depth = [], 0, 0
    for index, char in _outside_quotes(text):
        depth += (char == "(") - (char == ")")
        if char == separator and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    return [*parts, text[start:].strip()]


def _outside_quotes(text: str) -> Iterator[tuple[int, str]]:
    quote = ""
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote and text[index - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        else:
            yield index, char
