"""A notebook, run and written as one HTML file that opens anywhere: no network, no kernel, the code folded away."""

from __future__ import annotations

import ast
import base64
import contextlib
import hashlib
import html
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from operator import itemgetter
from pathlib import Path

import nbformat
from jinja2 import Environment
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

from lwj_analysis import blackout, islands
from lwj_analysis.errors import LwjError

ASSETS = Path(str(files("lwj_analysis") / "report_assets"))
LARGEST_BYTES = 8_000_000  # a page of 2,000 articles
AT_ONCE = 2  # notebooks that run at the same time; more gained little
ARTICLES = "application/vnd.lwj.articles+json"
RECEIPT = "application/vnd.lwj.receipt+json"
HIDDEN = "application/vnd.lwj.hidden+json"  # names that must not be in the page
REDACT = ("persons",)

# Run before the first cell: figures come out as SVG with a name and a description, without a clock or random ids.
_BEFORE = """
import matplotlib
from matplotlib.figure import Figure
import pandas
from lwj_analysis import drawing
pandas.set_option("display.max_colwidth", 200)
matplotlib.rcParams.update({"svg.hashsalt": "lwj", "svg.fonttype": "none"})
Figure._repr_html_ = drawing.figure  # a registered formatter would be dropped by the inline backend
"""
# Run after the last cell: which articles the notebook was made from, for the index; the receipt; names to keep out.
_AFTER = f"""
if hasattr(globals().get("frames"), "articles"):
    import json
    from IPython.display import display
    _told = [c for c in ("title", "publisher", "published", "duplicate_of") if c in frames.articles]
    _told = {{"{ARTICLES}": frames.articles[_told].to_json(orient="records", date_format="iso")}}
    if hasattr(frames, "made_with"):
        from lwj_analysis.receipt import receipt
        _told["{RECEIPT}"] = json.dumps(receipt(frames))
        _told["{HIDDEN}"] = json.dumps(frames.hidden)
    display(_told, raw=True)
"""


class ReportError(LwjError, RuntimeError):
    """A notebook that could not be rendered; says which, at which cell and why."""


class ParameterError(ReportError, ValueError):
    """A parameter that a notebook does not take, or a value of another kind than it takes."""


@dataclass
class _Page:
    """What the index needs to know of a rendered notebook."""

    path: Path
    title: str
    lead: str = ""
    footer: str = ""
    articles: list = field(default_factory=list)
    error: str = ""


def render(
    notebook: str | Path,
    out: str | Path,
    *,
    parameters: Mapping[str, object] | None = None,
    redact: str | None = None,
) -> Path:
    """Run a notebook and write it as one HTML file; returns the file's path.

    ``out`` is the file, or a folder for ``<notebook>.html``. ``parameters`` override names of the cell tagged
    ``parameters``; text is read as the kind of value that stands there. ``redact="persons"`` blacks out the names of
    private persons. Raises ParameterError for a name that the cell does not have, ReportError for a cell that fails, and
    for a page that would still hold a name.
    """
    return _render(Path(notebook), Path(out), parameters or {}, redact).path


def render_all(
    notebooks_dir: str | Path,
    out_dir: str | Path,
    *,
    parameters: Mapping[str, object] | None = None,
    redact: str | None = None,
    progress: Callable[[str], object] | None = None,
) -> list[Path]:
    """Render every numbered notebook of a folder and an ``index.html``; returns the paths, the index last.

    ``redact="persons"`` blacks out the names of private persons; a page that would still hold one is not written.
    A parameter goes to the notebooks that take it; one that none takes is a ParameterError before anything runs.
    A notebook that fails does not stop the others; its error is in the index, and a ReportError names all at the end.
    """
    told = progress or (lambda line: None)
    notebooks = sorted(Path(notebooks_dir).glob("[0-9]*.ipynb"))
    if not notebooks:
        raise ReportError(f"{notebooks_dir}: no notebook whose name begins with a number")
    taken = _shared_out(notebooks, parameters or {})
    pages = []
    for page in _pages(notebooks, Path(out_dir), taken, redact):
        pages.append(page)
        left = len(notebooks) - len(pages)
        told((page.error or _size_line(page.path)) + (f", {left} to go" if left else ""))
    index = _write_index(pages, Path(out_dir))
    if failed := [page.error for page in pages if page.error]:
        raise ReportError("\n".join(failed))
    return [*(page.path for page in pages), index]


