"""Take the README's pictures: the first figure of each report, ``docs/img/NN-question.png``, 1200 px wide.

Usage: python scripts/screenshots.py [REPORTS [PICTURES]]   (default: reports docs/img)
"""

import os
import shutil
import sys
from pathlib import Path

WIDTH, HEIGHT = 1200, 1900
LARGEST_BYTES = 200_000
# Where the question above the first figure begins and where the figure ends.
ENDS = """() => {
  const figure = document.querySelector("main .twin-figure:not(:empty), main figure.plot");
  if (!figure) return [0, 0];
  const above = [...document.querySelectorAll("main h2")].filter(h => h.compareDocumentPosition(figure) & 4).pop();
  return [above ? Math.max(0, above.getBoundingClientRect().top - 16) : 0, figure.getBoundingClientRect().bottom + 24];
}"""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main(reports="reports", pictures="docs/img"):
    """Take a picture of every numbered report; exit status 1 if there is none or one is too large."""
    from playwright.sync_api import sync_playwright

    pages = sorted(Path(reports).glob("[0-9]*.html"))
    Path(pictures).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        made = [_picture(browser, page, Path(pictures) / f"{page.stem}.png") for page in pages]
        browser.close()
    for path in made:
        size = path.stat().st_size
        note = f", more than {LARGEST_BYTES // 1000} kB" if size > LARGEST_BYTES else ""
        sys.stdout.write(f"{path} ({size // 1000} kB{note})\n")
    return 0 if made and all(path.stat().st_size <= LARGEST_BYTES for path in made) else 1


def _picture(browser, report, target):
    """From the question of the first figure to its bottom, on white paper, no taller than ``HEIGHT``; else from the title."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    page.route("**/*", lambda r: r.continue_() if r.request.url.startswith(("file:", "data:")) else r.abort())
    page.goto(report.resolve().as_uri())
    top, bottom = page.evaluate(ENDS)
    height = min(HEIGHT, int(bottom - top)) if bottom else HEIGHT
    page.screenshot(path=target, clip={"x": 0, "y": top, "width": WIDTH, "height": height}, full_page=True)
    page.close()
    _smaller(target)
    return target


def _smaller(path):
    """Few colours are enough for text and flat figures, and a README should open quickly."""
    from PIL import Image  # comes with matplotlib

    with Image.open(path) as picture:
        picture.convert("RGB").quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)


def _chromium():
    named = os.environ.get("LWJ_CHROMIUM")
    found = next((place for place in [named, *map(shutil.which, CHROMIUM)] if place), None)
    if found is None:
        sys.exit("No Chromium: install one (apt-get install chromium) or name one in LWJ_CHROMIUM.")
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
