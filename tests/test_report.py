"""Notebooks as one HTML file each: parameters, errors, and what must and must not be in the page."""

import base64
import hashlib
import html
import re

import pytest
import sample_notebook as notebooks
from paths import ROOT

from lwj_analysis import diff, islands, report


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three notebooks: one of every figure, a hostile one, one that fails."""
    here = tmp_path_factory.mktemp("questions")
    notebooks.write(notebooks.sample(), here / "01-sample.ipynb")
    notebooks.write(notebooks.hostile(), here / "02-hostile.ipynb")
    notebooks.write(notebooks.failing(), here / "03-failing.ipynb")
    return here


@pytest.fixture(scope="module")
def out(folder):
    return folder / "reports"


@pytest.fixture(scope="module")
def failure(folder, out):
    """What ``render_all`` raised, and told while it went on."""
    told = []
    with pytest.raises(report.ReportError) as raised:
        report.render_all(folder, out, progress=told.append)
    return str(raised.value), told


@pytest.fixture(scope="module")
def page(failure, out):
    return (out / "01-sample.html").read_text(encoding="utf-8")


def test_a_failing_cell_is_named_and_the_others_are_made(failure, out):
    message, told = failure
    assert message == "03-failing.ipynb, cell 3: ValueError: without the column day"
    assert message in told
    assert sorted(p.name for p in out.glob("*")) == ["01-sample.html", "02-hostile.html", "index.html"]


def test_same_input_same_bytes(folder, page, tmp_path):
    again = report.render(folder / "01-sample.ipynb", tmp_path / "again.html")
    assert again.read_text(encoding="utf-8") == page


def test_nothing_is_loaded_from_anywhere(page, out):
    for text in (
        page,
        (out / "02-hostile.html").read_text(encoding="utf-8"),
        (out / "index.html").read_text(encoding="utf-8"),
    ):
        assert not re.findall(r'<(?:script|img|link|iframe)[^>]*(?:src|href)="?(?!data:)', text)
        assert "@import" not in text
        assert "url(" not in text.split("</style>")[0]
        assert "default-src 'none'" in text


def test_the_only_script_that_may_run_is_ours(page):
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1
    assert f"script-src 'sha256-{digest}';" in page


def test_code_is_folded_and_the_last_line_tells_the_source(page):
    assert page.count('<details class="code">') == page.count("<pre><code>") == 14
    footer = page[page.index("<footer>") : page.index("</footer>")]
    assert "Made from 60 made-up events, version 0" in footer
    assert "<main" not in page[page.index("</main>") + 7 :]


def test_contents_list_the_questions_and_link_to_them(page):
    linked = re.findall(r'<li><a href="#([^"]+)">', page)
    assert linked == ["how-many-a-week", "which-groups", "who-with-whom", "how-sure"]
    assert all(f'<h2 id="{name}">' in page for name in linked)


def test_figures_have_names_and_links_go_to_reports(page):
    assert 'role="img"' in page
    assert ">Events by country</title>" in page
    assert "No description has been provided" not in page
    assert 'href="03-casualties.html"' in page


def test_runs_in_the_folder_of_the_notebook_and_says_that_it_is_a_report(page, folder):
    assert f"1 {folder.name} all" in page


def test_parameters_override_the_tagged_cell(folder, tmp_path):
    made = report.render(folder / "01-sample.ipynb", tmp_path, parameters={"WEEKS": "5", "PLACE": "Gao"})
    text = html.unescape(made.read_text(encoding="utf-8"))
    assert made == tmp_path / "01-sample.html"
    assert "WEEKS = 5\nPLACE = 'Gao'" in text
    assert f"1 {folder.name} Gao" in text


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"WEEKZ": 3}, r"01-sample.ipynb: unknown parameters \['WEEKZ'\]; it takes \['PLACE', 'WEEKS'\]"),
        ({"WEEKS": "many"}, "WEEKS takes a value like 3"),
        ({"WEEKS": "2.5"}, "WEEKS takes a value like 3"),
    ],
)
def test_a_wrong_parameter_is_refused_before_anything_runs(folder, tmp_path, parameters, named):
    with pytest.raises(report.ParameterError, match=named):
        report.render(folder / "01-sample.ipynb", tmp_path, parameters=parameters)
    assert not list(tmp_path.iterdir())


def test_a_parameter_that_no_notebook_takes(folder, tmp_path):
    with pytest.raises(report.ParameterError, match="DATE"):
        report.render_all(folder, tmp_path, parameters={"DATE": "2017"})


def test_a_folder_without_notebooks(tmp_path):
    with pytest.raises(report.ReportError, match="no notebook"):
        report.render_all(tmp_path, tmp_path)


def test_index_lists_questions_failures_articles_and_the_stamp(failure, out):
    index = (out / "index.html").read_text(encoding="utf-8")
    assert '<a href="01-sample.html">What happened, and how often?</a>' in index
    assert "A page for tests.</p>" in index
    assert "Not made: 03-failing.ipynb, cell 3" in index
    assert "a copy" not in index
    assert "One raid" in index
    assert "2017-04-06" in index
    assert "&lt;img src=x" in index
    assert "Made from 60 made-up events, version 0" in index


@pytest.mark.parametrize(
    "active",
    [
        "<meta http-equiv=refresh>",
        "<iframe src=x>",
        "<script>x()</script>",
        "<SCRIPT src=x>",
        "<img src='https://x/y.png'>",
        "<base href=x>",
    ],
)
def test_what_loads_or_runs_becomes_text(active):
    assert "&lt;" + active[1:6] in report.tidy_html(f"<p>{active}</p>")


def test_what_is_harmless_stays():
    harmless = '<p>a < b <img alt="" src="data:image/png;base64,xx"><script type="application/json">[1]</script></p>'
    assert report.tidy_html(harmless) == harmless


def test_tables_have_scopes_and_lose_a_column_that_only_counts():
    import pandas as pd

    tidy = report.tidy_html(pd.DataFrame({"a": ["x", "y"], "n": [1, 2500]})._repr_html_())
    assert "<style" not in tidy
    assert "border=" not in tidy
    assert tidy.count('scope="col"') == 2
    assert '<td class="number">2500</td>' in tidy
    assert '<th class="number" scope="col">n</th>' in tidy
    missing = report.tidy_html(
        pd.DataFrame({"n": [1, None], "day": [pd.NaT, pd.Timestamp("2017-04-06")]})._repr_html_()
    )
    assert missing.count('<td class="none">–</td>') == 2
    assert '<td class="day">2017-04-06</td>' in missing
    named = report.tidy_html(pd.DataFrame({"a": [1]}, index=["row"])._repr_html_())
    assert '<th scope="row">row</th>' in named
    assert "<td></td>" in named


def test_a_kernel_that_dies_is_an_error_like_others(tmp_path):
    dying = notebooks.failing()
    dying.cells[2].source = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(report.ReportError, match=r"04-dying.ipynb: Kernel died"):
        report.render(notebooks.write(dying, tmp_path / "04-dying.ipynb"), tmp_path)


@pytest.mark.slow
def test_reports_of_many_articles_are_small(tmp_path, monkeypatch):
    """Eight megabytes for 2,000 articles; a quarter of both is measured here."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import vary

    articles = vary.write(tmp_path / "many.jsonl", 500)
    report.render_all(ROOT / "notebooks", tmp_path / "out", parameters={"DATA": str(articles)})
    sizes = {p.name: p.stat().st_size for p in (tmp_path / "out").glob("*.html")}
    assert len(sizes) == 7
    assert {name: size for name, size in sizes.items() if size > 2_000_000} == {}
    for path in (tmp_path / "out").glob("0[1-4]*.html"):
        page = path.read_text(encoding="utf-8")
        assert islands.PACKED in page
        assert diff.read(path)["articles"][0]["id"].startswith("v1-")
        assert [d["title"] for d in islands.figures(page) if d["unlisted"]] == []
