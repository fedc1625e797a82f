"""The guard around addresses: fake name look-ups and a fake transport, no network."""

import contextlib
import gzip
import hashlib
import http.server
import json
import socket
import threading

import pytest
import urllib3

from lwj_analysis import fetch as fetching
from lwj_analysis.fetch import Refused, check, fetch, is_public

NAMES = {
    "localhost.": ["127.0.0.1"],
    "news.example": ["93.184.216.34"],
    "six.example": ["2606:2800:220:1::1"],
    "inside.example": ["10.0.0.5"],
    "half.example": ["93.184.216.34", "192.168.1.1"],
    "localhost": ["127.0.0.1", "::1"],
    "xn--bcher-kva.example": ["93.184.216.34"],
}
# What the system makes of odd ways to write 127.0.0.1 and 0.0.0.0.
ODD = {"0x7f000001": "127.0.0.1", "2130706433": "127.0.0.1", "0": "0.0.0.0", "127.1": "127.0.0.1"}


def resolve(host, port, type=0):
    if host in ODD:
        return [(2, type, 6, "", (ODD[host], port))]
    if ":" in host or host.replace(".", "").isdigit():
        return [(2, type, 6, "", (host, port))]
    if host not in NAMES:
        raise socket.gaierror(-2, "Name or service not known")
    return [(2, type, 6, "", (ip, port)) for ip in NAMES[host]]


class Web:
    """Answers by host and path; keeps what was asked."""

    def __init__(self, pages):
        self.pages, self.asked = pages, []

    @property
    def pages_asked(self):
        return [to for to in self.asked if to.target != "/robots.txt"]

    def __call__(self, to):
        self.asked.append(to)
        status, headers, body = self.pages.get(to.target, (404, {}, b""))
        return Answer(status, headers, body)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, urllib3.HTTPHeaderDict(headers), body

    def stream(self, amount, decode_content):
        if isinstance(self.body, Exception):
            raise self.body
        for at in range(0, len(self.body), amount):
            yield self.body[at : at + amount]

    def close(self):
        pass


HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://127.1/",
        "http://0/",
        "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1%25eth0]/",
        "http://[ff02::1]/",
        "http://[::]/",
        "http://[0:0:0:0:0:ffff:7f00:1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[fec0::1]/",
        "http://[fd00::1]/",
        "http://[3fff::1]/",
        "http://[5f00::1]/",
        "http://[2001:db8::1]/",
        "http://192.88.99.1/",
        "http://192.0.0.8/",
        "http://255.255.255.255/",
        "http://localhost./",
        "http://①②⑦.0.0.1/",
        "http://127。0。0。1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "https://inside.example/",
        "https://half.example/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "https://user@news.example/",
        "https://user:word@news.example/",
        "https://@news.example/",
        "https://news.example:22/",
        "https://news.example:99999/",
        "https://news.example:port/",
        "https:///path",
        "http://news.example\\@inside.example/",
        "http://news.example/a b",
        "http://[::1/",
        "",
    ],
)
def test_refused(url):
    with pytest.raises(Refused):
        check(url, resolve=resolve)


@pytest.mark.parametrize(
    ("url", "ip", "port", "target"),
    [
        ("https://news.example/2017/04/raid.html?x=1#top", "93.184.216.34", 443, "/2017/04/raid.html?x=1"),
        ("http://news.example", "93.184.216.34", 80, "/"),
        ("HTTPS://NEWS.example:443/", "93.184.216.34", 443, "/"),
        ("https://six.example/", "2606:2800:220:1::1", 443, "/"),
        ("https://bücher.example/", "93.184.216.34", 443, "/"),
    ],
)
def test_allowed(url, ip, port, target):
    passed = check(url, resolve=resolve)
    assert (passed.ip, passed.port, passed.target) == (ip, port, target)


