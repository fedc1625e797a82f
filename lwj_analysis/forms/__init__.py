"""Forms of a live notebook: put articles in, correct rows, see the scorecard. In a report each is a table."""

from lwj_analysis.forms.editing import correct
from lwj_analysis.forms.exam import scorecard
from lwj_analysis.forms.start import add_articles

__all__ = ["add_articles", "correct", "scorecard"]
