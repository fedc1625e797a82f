"""The ``lwj`` command: parse, report, diff, evaluate, corrections, explain, export, reconcile, check-lexicons, doctor.

Results go to files or standard output, progress and problems to standard error (logger ``lwj_analysis``). Exit status: 0
if an article was parsed, 1 if none was or something failed, 2 for a usage error.
"""

from __future__ import annotations

import argparse
import ast
import json
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is there: a second core has a process of its own

from lwj_analysis.errors import LwjError, NoFile, ProblemsFound, shown
from lwj_analysis.exports import KINDS as EXPORTS
from lwj_analysis.files import FORMATS, check_folder

LOG = logging.getLogger(__name__)
SOURCE_HELP = "a file, a folder, a glob, an http(s) address, or - for standard input"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):  # a file or pipe in an encoding that has not every letter
        sys.stdout.reconfigure(errors="backslashreplace")
    with _told_on_standard_error(options.debug):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    try:
        return options.run(options)
    except KeyboardInterrupt:
        _say("stopped")
        return 130
    except BrokenPipeError:
        return 1
    except (LwjError, OSError, ValueError, KeyError, RuntimeError) as error:
        if options.debug:
            traceback.print_exc()
        for line in str(error.args[0] if isinstance(error, KeyError) and error.args else error).split("\n"):
            LOG.error("lwj: %s", line)
        return 1


@contextmanager
def _told_on_standard_error(debug: bool) -> Iterator[None]:
    """What the package logs goes to standard error, one line a message, without signs that a terminal obeys."""
    told = logging.StreamHandler(sys.stderr)
    told.setFormatter(_Plain())
    package = logging.getLogger("lwj_analysis")
    package.addHandler(told)
    package.setLevel(logging.DEBUG if debug else logging.INFO)
    try:
        yield
    finally:
        package.removeHandler(told)


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return shown(record.getMessage())


def _print(text: object, end: str = "\n") -> None:
    """Print a result line by line, without signs that a terminal obeys."""
    print("\n".join(map(shown, str(text).split("\n"))), end=end)


def parse(options: argparse.Namespace) -> int:
    """``lwj parse``: one file a frame."""
    if not (options.out or options.store):
        options.parser.error("one of --out and --store is needed")
    for folder in filter(None, (options.out, options.store)):
        check_folder(folder)
    frames = _load(
        options.sources,
        published=options.published,
        merge=not options.no_merge,
        workers=options.workers,
        scheduler=options.scheduler,
        store=options.store,
        notice=_say,
    )
    _tell(frames, strict=options.strict)
    if options.store:
        from lwj_analysis.kept import Store

        _print(Store(options.store, made=frames.made_with).write(frames.tables))
    for path in frames.write(options.out, format=options.format) if options.out else ():
        _print(path)
    return 0 if len(frames.articles) else 1


def report(options: argparse.Namespace) -> int:
    """``lwj report``: every notebook as one HTML file, and an index."""
    from lwj_analysis import report as reports

    check_folder(options.out)
    parameters = dict(options.parameters or [])
    if sources := options.sources or _usual(options.notebooks, parameters):
        frames = _load(sources)  # what the notebooks need is parsed here, where progress is seen
        _tell(frames, strict=options.strict)
        if options.sources and not len(frames.articles):
            return 1
    if options.sources:
        named = [_from(options.notebooks, s) for s in options.sources]
        parameters["DATA"] = named[0] if len(named) == 1 else named
    _say("running the notebooks")
    made = reports.render_all(
        options.notebooks, options.out, parameters=parameters, redact=options.redact, progress=_say
    )
    for path in made:
        _print(path)
    _say(f"{len(made) - 1} pages and an index; open {made[-1]}")
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """``lwj evaluate``: the frames, without corrections, against gold files or a file of corrections."""
    from lwj_analysis import evaluate as evaluation

    if options.gold.suffix == ".csv":
        return _scorecard(options)
    gold = evaluation.read_gold(options.gold)
    scores = evaluation.evaluate(_load(options.sources, corrections=""), gold)
    _print(json.dumps(scores, indent=1, ensure_ascii=False) if options.json else evaluation.as_text(scores))
    return 0


def _scorecard(options: argparse.Namespace) -> int:
    """Corrections as gold: of the rows that somebody judged, how many are right, by frame and rule."""
    from lwj_analysis import corrections as corrected

    if not options.gold.is_file():
        raise NoFile(f"{options.gold}: no such file of corrections")
    book = corrected.Book.read(options.gold)
    card = corrected.scorecard(_load(options.sources, corrections="").tables, book)
    _print(corrected.as_json(card) if options.json else corrected.as_text(card))
    return 0