def test_unknown_name_is_no_refusal():
    with pytest.raises(OSError, match=r"nowhere\.example"):
        check("https://nowhere.example/", resolve=resolve)


@pytest.mark.parametrize("ip", ["", "nonsense", "1.2.3.4.5"])
def test_no_address_is_not_public(ip):
    assert not is_public(ip)


def test_page_with_what_the_server_says():
    page = fetch("https://news.example/a", resolve=resolve, get=Web({"/a": (200, HTML, b"<p>Text</p>")}))
    assert page == (b"<p>Text</p>", "https://news.example/a", "text/html", "utf-8")


def test_the_checked_ip_is_asked_with_the_name_of_the_host(monkeypatch):
    asked = {}

    class Pool:
        def __init__(self, ip, port, **options):
            asked.update(ip=ip, port=port, **options)

        def request(self, method, target, **options):
            asked.update(target=target, host=options["headers"]["Host"], redirect=options["redirect"])
            return Answer(200, HTML, b"x")

    monkeypatch.setattr(urllib3, "HTTPSConnectionPool", Pool)
    fetch("https://news.example/a?b=c", resolve=resolve)
    assert asked == {
        "ip": "93.184.216.34",
        "port": 443,
        "server_hostname": "news.example",
        "assert_hostname": "news.example",
        "cert_reqs": "CERT_REQUIRED",
        "target": "/a?b=c",
        "host": "news.example",
        "redirect": False,
    }


def test_redirects_are_followed_and_checked():
    pages = {"/a": (301, {"Location": "/b"}, b""), "/b": (302, {"Location": "https://six.example/c"}, b"")}
    there = Web(pages | {"/c": (200, HTML, b"there")})
    assert fetch("http://news.example/a", resolve=resolve, get=there).url == "https://six.example/c"
    assert [to.host for to in there.pages_asked] == ["news.example", "news.example", "six.example"]


@pytest.mark.parametrize("to", ["http://inside.example/", "file:///etc/passwd", "http://localhost/", "//10.0.0.1/"])
def test_redirect_to_the_inside_is_refused(to):
    there = Web({"/a": (302, {"Location": to}, b"")})
    with pytest.raises(Refused):
        fetch("https://news.example/a", resolve=resolve, get=there)
    assert len(there.pages_asked) == 1


@pytest.mark.parametrize("good", [0, 1, 2])
def test_a_name_that_changes_to_the_inside_is_refused(good):
    """Each request is made to the very address that was checked for it; a later answer cannot lead inside."""
    answers = iter(["93.184.216.34"] * good + ["127.0.0.1"] * 9)
    there = Web({"/a": (200, HTML, b"x")})
    with pytest.raises(Refused):
        fetch("https://news.example/a", resolve=lambda *_, **__: [(2, 1, 6, "", (next(answers), 443))], get=there)
    assert {to.ip for to in there.asked} <= {"93.184.216.34"}
    assert there.pages_asked == []


def test_endless_redirects():
    with pytest.raises(Refused, match="redirects"):
        fetch("https://news.example/a", resolve=resolve, get=Web({"/a": (302, {"Location": "/a"}, b"")}))


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((200, {"Content-Type": "application/pdf"}, b"%PDF"), Refused, "application/pdf"),
        ((200, {"Content-Type": "image/png"}, b""), Refused, "no page of text"),
        ((200, HTML, b"x" * 10_000_001), Refused, "larger than"),
        ((404, HTML, b""), OSError, "404"),
        ((500, {}, b""), OSError, "500"),
        ((302, {}, b""), OSError, "302"),
        ((200, HTML, urllib3.exceptions.ProtocolError("broken")), OSError, "broken"),
    ],
)
def test_answers_that_give_no_page(answer, error, words):
    with pytest.raises(error, match=words):
        fetch("https://news.example/a", resolve=resolve, get=Web({"/a": answer}))


