"""Figures of matplotlib as SVG for a page: named for screen readers, in the page's colours, without clock or random ids."""

from __future__ import annotations

import hashlib
import html
import io
import re

from lwj_analysis.twin import PALETTE


def static_svg(svg: str, *, title: str, alt: str, name: str | None = None, role: str = "img") -> str:
    """Make an SVG of matplotlib safe and kind to put into a page.

    It gets a name and description for screen readers, ids of its own, the page's colour for text and axes and no
    white ground; metadata (its clock) goes, and so do digits below a hundredth of a point. Colours of ``PALETTE`` change
    with the page's, other colours stay. Its ``role`` is ``group`` where its marks can be chosen.
    """
    name = name or "svg-" + hashlib.sha256((svg + title).encode()).hexdigest()[:8]
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    body = re.sub(r'(?<=\s)(?:d|x|y|transform)="[^"]*"', lambda m: re.sub(r"(\.\d\d)\d+", r"\1", m[0]), body)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r'(url\(#|href="#)', rf"\1{name}-", body)
    body = re.sub(r"fill: ?#ffffff(; ?stroke: ?#ffffff)?", "fill: none", body)
    body = re.sub(r"((?:fill|stroke): ?)#(?:000000|262626)", r"\1currentColor", body)
    for family, colour in PALETTE.items():
        body = body.replace(colour, f"var(--c-{family}, {colour})")
    opening, rest = body.split(">", 1)
    wide = re.search(r'\swidth="([\d.]+)pt"', opening)
    natural = f' style="max-width:{float(wide.group(1)) * 1.5:.0f}px"' if wide else ""
    opening = re.sub(r'\s(?:width|height|version)="[^"]*"', "", opening)
    label = f'<title id="{name}-t">{html.escape(title)}</title><desc id="{name}-d">{html.escape(alt)}</desc>'
    return f'{opening}{natural} class="figure-static" role="{role}" aria-labelledby="{name}-t {name}-d">{label}{rest}'


def figure(fig, *, alt: str | None = None, caption: str | None = None) -> str:
    """A matplotlib figure as one ``<figure>`` with an SVG inside; title and description from its axes if not given."""
    buffer = io.StringIO()
    fig.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None}, transparent=True)
    title, told = _told(fig)
    svg = static_svg(buffer.getvalue(), title=title, alt=alt or told)
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    opening = f'<div class="scroll" tabindex="0" role="region" aria-label="{html.escape(f"Figure: {title}")}">'
    return f'<figure class="plot">{opening}{svg}</div>{below}</figure>'


def _told(fig):
    """Title and a sentence on what is drawn, from the axes of a figure."""
    titles = [t for ax in fig.axes for t in (ax.get_title(loc=side) for side in ("left", "center", "right")) if t]
    above = fig.get_suptitle() if hasattr(fig, "get_suptitle") else ""
    title = above or (titles[0] if titles else "Figure")
    axes = [f"{ax.get_ylabel() or 'rows'} by {ax.get_xlabel() or 'columns'}" for ax in fig.axes[:1]]
    return title, f"Figure: {title}. {'; '.join(axes)}."
