"""Small notebooks for the tests of the report: made-up tables, every kind of figure, and hostile titles."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

HOSTILE = "<img src=x onerror=\"window.fired='img'\"></script><script>window.fired='script'</script>"

PREPARE = """
import os
import pandas as pd
from lwj_analysis.twin import Control, twin

class Stub:
    articles = pd.DataFrame({
        "title": ["One raid", TITLE], "publisher": ["The Plain", None],
        "published": pd.to_datetime(["2017-04-06", None]), "duplicate_of": [None, None],
    })

frames = Stub()
n = range(60)
events = pd.DataFrame({
    "event_id": [f"e{i}" for i in n],
    "day": pd.date_range("2017-03-01", periods=60, freq="2D"),
    "country": [["MLI", "NER", "BFA", "NGA"][(i * i) % 7 % 4] for i in n],
    "side": [["armed_group", "military", "civilians"][i // 3 % 3] for i in n],
    "group": [f"Group number {i % 7} of a rather long name" if i % 7 else TITLE for i in n],
})
events.loc[0, "country"] = None
events["other"] = events["group"].shift(3).fillna("Group number 1 of a rather long name")
words = "On the day it is told, \\U0001f600 some {} soldiers of the place were killed near the river."
sentences = pd.DataFrame({
    "row_id": events.event_id, "article_id": "a", "sentence_id": n, "title": TITLE, "published": events.day,
    "sentence": [words.format(i) for i in n], "claimant": "the army",
})
sentences["mark_start"] = [s.index("some") for s in sentences.sentence]
sentences["mark_end"] = [s.index(" soldiers") for s in sentences.sentence]
numbers = pd.DataFrame({
    "row_id": ["e1", "e2", "e3", "e4", "e5"],
    "label": ["Ménaka, the army", "Kidal, the group", "Gao, a witness", "Mopti, an agency", TITLE],
    "low": [3, 12, None, 5, None], "best": [3, 12, 20, 6, None], "high": [3, None, 20, 8, None],
    "side": ["military", "armed_group", "civilians", "media", "unknown"],
})
choose = dict(filters=[("country", "Country"), ("side", "Side")], key="event_id", sentences=sentences)
choose |= dict(noun=("event", "events"))
events.head(WEEKS)
"""

MATPLOTLIB = """
from matplotlib import pyplot as plt
ax = events.country.value_counts().plot.bar(title="Events by country", ylabel="events", figsize=(7, 3));
"""

BARS_BY_GROUP = """
twin(events, kind="bar", x="group", title="Events by group", alt="One bar a group.",
     **choose | dict(filters=[("country", "Country"), Control("", "At least", "at_least")]))
"""

SIDES = """
twin(events, kind="bar", x="country", group="side", title="Two sides", alt="One bar a country.",
     filters=[Control("side", "One side", "either"), Control("side", "Other side", "either"),
              Control("group", "Words in the group", "contains"), Control("day", "From", "from"),
              Control("day", "To", "to")])
"""

DOTS = """
twin(events, kind="dot", x="day", y="country", group="side", top=2, most=10, title="Dots cut", alt="One dot an event.",
     noun=("event", "events"))
"""

CUT = """
whose = events.assign(kind=["igo", "ngo"] * 30)
twin(whose, kind="bar", x="group", group="kind", top=2, title="Lines cut", alt="One bar a group.")
"""

RANGES = """
twin(numbers, kind="range", y="label", low="low", best="best", high="high", group="side", x_label="killed",
     title="Killed, by statement", alt="One line a statement.", filters=[("side", "Speaker")], sentences=sentences,
     noun=("statement", "statements"))
"""


def sample(title=HOSTILE):
    """A notebook as the project's own are shaped, over made-up tables."""
    cells = [
        _prose("# What happened, and *how often*?\n\nA page for tests. It has every kind of figure."),
        _prose("**Before you trust it**: it is made up; see [the next](03-casualties.ipynb)."),
        new_code_cell("WEEKS = 3\nPLACE = 'all'", metadata={"tags": ["parameters"]}),
        new_code_cell(f"TITLE = {title!r}" + PREPARE),
        _prose("## How many a week?\n\nOne bar counts the events of a week."),
        new_code_cell(MATPLOTLIB),
        _twin("kind='bar', x='day', step='week', group='side', title='Events per week', alt='One column a week.'"),
        _prose("## Which groups?\n\nOne bar counts the events of a group."),
        new_code_cell(BARS_BY_GROUP),
        _twin("kind='line', x='day', step='month', group='side', title='Events per month', alt='One line a side.'"),
        _prose("## Who with whom?\n\nOne cell counts events."),
        _twin("kind='matrix', x='group', y='other', title='Pairs of groups', alt='One cell a pair.'"),
        _twin("kind='dot', x='day', y='country', group='side', title='Events by day', alt='One dot an event.'"),
        _prose("## How sure?\n\nOne line is one statement; an arrow is an open end."),
        new_code_cell(RANGES),
        new_code_cell(SIDES),
        new_code_cell(CUT),
        new_code_cell(DOTS),
        new_code_cell("print(os.environ['LWJ_REPORT'], os.path.basename(os.getcwd()), PLACE)"),
        new_code_cell("print('Made from 60 made-up events, version 0')  # lwj.stamp(frames)"),
    ]
    return _numbered(new_notebook(cells=cells))


def hostile(title=HOSTILE):
    """Every way in which an unescaped title could reach a page, one cell each."""
    ways = [
        "pd.DataFrame({'t': [X]})",
        "pd.DataFrame({X: [1]})",
        "pd.DataFrame({'t': [X]}).style.set_caption(X)",
        "HTML(pd.DataFrame({'t': [X]}).to_html(escape=False))",
        "print(X)",
        "X",
        "HTML(f'<p>{X}</p>')",
        "Markdown(f'* {X}')",
        "display({'image/svg+xml': f'<svg><text>{X}</text></svg>'}, raw=True)",
        "Javascript('window.fired = \"js\"')",
        'HTML(\'<meta http-equiv="refresh" content="0;url=https://example.org/">\')',
        'HTML(\'<iframe src="https://example.org/"></iframe><img alt="" src="https://example.org/a.png">\')',
        'HTML(\'<link rel="stylesheet" href="https://example.org/a.css"><a href="javascript:window.fired=1">x</a>\')',
        "import ipywidgets as w; w.HTML(f'<b>{X}</b>')",
        "raise ValueError(X)",
    ]
    cells = [
        _prose("# Does a hostile title fire?\n\nIt must not."),
        new_code_cell(f"X = {title!r}\nimport pandas as pd\nfrom IPython.display import *"),
    ]
    cells += [new_code_cell(way, metadata={"tags": ["raises-exception"]}) for way in ways]
    return _numbered(new_notebook(cells=cells))


def live():
    """A notebook with a control of ipywidgets that redraws a figure."""
    control = (
        "import ipywidgets\nfrom matplotlib import pyplot as plt\n"
        "def view(height):\n    plt.bar(['a', 'b'], [1, height])\n    plt.show()\n"
        "ipywidgets.interactive(view, height=ipywidgets.Dropdown(options=[1, 2, 3]))"
    )
    return _numbered(new_notebook(cells=[_prose("# Does it move?\n\nIt does."), new_code_cell(control)]))


def failing():
    """A notebook whose third cell fails."""
    failure = "raise ValueError('a table\\nwithout the column day')"
    return _numbered(
        new_notebook(cells=[_prose("# Does it fail?\n\nIt does."), *map(new_code_cell, ["a = 1", failure])])
    )


def write(notebook, path):
    """Write a notebook; returns its path."""
    nbformat.write(notebook, path)
    return path


def _prose(words):
    return new_markdown_cell(words)


def _twin(arguments):
    return new_code_cell(f"twin(events, {arguments}, **choose)")


def _numbered(notebook):
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"c{place}"
    return notebook
