"""One page from an address, with a guard: only public http(s) hosts, small text pages, every redirect checked again.

What a site's robots.txt keeps from programs is not asked for. A workbook runs where its user's own services can be
reached: an address in somebody's list must not make it read them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import json
import os
import queue
import re
import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

import platformdirs
import urllib3
from protego import Protego

from lwj_analysis.errors import LwjError, Unreachable

MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5
MAX_SECONDS = 60
TIMEOUT = urllib3.Timeout(connect=10, read=20)
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
AGENT = "lwj_analysis"
LARGEST_ROBOTS = 500_000  # bytes, as RFC 9309 asks
HEADERS = {"User-Agent": f"{AGENT} (reads one article at a time)", "Accept": ", ".join(TEXT_TYPES)}
# Blocks that carry an address on, perhaps to a private one (translators, tunnels), or are of sites and examples.
CARRIERS = [
    ipaddress.ip_network(block)
    for block in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "192.88.99.0/24",
        "192.0.0.0/24",
        "fec0::/10",
        "3fff::/20",
        "5f00::/16",
    )
]


class Refused(LwjError, ValueError):
    """An address or page that is not read; says which rule it breaks."""


class Page(NamedTuple):
    """What a server sent: bytes, the address after redirects, media type and character set as far as told."""

    data: bytes
    url: str
    kind: str
    charset: str | None


Answer = tuple[int, "urllib3.HTTPHeaderDict", bytes]
T = TypeVar("T")


class Checked(NamedTuple):
    """An address that passed the guard, in parts, with the one IP to connect to."""

    scheme: str
    host: str
    port: int
    ip: str
    target: str


def fetch(url: str, *, resolve: Callable = socket.getaddrinfo, get: Callable | None = None) -> Page:
    """Read one page. Raises Refused for an address or page outside the rules, OSError where the network fails.

    ``resolve`` looks names up and ``get`` asks a checked address; both are there to be replaced in tests.
    """
    ask = partial(_asked, resolve=resolve, get=get or _get)
    asked, rules = url, {}
    for _ in range(MAX_REDIRECTS + 1):
        check(url, resolve=resolve)
        _heed_robots(url, ask, rules)
        status, headers, body = ask(url, most=MAX_BYTES)
        if status not in REDIRECTS or not headers.get("location"):
            return _page(status, headers, body, url)
        url = urljoin(url, headers["location"])
    raise Refused(f"{asked}: more than {MAX_REDIRECTS} redirects")


def keep(page: Page, *, asked: str, folder: Path | None) -> Path | None:
    """Write the bytes of a page beside a note on them, both named by their SHA-256; returns the path of the bytes.

    The note has the address asked for and that of the page, media type, character set, and the time. ``None``: not kept.
    """
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(page.data).hexdigest()
    note = {"sha256": digest, "bytes": len(page.data), "asked": asked, "url": page.url, "kind": page.kind,
            "charset": page.charset, "fetched": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}  # fmt: skip
    path = folder / f"{digest}{'.txt' if page.kind == 'text/plain' else '.html'}"
    path.write_bytes(page.data)
    (folder / f"{digest}.json").write_text(json.dumps(note, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def pages_folder() -> Path | None:
    """``pages`` in the cache folder (``$LWJ_CACHE``, else the user's); ``None`` where caching is turned off."""
    named = os.environ.get("LWJ_CACHE")
    return None if named == "" else Path(named or platformdirs.user_cache_dir("lwj_analysis")) / "pages"


def check(url: str, *, resolve: Callable = socket.getaddrinfo) -> Checked:
    """The address in parts and a checked public IP to connect to. Raises Refused, naming the rule; OSError."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise Refused(f"{url!r} is no address: {error}") from None
    if parts.scheme not in PORTS or not host or re.search(r"[\s\\\x00-\x1f]", url):
        raise Refused(f"{url!r}: only plain http and https addresses are read")
    if "@" in parts.netloc:
        raise Refused(f"{url!r}: addresses with a user name are not read")
    if port not in PORTS.values():
        raise Refused(f"{url!r}: port {port} is not read, only 80 and 443")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Checked(parts.scheme, host, port, _public_ip(url, host, port, resolve), target)


def _public_ip(url: str, host: str, port: int, resolve: Callable) -> str:
    """The first of the host's addresses, if every one of them is public."""
    try:
        answers = resolve(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host}: the name could not be looked up ({error})") from None
    found = list(dict.fromkeys(answer[4][0] for answer in answers))
    if not found:
        raise Unreachable(f"{host}: the name has no address")
    if not all(is_public(ip) for ip in found):
        raise Refused(f"{url!r}: {host} is not a public address")
    return found[0]


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the public internet: not private, local, shared or multicast, nor a carrier."""
    try:
        address = ipaddress.ip_address(ip.split("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    if any(address in block for block in CARRIERS if block.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _get(to: Checked) -> urllib3.BaseHTTPResponse:
    """Ask the checked IP itself, so that no second look-up can lead elsewhere; the certificate must be the host's."""
    if to.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            to.ip, to.port, server_hostname=to.host, assert_hostname=to.host, cert_reqs="CERT_REQUIRED"
        )
    else:
        pool = urllib3.HTTPConnectionPool(to.ip, to.port)
    host = to.host if to.port == PORTS[to.scheme] else f"{to.host}:{to.port}"
    try:
        return pool.request(
            "GET",
            to.target,
            headers=HEADERS | {"Host": host},
            redirect=False,
            retries=False,
            timeout=TIMEOUT,
            preload_content=False,
        )
    except urllib3.exceptions.HTTPError as error:
        raise Unreachable(f"{to.host}: {error}") from None


