"""The check for known weaknesses: what a registry tells, and what it does not, with a registry of our own."""

import http.server
import importlib.util
import json
import threading

import pytest
from paths import ROOT

SPEC = importlib.util.spec_from_file_location("vulnerable", ROOT / "scripts" / "vulnerable.py")
vulnerable = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(vulnerable)

LOCK = "good==1.0 \\\n    --hash=sha256:aa\nbad-name==2.0rc1 ; sys_platform == 'win32' \\\n    --hash=sha256:bb\n"
WEAK = {"id": "GHSA-x", "aliases": ["CVE-1"], "fixed_in": ["2.1", "3.0"], "withdrawn": None}


@pytest.fixture
def registry():
    """Answers by path; what is not there is not found."""

    class Registry(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            answer = self.server.answers.get(self.path)
            self.send_response(200 if answer is not None else 404)
            self.end_headers()
            self.wfile.write(answer or b"")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    server.answers = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def check(registry, tmp_path, monkeypatch, capsys):
    (tmp_path / "some.lock").write_text(LOCK)
    monkeypatch.setattr(vulnerable, "registry", lambda: f"http://127.0.0.1:{registry.server_port}")

    def run(good, bad):
        for name, answer in (("good/1.0", good), ("bad-name/2.0rc1", bad)):
            registry.answers[f"/pypi/{name}/json"] = answer if answer is None else json.dumps(answer).encode()
        return vulnerable.main([str(tmp_path / "some.lock")]), capsys.readouterr().out.strip()

    return run


NONE = {"vulnerabilities": []}


@pytest.mark.parametrize(
    ("good", "bad", "status", "told"),
    [
        (NONE, NONE, 0, "no weakness is known of the 2 versions in some.lock"),
        (NONE, {"vulnerabilities": [WEAK]}, 1, "bad-name==2.0rc1: GHSA-x, CVE-1; mended in 2.1, 3.0"),
        (NONE, {"vulnerabilities": [{"id": "X"}]}, 1, "bad-name==2.0rc1: X; mended in no version yet"),
        (NONE, {"vulnerabilities": [WEAK | {"withdrawn": "2024-01-01"}]}, 0, "no weakness is known"),
        ({"info": {}}, NONE, 2, "not checked: the registry tells of no weaknesses (status 200 for good 1.0)"),
        (None, NONE, 2, "not checked: the registry tells of no weaknesses (status 404 for good 1.0)"),
        (NONE, None, 2, "not checked: the registry tells of no weaknesses (status 404 for bad-name 2.0rc1)"),
    ],
)
def test_what_the_registry_tells(check, good, bad, status, told):
    found, said = check(good, bad)
    assert (found, told in said) == (status, True), said


def test_no_answer_is_no_all_clear(registry, monkeypatch, tmp_path, capsys):
    (tmp_path / "some.lock").write_text(LOCK)
    monkeypatch.setattr(vulnerable, "registry", lambda: "http://127.0.0.1:1")
    assert vulnerable.main([str(tmp_path / "some.lock")]) == 2
    assert "not checked: the registry gives no answer for good 1.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("set_to", "address"),
    [
        ("https://one.example/simple", "https://one.example"),
        ("https://one.example/index/simple/", "https://one.example/index"),
        ("file:///wheels", None),
    ],
)
def test_the_registry_is_the_one_that_pip_is_set_to(set_to, address, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", set_to)
    if address is None:
        with pytest.raises(vulnerable.Silent, match="pip is set to no index on the web"):
            vulnerable.registry()
    else:
        assert vulnerable.registry() == address


def test_every_version_of_the_locks_is_asked_for():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert len(list(vulnerable.pinned(text))) == text.count("==") - text.count(" == ")
