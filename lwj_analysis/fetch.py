"""One page from an address, with a guard: only public http(s) hosts, small text pages, every redirect checked again.

The guard exists because a workbook runs where its user's own services can be reached: an address in somebody's list must
not make it read them.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3

MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5
TIMEOUT = urllib3.Timeout(connect=10, read=20)
TEXT_TYPES = ("text/html", "text/plain", "application/xhtml+xml")
HEADERS = {"User-Agent": "lwj_analysis (reads one article at a time)", "Accept": ", ".join(TEXT_TYPES)}


class Refused(ValueError):
    """An address that is not read; says which rule it breaks."""


def fetch(url: str, *, resolve: Callable = socket.getaddrinfo, get: Callable | None = None) -> tuple[bytes, str]:
    """Read one page; returns its bytes and its last address.

    Raises Refused for an address or page outside the rules, OSError where the network fails.
    """
    for _ in range(MAX_REDIRECTS + 1):
        parts, host = check(url, resolve=resolve)
        response = (get or _get)(parts, host)
        try:
            if response.status in (301, 302, 303, 307, 308) and response.headers.get("location"):
                url = urljoin(url, response.headers["location"])
                continue
            return _body(response, url), url
        finally:
            response.release_conn()
    raise Refused(f"{url}: more than {MAX_REDIRECTS} redirects")


def check(url: str, *, resolve: Callable = socket.getaddrinfo) -> tuple[SplitResult, str]:
    """The address in parts and a checked public IP to connect to. Raises Refused, naming the rule."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"{url}: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(f"{url}: only http and https addresses are read")
    if parts.username or parts.password:
        raise Refused(f"{url}: addresses with a user name are not read")
    if port not in (None, 80, 443):
        raise Refused(f"{url}: port {port} is not read, only 80 and 443")
    try:
        answers = resolve(parts.hostname, port or (443 if parts.scheme == "https" else 80), type=socket.SOCK_STREAM)
    except OSError as error:
        raise OSError(f"{parts.hostname}: {error}") from None
    found = sorted({a[4][0].split("%")[0] for a in answers})
    for ip in found:
        address = ipaddress.ip_address(ip)
        address = getattr(address, "ipv4_mapped", None) or address
        if not address.is_global or address.is_multicast:
            raise Refused(f"{url}: {parts.hostname} is not a public address")
    if not found:
        raise OSError(f"{parts.hostname}: no address")
    return parts, found[0]


def _get(parts: SplitResult, ip: str) -> urllib3.BaseHTTPResponse:
    """Ask the checked IP itself, so that no second look-up can lead elsewhere."""
    path = parts.path or "/"
    target = f"{path}?{parts.query}" if parts.query else path
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(ip, 443, server_hostname=parts.hostname, assert_hostname=parts.hostname)
    else:
        pool = urllib3.HTTPConnectionPool(ip, 80)
    headers = HEADERS | {"Host": parts.hostname}
    try:
        return pool.request(
            "GET", target, headers=headers, redirect=False, retries=False, timeout=TIMEOUT, preload_content=False
        )
    except urllib3.exceptions.HTTPError as error:
        raise OSError(f"{parts.hostname}: {error}") from None


def _body(response: urllib3.BaseHTTPResponse, url: str) -> bytes:
    if response.status != 200:
        raise OSError(f"{url}: the server answered {response.status}")
    kind = response.headers.get("content-type", "text/html").split(";")[0].strip().lower()
    if kind not in TEXT_TYPES:
        raise Refused(f"{url}: {kind} is no page of text")
    body = bytearray()
    for part in response.stream(65_536, decode_content=True):
        body += part
        if len(body) > MAX_BYTES:
            raise Refused(f"{url}: larger than {MAX_BYTES:,} bytes")
    return bytes(body)
