"""Write docs/codebook.md from schema.py, vocabulary.py and the lexicons: every frame, column and value.

Usage: python scripts/build_docs.py [--check]   (--check: exit 1 if the page in docs is not what would be written)
"""

import re
import sys
from pathlib import Path

from lwj_analysis import lexicon, vocabulary
from lwj_analysis.schema import FRAMES

PAGE = Path(__file__).parents[1] / "docs" / "codebook.md"
LOCK = Path(__file__).parents[1] / "requirements.lock"
HEAD = """# Codebook

Every frame, column and value. This page is made by `make docs` from `schema.py`, `vocabulary.py` and the lexicons; do not
edit it. Missing is NA, never 0, an empty text or "unknown", unless the list of values says so. Days are days of the place,
without a zone. `start` and `end` are offsets into `articles.text`, half-open, in Unicode code points.
"""
TYPE_NAMES = {"text": "text", "whole": "whole number", "number": "number", "day": "day", "truth": "true or false"}


def codebook() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(_frame(f) for f in FRAMES.values()), _values(), _lexicons()])


def _frame(frame) -> str:
    rows = [f"| `{c.name}` | {TYPE_NAMES[c.type]} | {c.says} | {_cell(c.example)} |" for c in frame.columns]
    head = f"## `{frame.name}`\n\nOne row is {frame.grain}. Key: `{frame.key.replace('+', '`, `')}`.\n"
    return "\n".join([head, "| column | type | what it says | example |", "|---|---|---|---|", *rows, ""])


def _values() -> str:
    lists = {id(v): name for name, v in vars(vocabulary).items() if isinstance(v, dict)}
    used = {}
    for frame in FRAMES.values():
        for column in frame.columns:
            if id(column.values) in lists:
                used.setdefault(id(column.values), (column.values, []))[1].append(f"`{frame.name}.{column.name}`")
    parts = ["## Values\n"]
    for values, places in used.values():
        examples = vocabulary.EXAMPLES[lists[id(values)]]
        rows = [f"| `{k}` | {_meaning(v)} | {_cell(examples[k])} |" for k, v in values.items()]
        parts += [
            f"### {', '.join(dict.fromkeys(places))}\n",
            "| value | meaning | example |",
            "|---|---|---|",
            *rows,
            "",
        ]
    return "\n".join(parts)


def _meaning(value: object) -> str:
    return f"{value[1]} (event type: {value[0]})" if isinstance(value, tuple) else str(value)


def _lexicons() -> str:
    tables = lexicon.load(Path("nowhere")).tables
    rows = [
        f"| `{kind}.toml` | {len(entries)} | {_first_line(lexicon.KINDS[kind])} |"
        for kind, entries in sorted(tables.items())
        if entries
    ]
    head = "## Lexicons\n\nThe words as data; a file of the same name in `data/lexicons/` adds to them and wins.\n"
    return "\n".join([head, "| file | entries | what an entry is |", "|---|---|---|", *rows, ""])


def _first_line(kind) -> str:
    return (kind.__doc__ or "").strip().split("\n")[0]


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def licences() -> str:
    """The licence of every package of the lock that is installed here, and which packages other systems need besides."""
    from importlib.metadata import PackageNotFoundError

    from lwj_analysis import doctor

    rows, elsewhere = [], []
    for name in re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE):
        try:
            rows.append(f"| {name} | {doctor.licence(name)} |")
        except PackageNotFoundError:
            elsewhere.append(name)
    head = (
        "# Licences\n\n"
        "lwj_analysis is under the MIT licence. Below is what it is installed with, and under which licence, as\n"
        "each package says of itself; a test holds that all are permissive, or weakly copyleft and used unchanged. Made by\n"
        "`make docs`.\n"
    )
    foot = f"\nOnly on other systems: {', '.join(elsewhere)}.\n"
    return "\n".join([head, "| package | licence |", "|---|---|", *rows, foot])


def main() -> int:
    """Write the pages, or with --check compare the codebook."""
    page = codebook()
    if "--check" in sys.argv:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    (PAGE.parent / "licences.md").write_text(licences(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
