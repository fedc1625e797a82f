"""One page from an address, with a guard: only public http(s) hosts, small text pages, every redirect checked again.

A workbook runs where its user's own services can be reached: an address in somebody's list must not make it read them.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import urllib3

from lwj_analysis.errors import LwjError

MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5
MAX_SECONDS = 60
TIMEOUT = urllib3.Timeout(connect=10, read=20)
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
HEADERS = {"User-Agent": "lwj_analysis (reads one article at a time)", "Accept": ", ".join(TEXT_TYPES)}
# IPv6 blocks that carry an IPv4 address on, perhaps a private one: translators and tunnels.
CARRIERS = tuple(ipaddress.ip_network(block) for block in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


class Refused(LwjError, ValueError):
    """An address or page that is not read; says which rule it breaks."""


class Page(NamedTuple):
    """What a server sent: bytes, the address after redirects, media type and character set as far as told."""

    data: bytes
    url: str
    kind: str
    charset: str | None


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
    asked = url
    for _ in range(MAX_REDIRECTS + 1):
        response = (get or _get)(check(url, resolve=resolve))
        try:
            if response.status in REDIRECTS and response.headers.get("location"):
                url = urljoin(url, response.headers["location"])
                continue
            return _page(response, url)
        except urllib3.exceptions.HTTPError as error:
            raise OSError(f"{url}: {error}") from None
        finally:
            response.close()
    raise Refused(f"{asked}: more than {MAX_REDIRECTS} redirects")


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
        raise OSError(f"{host}: the name could not be looked up ({error})") from None
    found = list(dict.fromkeys(answer[4][0] for answer in answers))
    if not found:
        raise OSError(f"{host}: the name has no address")
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
        raise OSError(f"{to.host}: {error}") from None


def _page(response: urllib3.BaseHTTPResponse, url: str) -> Page:
    if response.status != 200:
        raise OSError(f"{url}: the server answered {response.status}")
    told = response.headers.get("content-type") or "text/html"
    kind = told.split(";")[0].strip().lower()
    if kind not in TEXT_TYPES:
        raise Refused(f"{url}: {kind} is no page of text; save it and read the file")
    charset = re.search(r"charset=[\"']?([\w.:-]+)", told, re.IGNORECASE)
    return Page(_body(response, url), url, kind, charset[1] if charset else None)


def _body(response: urllib3.BaseHTTPResponse, url: str) -> bytes:
    body, end = bytearray(), time.monotonic() + MAX_SECONDS
    for part in response.stream(65_536, decode_content=True):
        body += part
        if len(body) > MAX_BYTES:
            raise Refused(f"{url}: larger than {MAX_BYTES:,} bytes")
        if time.monotonic() > end:
            raise OSError(f"{url}: not done after {MAX_SECONDS} seconds")
    return bytes(body)