# ---- robots.txt


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ((404, {}, b""), True),
        ((403, {}, b""), True),
        ((200, {"Content-Type": "text/plain"}, b""), True),
        ((200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private"), True),
        ((200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /news"), False),
        ((200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /*/raid"), False),
        ((200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\nAllow: /news/"), True),
        (
            (200, {"Content-Type": "text/plain"}, b"User-agent: lwj_analysis\nDisallow: /\n\nUser-agent: *\nAllow: /"),
            False,
        ),
        ((200, {"Content-Type": "text/plain"}, b"\xff\xfe\x00 no rules at all"), True),
        ((302, {"Location": "https://six.example/rules"}, b""), False),
    ],
)
def test_robots_are_heeded(rules, allowed):
    plain = {"Content-Type": "text/plain"}
    there = Web(
        {"/robots.txt": rules, "/rules": (200, plain, b"User-agent: *\nDisallow: /"), "/news/raid": (200, HTML, b"x")}
    )
    if allowed:
        assert fetch("https://news.example/news/raid", resolve=resolve, get=there).data == b"x"
    else:
        with pytest.raises(Refused, match=r"robots\.txt"):
            fetch("https://news.example/news/raid", resolve=resolve, get=there)
        assert "/news/raid" not in [to.target for to in there.asked]


@pytest.mark.parametrize(
    ("rules", "error", "words"),
    [
        ((503, {}, b""), OSError, "without its rules"),
        ((302, {"Location": "http://10.0.0.1/"}, b""), Refused, "not a public address"),
        ((200, {"Content-Type": "text/plain"}, b"x" * 600_000), Refused, "larger than 500,000"),
    ],
)
def test_robots_that_cannot_be_read(rules, error, words):
    with pytest.raises(error, match=words):
        fetch("https://news.example/a", resolve=resolve, get=Web({"/robots.txt": rules, "/a": (200, HTML, b"x")}))


# ---- what was fetched is kept


def test_a_page_is_kept_beside_its_hash(tmp_path):
    page = fetching.Page(b"<p>Text</p>", "https://news.example/b", "text/html", "utf-8")
    path = fetching.keep(page, asked="https://news.example/a", folder=tmp_path / "pages")
    assert path.read_bytes() == page.data
    assert path.stem == hashlib.sha256(page.data).hexdigest()
    note = json.loads(path.with_suffix(".json").read_text())
    assert (note["sha256"], note["asked"], note["url"]) == (path.stem, "https://news.example/a", page.url)
    assert fetching.keep(page, asked="x", folder=None) is None


def test_pages_are_kept_in_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("LWJ_CACHE", str(tmp_path))
    assert fetching.pages_folder() == tmp_path / "pages"
    monkeypatch.setenv("LWJ_CACHE", "")
    assert fetching.pages_folder() is None


# ---- a server of our own


class Site(http.server.BaseHTTPRequestHandler):
    """A page, a redirect inside, a packed bomb, a page that drips, and headers that drip."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        getattr(self, "give_" + self.path.strip("/").split(".")[0], self.give_nothing)()

    def give_nothing(self):
        self.send_error(404)

    def give_page(self, body=b"<p>Four died.</p>", **headers):
        self.send_response(200)
        for name, value in ({"Content-Type": "text/html"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def give_inside(self):
        self.send_response(302)
        self.send_header("Location", "http://inside.example/secret")
        self.end_headers()

    def give_bomb(self):
        self.give_page(gzip.compress(b"a" * 11_000_000, 1), Content_Encoding="gzip")

    def give_packed_twice(self):
        self.give_page(gzip.compress(gzip.compress(b"a" * 11_000_000, 1)), Content_Encoding="gzip, gzip")

    def give_badly_packed(self):
        self.give_page(b"<p>Four died.</p>", Content_Encoding="gzip")

    def give_much_ado(self):
        with contextlib.suppress(OSError):
            self.give_page(**{f"X-{n}": "a" for n in range(200)})

    def give_drip(self):
        with contextlib.suppress(OSError):
            self.give_page(b"<p>", Content_Length="1000")
            while not self.server.done.wait(0.1):
                self.wfile.write(b".")

    def give_dripping_headers(self):
        with contextlib.suppress(OSError):
            while not self.server.done.wait(0.1):
                self.wfile.write(b"H")

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch):
    """A server on the loopback that stands for the public internet at 127.0.0.1; 127.0.0.2 stands for the inside."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.done = [], threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(fetching, "PORTS", {"http": server.server_port})
    monkeypatch.setattr(fetching, "is_public", lambda ip: ip == "127.0.0.1")
    yield server
    server.done.set()
    server.shutdown()
    server.server_close()


def at_home(*ips):
    """A look-up that gives each address in turn, then the last for ever; ``inside.example`` is always inside."""
    left = list(ips)

    def look_up(host, port, type=0):
        ip = "127.0.0.2" if host == "inside.example" else left.pop(0) if len(left) > 1 else left[0]
        return [(2, type, 6, "", (ip, port))]

    return look_up


def test_a_page_of_a_real_server(site):
    page = fetch("http://news.example/page", resolve=at_home("127.0.0.1"))
    assert page.data == b"<p>Four died.</p>"
    assert site.asked == [("/robots.txt", "news.example"), ("/page", "news.example")]


def test_a_real_redirect_to_the_inside_is_refused(site):
    with pytest.raises(Refused, match=r"inside\.example is not a public address"):
        fetch("http://news.example/inside", resolve=at_home("127.0.0.1"))


def test_a_name_that_is_bound_anew_is_not_followed(site, monkeypatch):
    """The name itself is never given to the system again, so what it leads to later does not matter."""
    system, looked_up = socket.getaddrinfo, []

    def noted(host, *rest, **more):
        looked_up.append(host)
        return system(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    fetch("http://news.example/page", resolve=at_home("127.0.0.1"))
    assert set(looked_up) <= {"127.0.0.1"}
    with pytest.raises(Refused):
        fetch("http://news.example/page", resolve=at_home("127.0.0.1", "127.0.0.1", "127.0.0.2"))


def test_a_packed_bomb_is_refused(site):
    with pytest.raises(Refused, match="larger than"):
        fetch("http://news.example/bomb", resolve=at_home("127.0.0.1"))


@pytest.mark.parametrize(
    ("path", "kind", "told"),
    [
        ("packed_twice", Refused, "larger than 10,000,000 bytes"),
        ("badly_packed", OSError, "badly_packed: .*gzip"),
        ("much_ado", OSError, "more than 100 headers"),
    ],
)
def test_answers_that_are_no_pages(site, path, kind, told):
    with pytest.raises(kind, match=told):
        fetch(f"http://news.example/{path}", resolve=at_home("127.0.0.1"))


def test_letters_of_an_address_are_sent_as_such_and_add_no_line(site):
    fetch("http://news.example/page.café?q=“x”", resolve=at_home("127.0.0.1"))
    assert site.asked[-1] == ("/page.caf%C3%A9?q=%E2%80%9Cx%E2%80%9D", "news.example")
    with pytest.raises(Refused, match="only plain http and https"):
        fetch("http://news.example/page\r\nHost: inside.example", resolve=at_home("127.0.0.1"))


def test_a_name_without_an_address(monkeypatch):
    with pytest.raises(OSError, match=r"news\.example: the name has no address"):
        check("https://news.example/", resolve=lambda *_, **__: [])


@pytest.mark.parametrize("path", ["drip", "dripping_headers"])
def test_a_server_that_drips_is_left(site, monkeypatch, path):
    monkeypatch.setattr(fetching, "MAX_SECONDS", 2)
    with pytest.raises(OSError, match="not done after 2 seconds"):
        fetch(f"http://news.example/{path}", resolve=at_home("127.0.0.1"))