def corrections(options: argparse.Namespace) -> int:
    """``lwj corrections``: each line of the file and what became of it; status 1 if one does not hold."""
    frames = _load(options.sources)
    lines = frames.corrections()
    for line in lines.itertuples():
        _print(f"{line.id}: {line.action} {line.frame} {line.quote!r} {line.change}".rstrip() + f": {line.status}")
    wrong = frames.problems[frames.problems["kind"] == "correction"]
    for told in wrong["detail"]:
        _say(told)
    _say(f"{len(lines)} corrections, {len(wrong)} to look at")
    return 1 if len(wrong) else 0


def explain(options: argparse.Namespace) -> int:
    """``lwj explain``: why a row is there."""
    _print(_load(options.sources).explain(options.id))
    return 0


def export(options: argparse.Namespace) -> int:
    """``lwj export``: one file for another tool."""
    from lwj_analysis import exports

    exports.check_writable(options.out)
    frames = _load(options.sources)
    _tell(frames, strict=options.strict)
    if not len(frames.articles):
        return 1
    _print(exports.export(frames, to=options.to, path=options.out))
    _say(exports.left_out(frames, to=options.to))
    return 0


def reconcile(options: argparse.Namespace) -> int:
    """``lwj reconcile``: our incidents beside the rows of an ACLED or UCDP download."""
    from lwj_analysis import exports, reconciliation

    exports.check_writable(options.out)
    theirs = reconciliation.read(options.theirs)
    frames = _load(options.sources)
    _tell(frames, strict=options.strict)
    if not len(frames.articles):
        return 1
    found = reconciliation.reconcile(frames, theirs)
    _print(exports.write_table(found, options.out))
    _say(reconciliation.summary(found))
    return 0


def diff(options: argparse.Namespace) -> int:
    """``lwj diff``: what changed from one report to another, and why."""
    from lwj_analysis import diff as differences

    found = differences.diff(differences.read(options.before), differences.read(options.after))
    _print(json.dumps(found, indent=1, ensure_ascii=False) if options.json else differences.as_text(found))
    return 0


def check_lexicons(options: argparse.Namespace) -> int:
    """``lwj check-lexicons``: every lexicon file, the user's own included; with sources, the names that none has, as TOML."""
    from lwj_analysis import lexicon, unseen

    wrong = lexicon.problems()
    for line in wrong:
        _print(line)
    if not wrong:
        tables = lexicon.load().tables
        own = lexicon.user_folder()
        sizes = ", ".join(f"{len(entries)} {kind}" for kind, entries in tables.items() if entries)
        (_say if options.sources else _print)(f"{sizes}; own files: {own or 'none'}")
    if wrong or not options.sources:
        return 1 if wrong else 0
    frames = _load(options.sources)
    _tell(frames)
    found = frames.unseen()
    found = found[found["n_mentions"] >= options.least]
    _print(unseen.as_toml(found), end="")
    _say(f"{len(found)} names that no lexicon has")
    return 0 if len(frames.articles) else 1


