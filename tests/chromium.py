"""Helpers for tests that open Chromium: where it is, how it is started, what a page may not do, axe-core."""

import os
import shutil
from contextlib import contextmanager
from importlib.resources import files

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get install chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = ("file:", "data:", "blob:", "about:")


def find():
    """The browser's path: ``$LWJ_CHROMIUM``, Debian's, or one on the PATH; None if there is none."""
    named = os.environ.get("LWJ_CHROMIUM")
    places = [named, "/usr/bin/chromium", *map(shutil.which, NAMES)]
    return next((place for place in places if place and os.access(place, os.X_OK)), None)


def required():
    """The browser's path; without one the tests are skipped with one loud line, or fail where CI is set."""
    place = find()
    if place is None:
        line = f"NO CHROMIUM, BROWSER TESTS DID NOT RUN. Install one ({INSTALL}) or name one in LWJ_CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(line, pytrace=False)
        pytest.skip(line)
    return place


@contextmanager
def started():
    """A running browser."""
    place = required()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser, address, *, width=1200, height=900, scheme="light", allowed=LOCAL, script=None, **context):
    """A page with the network off; what it asked for and what went wrong are in ``page.asked`` and ``page.errors``.

    A ``script`` is run before those of the page, and the page is not waited for.
    """
    made = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", **context
    )
    page = made.new_page()
    page.asked, page.errors = [], []

    def guard(route):
        if route.request.url.startswith(allowed):
            route.continue_()
        else:
            route.abort()

    made.route("**/*", guard)
    page.on("request", lambda r: None if r.url.startswith(allowed) else page.asked.append(r.url))
    page.on("websocket", lambda s: None if "127.0.0.1" in s.url else page.asked.append(s.url))
    page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.errors.append(str(e)))
    if script:
        page.add_init_script(script)
    page.goto(address, wait_until="commit" if script else "load")
    try:
        yield page
    finally:
        made.close()


def violations(page):
    """What axe-core finds wrong, one line each. The page must have been opened with ``bypass_csp=True``."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(all => all.violations)")
    return [f"{v['id']}: {v['help']} ({n['html'][:160]})" for v in found for n in v["nodes"]]