def _asked(url: str, *, most: int, resolve: Callable, get: Callable) -> Answer:
    """Status, headers and body; everything, the look-up too, within ``MAX_SECONDS``, however slowly a server drips."""

    def ask() -> Answer:
        response = get(check(url, resolve=resolve))
        try:
            return response.status, response.headers, _body(response, url, most)
        except urllib3.exceptions.HTTPError as error:
            raise Unreachable(f"{url}: {error}") from None
        finally:
            response.close()

    return _within(MAX_SECONDS, ask, url)


def _within(seconds: float, work: Callable[[], T], what: str) -> T:
    """Do some work in a thread of its own that nobody waits for longer than that. Raises OSError."""
    done: queue.SimpleQueue = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except Exception as error:
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        found, error = done.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise Unreachable(f"{what}: not done after {seconds} seconds") from None
    if error is not None:
        raise error
    return found


def _heed_robots(url: str, ask: Callable, rules: dict[str, Protego | None]) -> None:
    """Raise Refused where the site's robots.txt keeps the page from programs (RFC 9309); no such file allows all."""
    site = urljoin(url, "/robots.txt")
    if site not in rules:
        rules[site] = _robots(site, ask)
    if rules[site] is not None and not rules[site].can_fetch(url, AGENT):
        raise Refused(f"{url}: the site's robots.txt asks programs not to read it; save the page and read the file")


def _robots(site: str, ask: Callable) -> Protego | None:
    where = site
    for _ in range(MAX_REDIRECTS + 1):
        status, headers, body = ask(where, most=LARGEST_ROBOTS)
        if status in REDIRECTS and headers.get("location"):
            where = urljoin(where, headers["location"])
            continue
        if status >= 500:
            raise Unreachable(f"{site}: the server answered {status}; without its rules nothing is read")
        return Protego.parse(body.decode("utf-8", "replace")) if status == 200 else None
    return None


def _page(status: int, headers: urllib3.HTTPHeaderDict, body: bytes, url: str) -> Page:
    if status != 200:
        raise Unreachable(f"{url}: the server answered {status}")
    told = headers.get("content-type") or "text/html"
    kind = told.split(";")[0].strip().lower()
    if kind not in TEXT_TYPES:
        raise Refused(f"{url}: {kind} is no page of text; save it and read the file")
    charset = re.search(r"charset=[\"']?([\w.:-]+)", told, re.IGNORECASE)
    return Page(body, url, kind, charset[1] if charset else None)


def _body(response: urllib3.BaseHTTPResponse, url: str, most: int) -> bytes:
    """The body, unpacked; none of what is no page of text or no answer at all."""
    kind = (response.headers.get("content-type") or "text/html").split(";")[0].strip().lower()
    if response.status != 200 or kind not in TEXT_TYPES:
        return b""
    body = bytearray()
    for part in response.stream(65_536, decode_content=True):
        body += part
        if len(body) > most:
            raise Refused(f"{url}: larger than {most:,} bytes")
    return bytes(body)
