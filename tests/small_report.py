"""A small notebook on a few articles, and reports of it: for tests of what is in a report and what changed."""

import nbformat

from lwj_analysis import report

CELLS = [
    ("markdown", "# How many?\n\nA page for tests."),
    ("parameters", 'DATA = "in"\nSTART = None\nEND = None'),
    (
        "code",
        "import lwj_analysis as lwj\n\nframes = lwj.load(DATA).between(START, END)\nlwj.explore.table(frames.summary())",
    ),
    ("code", "lwj.explore.explore_casualties(frames)"),
    ("code", "lwj.explore.explore_actors(frames)"),
    ("code", "lwj.explore.table(lwj.compare.unread(frames))"),
    ("code", "lwj.explore.quotes(frames.evidence(frames.casualties))"),
    ("code", "lwj.explore.table(frames.actors)"),
    ("code", "lwj.explore.table(frames.incidents)"),
    ("code", "lwj.stamp(frames)"),
]


def write(folder):
    """Write the notebook as ``folder/01-small.ipynb``."""
    cells = []
    for kind, source in CELLS:
        if kind == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(source))
        else:
            tags = {"tags": ["parameters"]} if kind == "parameters" else {}
            cells.append(nbformat.v4.new_code_cell(source, metadata=tags))
    nb = nbformat.v4.new_notebook(cells=cells)
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, folder / "01-small.ipynb")


def made(folder, out, **options):
    """The reports of the notebook in ``folder``, in ``folder/out``; its articles are in ``folder/in``."""
    report.render_all(folder, folder / out, **options)
    return folder / out