def known_parameters(notebook: str | Path) -> dict[str, object]:
    """Names and default values of the cell tagged ``parameters``; an empty dict if there is none."""
    return _parameters(nbformat.read(Path(notebook), as_version=4))


def policy(script: str) -> str:
    """The content security policy of a page whose only script is ``script``: nothing is loaded, nothing is sent."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "form-action 'none'; base-uri 'none'"
    )


def _render(notebook, out, parameters, redact=None):
    nb = nbformat.read(notebook, as_version=4)
    target = out if out.suffix == ".html" else out / f"{notebook.stem}.html"
    _inject(nb, notebook, parameters)
    told = _run(nb, notebook, redact)
    title, lead = _title_and_lead(nb, notebook.stem)
    body = _export(nb, notebook.stem, title)
    if RECEIPT in told:
        body = body.replace("<footer>", f"<footer>\n{_receipt(told[RECEIPT] | {'parameters': _chosen(nb)})}", 1)
    articles = told.get(ARTICLES, [])
    hidden = told.get(HIDDEN, []) if redact else []
    if redact:
        body, articles = _blackened(body, articles, hidden)
    body = islands.packed(islands.shared_once(body))
    if redact:
        _check_hidden(body, hidden, notebook)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(body, encoding="utf-8")
    return _Page(target, title, lead, _footer(body), articles)


def _pages(notebooks, out_dir, taken, redact):
    """Pages in the order of the notebooks: the first alone, for what it parses is there for the others; then by twos."""
    yield _page_or_error(notebooks[0], out_dir, taken[notebooks[0]], redact)
    with ThreadPoolExecutor(max_workers=min(AT_ONCE, os.cpu_count() or 1)) as pool:
        yield from pool.map(lambda n: _page_or_error(n, out_dir, taken[n], redact), notebooks[1:])


def _page_or_error(notebook, out_dir, parameters, redact):
    try:
        return _render(notebook, out_dir, parameters, redact)
    except ReportError as error:
        nb = nbformat.read(notebook, as_version=4)
        (out_dir / f"{notebook.stem}.html").unlink(missing_ok=True)  # an old page would look like today's
        return _Page(out_dir / f"{notebook.stem}.html", *_title_and_lead(nb, notebook.stem), error=str(error))


def _size_line(path):
    size = path.stat().st_size
    note = f", more than the {LARGEST_BYTES / 1e6:.0f} MB a report should have" if size > LARGEST_BYTES else ""
    return f"{path} ({size / 1e6:.1f} MB{note})"


# --------------------------------------------------------------------------- parameters


def _parameter_cell(nb):
    tagged = [i for i, cell in enumerate(nb.cells) if "parameters" in cell.metadata.get("tags", [])]
    return tagged[0] if tagged else None


def _parameters(nb):
    place = _parameter_cell(nb)
    if place is None:
        return {}
    known = {}
    for node in ast.parse(nb.cells[place].source).body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            known |= {t.id: _literal(node.value) for t in targets if isinstance(t, ast.Name)}
    return known


def _literal(node):
    with contextlib.suppress(ValueError):
        return ast.literal_eval(node)
    return None


def _shared_out(notebooks, parameters):
    """The parameters that each notebook takes."""
    known = {notebook: known_parameters(notebook) for notebook in notebooks}
    every = sorted(set().union(*known.values()))
    if unknown := sorted(set(parameters) - set(every)):
        raise ParameterError(f"unknown parameters {unknown}; the notebooks take {every}")
    return {notebook: {k: v for k, v in parameters.items() if k in known[notebook]} for notebook in notebooks}


def _inject(nb, notebook, parameters):
    known = _parameters(nb)
    if unknown := sorted(set(parameters) - set(known)):
        raise ParameterError(f"{notebook.name}: unknown parameters {unknown}; it takes {sorted(known)}")
    if not parameters:
        return
    lines = [f"{name} = {_value(name, value, known[name], notebook)!r}" for name, value in parameters.items()]
    cell = nbformat.v4.new_code_cell("\n".join(lines), metadata={"tags": ["injected-parameters"]})
    nb.cells.insert(_parameter_cell(nb) + 1, cell)


def _value(name, value, default, notebook):
    """``value`` as the kind of thing the notebook has there: '3' for a number is 3, a path is text."""
    if isinstance(value, os.PathLike):
        return str(value)
    if isinstance(default, str) and isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str) or isinstance(default, str):
        return value
    if default is None:
        return None if value == "None" else value
    try:
        read = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        read = value
    if type(read) is not type(default) and not (isinstance(default, float) and type(read) is int):
        kind = type(default).__name__
        raise ParameterError(
            f"{notebook.name}: parameter {name} takes a value like {default!r} ({kind}), not {value!r}"
        )
    return read


# --------------------------------------------------------------------------- run


class _OwnSpecs(KernelSpecManager):
    """One kernel: the Python that runs this, whatever kernels the machine has under that name."""

    def get_kernel_spec(self, kernel_name):
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


class _OwnKernel(AsyncKernelManager):
    def _kernel_spec_manager_default(self):
        return _OwnSpecs(parent=self)


def _run(nb, notebook, redact=None):
    """Run in place; returns what our own cell after the last one tells: articles, receipt, names to keep out."""
    _number(nb)
    before, after = (nbformat.v4.new_code_cell(source) for source in (_BEFORE, _AFTER))
    whole = nbformat.v4.new_notebook(cells=[before, *nb.cells, after])
    client = NotebookClient(
        whole,
        timeout=None,
        kernel_name="python3",
        kernel_manager_class=_OwnKernel,
        record_timing=False,
        extra_arguments=["--log-level=40"],  # silences the warning on TCP without encryption: it is the loopback
        resources={"metadata": {"path": str(notebook.resolve().parent)}},
    )
    environment = {
        **os.environ, "LWJ_REPORT": "1", "LWJ_REDACT": redact or "", "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }  # fmt: skip
    try:
        client.execute(env=environment)
    except (CellExecutionError, CellTimeoutError, DeadKernelError, AssertionError) as error:
        if isinstance(error, AssertionError) and not isinstance(error.__context__, DeadKernelError):
            raise  # nbclient fails with an assertion while it cleans up after a kernel that died
        raise ReportError(_failure(nb, notebook, error)) from None
    return _told(after)


def _number(nb):
    """Ids by place: those of a notebook without ids would be random."""
    for place, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{place}"
    nb.nbformat, nb.nbformat_minor = 4, 5


def _failure(nb, notebook, error):
    number = 0
    for cell in nb.cells:
        number += "injected-parameters" not in cell.metadata.get("tags", [])
        for output in cell.get("outputs", []):
            if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
                last = f"{output.ename}: {output.evalue}".strip().splitlines()[-1]
                last = last if last.startswith(output.ename) else f"{output.ename}: {last}"
                return f"{notebook.name}, cell {number}: {last}"
    last = str(error).strip() or str(error.__context__ or type(error).__name__)
    return f"{notebook.name}: {last.splitlines()[-1]}"


def _told(cell):
    found = {}
    for output in cell.outputs:
        for kind in {ARTICLES, RECEIPT, HIDDEN} & set(output.get("data", {})):
            told = output.data[kind]
            found[kind] = json.loads(told) if isinstance(told, str) else told
    return found


# --------------------------------------------------------------------------- export


def _export(nb, name, title):
    _tidy(nb)
    script = _script()
    resources = {
        "metadata": {"name": name},
        "report": {
            "title": title,
            "css": _style(),
            "js": script,
            "policy": policy(script),
            "figure_alt": f"Figure on: {title}",
            "index": True,
            "stamped": any("stamp" in c.metadata.get("tags", []) for c in nb.cells),
        },
    }
    exporter = _Exporter(template_name="report", extra_template_basedirs=[str(ASSETS)], exclude_anchor_links=True)
    body, _ = exporter.from_notebook_node(nb, resources=resources)
    body = re.sub(r'href="([\w.-]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', body)
    return _with_contents(body)


class _Exporter(HTMLExporter):
    """Writes what the template says: the parent would send the page through a parser that rewrites scripts and SVG."""

    def from_notebook_node(self, nb, resources=None, **kwargs):
        return super(HTMLExporter, self).from_notebook_node(nb, self._init_resources(resources), **kwargs)


def _script():
    return f'(() => {{\n"use strict";\n{_asset("figure/figure.js")}{_asset("report/static/report.js")}}})();\n'


def _style():
    return _asset("figure/figure.css") + _asset("report/static/report.css")


@cache
def _asset(name):
    return (ASSETS / name).read_text(encoding="utf-8")


def _tidy(nb):
    """Outputs as a page can show them: no addresses of objects, no warnings of the machine, tables that can be read."""
    nb.metadata.pop("widgets", None)
    tables = _Counter()
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    for cell in code:
        cell.metadata["tags"] = cell.metadata.get("tags", [])
        cell.outputs = [output for output in cell.outputs if not _is_noise(output)]
        for output in cell.outputs:
            for kind in {"text/html", "text/markdown", "image/svg+xml"} & set(output.get("data", {})):
                output.data[kind] = tidy_html(output.data[kind], tables)
    if code and "stamp(" in code[-1].source and nb.cells[-1] is code[-1]:
        code[-1].metadata["tags"] = [*code[-1].metadata["tags"], "stamp"]


class _Counter:
    """Counts up; gives tables their names."""

    def __init__(self):
        self.count = 0

    def next(self):
        self.count += 1
        return self.count


def _is_noise(output):
    if output.output_type == "stream":
        return output.name == "stderr"
    data = output.get("data", {})
    only_text = data.get("text/plain", "") if set(data) == {"text/plain"} else ""
    return bool(re.match(r"[\[(]*<[^>]*(?: at 0x[0-9a-f]+|Axes)", only_text))


# Tags that load, send or run something. An output has no need of them; a hostile title in an unescaped string has.
_ACTIVE = re.compile(r"<(?=/?(?:meta|link|base|iframe|frame|object|embed|form|applet)\b)", re.IGNORECASE)
_SCRIPT = re.compile(r'<(?=script\b(?!\s+type="application/json"))', re.IGNORECASE)


_REMOTE = re.compile(r"<(?=img\b(?![^>]*\ssrc=[\"']?data:))", re.IGNORECASE)


def tidy_html(output: str, tables: _Counter | None = None) -> str:
    """One HTML output made fit for the page: inert, its tables with scopes and their own scrolling, ids by order."""
    output = _REMOTE.sub("&lt;", _SCRIPT.sub("&lt;", _ACTIVE.sub("&lt;", output)))
    output = re.sub(r"<style scoped>.*?</style>", "", output, flags=re.DOTALL)
    for place, name in enumerate(dict.fromkeys(re.findall(r"\bT_[0-9a-f]{5}\b", output))):
        output = output.replace(name, f"T_{tables.count if tables else 0}_{place}")
    return re.sub(r"<table\b.*?</table>", lambda m: _table(m.group(), tables or _Counter()), output, flags=re.DOTALL)


def _table(table, tables):
    table = re.sub(r'<table border="1" class="dataframe">', '<table class="dataframe">', table)
    table = re.sub(r'<tr style="text-align: right;">', "<tr>", table)
    head, found, rest = table.partition("</thead>")
    if found:
        head, rest = _without_counting(head, rest)
        head = re.sub(r"<th([^>]*)>(\s*|&nbsp;)</th>", r"<td\1></td>", head)
        head = re.sub(r"<th(?![^>]*scope=)(?=[\s>])", '<th scope="col"', head)
        rest = re.sub(r"<th(?![^>]*scope=)(?=[\s>])", '<th scope="row"', rest)
        rest = re.sub(r"<td>(?:NaT|NaN|nan|None|&lt;NA&gt;|)</td>", '<td class="none">–</td>', rest)
        rest = re.sub(r"<td>([^<]{25,})</td>", r'<td class="long">\1</td>', rest)
        rest = re.sub(r"<td>(\d{4}-\d\d-\d\d)(?: 00:00:00)?</td>", r'<td class="day">\1</td>', rest)
        rest = re.sub(r"<td>(-?[\d,]+(?:\.\d+)?)</td>", r'<td class="number">\1</td>', rest)
        head = _heads_over_numbers(head, rest)
    name = f"Table {tables.next()}"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">{head}{found}{rest}</div>'


def _heads_over_numbers(head, rest):
    """Set the heads of columns of numbers to the right, as the numbers are."""
    rows = [
        re.findall(r'<t[hd][^>]*?(?:class="(\w+)")?>', row) for row in re.findall(r"<tr>(.*?)</tr>", rest, re.DOTALL)
    ]
    columns = [set(column) for column in zip(*rows, strict=False)]
    numbers = iter([bool(c) and c <= {"number", "none"} and "number" in c for c in columns])
    return re.sub(r"<(th|td)([ >])", lambda m: f'<{m[1]} class="number"{m[2]}' if next(numbers, False) else m[0], head)


def _without_counting(head, rest):
    """Drop the first column where it only counts 0, 1, 2: it says nothing."""
    rows = re.findall(r"<tr>\s*<th>(\d+)</th>", rest)
    if not rows or rows != [str(n) for n in range(rest.count("<tr>"))] or head.count("<tr") != 1:
        return head, rest
    return re.sub(r"<th></th>", "", head, count=1), re.sub(r"(<tr>\s*)<th>\d+</th>", r"\1", rest)


def _with_contents(body):
    """Headings get an id each, and the list of them takes the place of its marker if there are two or more."""
    items = []

    def named(heading):
        words = _plain(heading.group(1))
        name = re.sub(r"[^a-z0-9]+", "-", html.unescape(words).lower()).strip("-") or "part"
        name += f"-{len(items)}" if any(f'"#{name}"' in item for item in items) else ""
        items.append(f'<li><a href="#{name}">{words}</a></li>')
        return f'<h2 id="{name}">{heading.group(1)}</h2>'

    body = re.sub(r"<h2>(.*?)</h2>", named, body, flags=re.DOTALL)
    nav = '<nav id="contents" aria-label="Contents"><!--contents--></nav>'
    listed = nav.replace("<!--contents-->", f"<p>Contents</p><ol>{''.join(items)}</ol>")
    return body.replace(nav, listed if len(items) > 1 else "", 1)


def _plain(words):
    return html.escape(html.unescape(re.sub(r"<[^>]+>", "", words)).replace("¶", "").strip())


def _title_and_lead(nb, name):
    """The first heading and the first sentence below it, without marks of Markdown."""
    prose = "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    heading = re.search(r"^#\s+(.+)$", prose, flags=re.MULTILINE)
    if not heading:
        return name, ""
    below = [p for p in re.split(r"\n\s*\n", prose[heading.end() :].strip()) if p and not p.startswith("#")]
    lead = _unmarked(" ".join(below[0].split())) if below else ""
    return _unmarked(heading.group(1)), re.split(r"(?<=[.?!])\s+(?=[A-Z])", lead)[0]


def _unmarked(words):
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)
    return re.sub(r"[*_`]{1,2}(\S.*?\S|\S)[*_`]{1,2}", r"\1", words).strip()


def _footer(body):
    found = re.search(r"<footer>(.*)</footer>", body, flags=re.DOTALL)
    return re.sub(r"<details class=\"code\">.*?</details>", "", found.group(1), flags=re.DOTALL) if found else ""


# --------------------------------------------------------------------------- the receipt, and names that stay out


def _chosen(nb):
    """The parameters that the page was made with; the articles are listed anyway."""
    chosen = _parameters(nb)
    for cell in nb.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            chosen |= {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body}
    return {name: value for name, value in chosen.items() if name != "DATA" and value is not None}


def _receipt(receipt):
    """The receipt for readers, and as data for ``lwj diff``."""
    island = islands.island(json.loads(json.dumps(receipt, sort_keys=True)), islands.RECEIPT)
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_asset("receipt.html.j2"))
    return template.render(receipt=receipt, island=island)


def _blackened(body, articles, names):
    """Page and articles once more without the names: prose and code of the notebook may have them as well."""
    black = blackout.Forms(tuple(names)).text
    parts = re.split(r"(<style>.*?</style>|<script>.*?</script>)", body, flags=re.DOTALL)
    body = "".join(part if number % 2 else black(part) for number, part in enumerate(parts))
    return body, json.loads(black(json.dumps(articles, ensure_ascii=False)))


def _check_hidden(body, names, notebook):
    """Raise ReportError if a name is in the page as a reader gets it, its data unpacked."""
    ours = re.sub(r"<(style|script)>.*?</\1>", "", islands.plain(body), flags=re.DOTALL)
    found = blackout.left(names, ours)
    if found:
        raise ReportError(f"{notebook.name}: not written, {len(found)} names would still be in it")


# --------------------------------------------------------------------------- the index


def _write_index(pages, out_dir):
    made = next((page for page in pages if not page.error and page.articles), None)
    made = made or next((page for page in pages if not page.error), None)
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_asset("index.html.j2"))
    body = template.render(
        pages=pages,
        policy=policy(""),
        css=_style(),
        articles=sorted(map(_listed, made.articles), key=itemgetter("published")) if made else [],
        footer=made.footer if made else "",
    )
    path = out_dir / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")
    return path


def _listed(article):
    day = (article.get("published") or "")[:10]
    return {**article, "published": day or "day not known", "is_copy": bool(article.get("duplicate_of"))}
