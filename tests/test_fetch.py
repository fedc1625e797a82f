"""The guard around addresses: fake name look-ups and a fake transport, no network."""

import socket

import pytest
import urllib3

from lwj_analysis import fetch as fetching
from lwj_analysis.fetch import Refused, check, fetch, is_public

NAMES = {
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
    assert [to.host for to in there.asked] == ["news.example", "news.example", "six.example"]


@pytest.mark.parametrize("to", ["http://inside.example/", "file:///etc/passwd", "http://localhost/", "//10.0.0.1/"])
def test_redirect_to_the_inside_is_refused(to):
    there = Web({"/a": (302, {"Location": to}, b"")})
    with pytest.raises(Refused):
        fetch("https://news.example/a", resolve=resolve, get=there)
    assert len(there.asked) == 1


def test_a_name_that_changes_is_looked_up_once_a_request():
    """Between check and request nothing is looked up again, so a second answer cannot lead inside."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    there = Web({"/a": (200, HTML, b"x")})
    fetch("https://news.example/a", resolve=lambda *_, **__: [(2, 1, 6, "", (next(answers)[0], 443))], get=there)
    assert [to.ip for to in there.asked] == ["93.184.216.34"]


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


def test_a_page_that_never_ends(monkeypatch):
    monkeypatch.setattr(fetching, "MAX_SECONDS", -1)
    with pytest.raises(OSError, match="not done"):
        fetch("https://news.example/a", resolve=resolve, get=Web({"/a": (200, HTML, b"x")}))