def doctor(options: argparse.Namespace) -> int:
    """``lwj doctor``: what is installed, which model, how large the cache is; status 1 if something is missing."""
    from lwj_analysis import doctor as doctors

    found = list(doctors.findings())
    for one in found:
        _print(f"{'ok ' if one.fine else 'NOT'} {one.what}: {one.told}")
    wrong = [one.what for one in found if not one.fine]
    _say(f"to look at: {', '.join(wrong)}; see the README on how to install" if wrong else "all is there")
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lwj", description="Read conflict reporting into checked tables and reports.")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(run: Callable[[argparse.Namespace], int], help: str) -> Callable[..., argparse.Action]:
        made = commands.add_parser(run.__name__.replace("_", "-"), help=help)
        made.set_defaults(run=run, parser=made)
        return made.add_argument

    def sources(add: Callable[..., argparse.Action], nargs: str = "+", help: str = SOURCE_HELP) -> None:
        add("sources", nargs=nargs, metavar="SOURCE", help=help)

    def strict(add: Callable[..., argparse.Action]) -> None:
        add("--strict", action="store_true", help="fail if any source could not be read as it should be")

    def json_too(add: Callable[..., argparse.Action]) -> None:
        add("--json", action="store_true", help="for scripts")

    add = command(parse, "read and parse articles, write one file a frame")
    sources(add)
    add("--out", type=Path, help="folder to write to")
    kept = "keep parsed rows, and the frames for lwj.Store(DIR).query, in this folder"
    add("--store", type=Path, metavar="DIR", help=f"{kept}; takes the place of --out or stands beside it")
    add("--format", choices=FORMATS, default="parquet")
    add("--published", type=_day, metavar="DATE", help="day of publication of every article, wins over the page")
    add("--workers", type=_count, default=1, metavar="N", help="processes (default: 1)")
    dask = "parse with the workers of a Dask scheduler, or local: Dask on this machine"
    add("--scheduler", metavar="ADDRESS", help=dask)
    add("--no-merge", action="store_true", help="keep incidents inside each article")
    strict(add)

    add = command(report, "run every notebook and write one self-contained HTML file each")
    sources(add, "*", f"{SOURCE_HELP} (default: data/articles)")
    add("--out", required=True, type=Path, help="folder to write to")
    add("-p", dest="parameters", action="append", type=_parameter, metavar="NAME=VALUE", help="a notebook's parameter")
    add("--redact", choices=("persons",), help="black out the names of persons whom no lexicon has")
    add("--notebooks", type=Path, default=Path("notebooks"), metavar="DIR", help="default: ./notebooks")
    strict(add)

    add = command(evaluate, "score the frames against gold files, or against your corrections")
    add("gold", type=Path, metavar="GOLD", help="a folder of gold files, or a .csv file of corrections")
    sources(add)
    json_too(add)

    sources(command(corrections, "list your corrections and whether each still holds"))

    add = command(diff, "what changed from one report to another, and why")
    add("before", type=Path, metavar="REPORT_A", help="a report, or the folder of reports")
    add("after", type=Path, metavar="REPORT_B", help="a later one")
    json_too(add)

    add = command(explain, "why a row is there")
    add("id", metavar="ID")
    sources(add)

    add = command(export, "write one file for another tool")
    sources(add)
    add("--to", required=True, choices=EXPORTS, help="columns of ACLED or UCDP GED, a map, or a flat table")
    add("--out", required=True, type=Path, metavar="FILE", help="file to write to")
    strict(add)

    add = command(reconcile, "set incidents beside the rows of an ACLED or UCDP GED download")
    sources(add)
    add("--with", dest="theirs", required=True, type=Path, metavar="FILE", help="the download, a CSV file")
    add("--out", required=True, type=Path, metavar="FILE", help="file to write to (.csv or .xlsx)")
    strict(add)

    add = command(check_lexicons, "validate every lexicon file, your own included")
    sources(add, "*", f"list the names that no lexicon has in {SOURCE_HELP}")
    add("--least", type=_count, default=1, metavar="N", help="with SOURCE: named N times or more (default: 1)")

    command(doctor, "what is installed, which model, how large the cache is, what is missing")
    return parser


def _usual(folder: Path, parameters: dict) -> list[str]:
    """The articles that the notebooks of a folder read if nothing else is said; none if they have no ``DATA`` of their own."""
    from lwj_analysis import report as reports

    first = next(iter(sorted(folder.glob("[0-9]*.ipynb"))), None)
    data = parameters.get("DATA", reports.known_parameters(first).get("DATA") if first else None)
    named = [data] if isinstance(data, str) else data if isinstance(data, list) else []
    return [s if "://" in s else str(folder / s) for s in named]


def _from(folder: Path, source: str) -> str:
    """The source as seen from a folder, so that no report shows where it was made; other drives stay as they are."""
    if source.startswith(("http://", "https://")):
        return source
    try:
        return Path(os.path.relpath(source, folder)).as_posix()
    except ValueError:
        return str(Path(source).absolute())


def _load(sources: list[str], **options):
    from lwj_analysis import progress, store

    for address in (s for s in map(str, sources) if "://" in s):
        _say(f"asking {address}")
    return store.load(sources, progress=progress.Terminal(), **{"notice": _say} | options)


def _tell(frames, *, strict: bool = False) -> None:
    """Problems with sources, a line each, and what was read. Raises ProblemsFound if there is one and ``strict``."""
    rows = frames.problems[frames.problems["sentence_id"].isna() & (frames.problems["kind"] != "cut")]
    for row in rows.itertuples():
        line = f":{row.line}" if str(row.line).isdigit() else ""
        LOG.warning("%s%s: %s: %s", row.source_path, line, row.kind, row.detail)
    _say(
        f"{len(frames.articles)} articles, {len(frames.casualties)} statements of victims, {len(frames.incidents)} incidents"
    )
    if strict and len(rows):
        raise ProblemsFound(f"--strict: {len(rows)} problems with the sources (above); nothing was written")


def _say(line: str) -> None:
    LOG.info("%s", line)


def _day(text: str) -> str:
    from lwj_analysis.read import read_day

    try:
        return read_day(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def _parameter(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise argparse.ArgumentTypeError(f"{text!r}: write NAME=VALUE")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value


if __name__ == "__main__":
    sys.exit(main())
