"""Events of many articles -> incidents: what is the same, what it cost by whose figures, and how well it is established."""

from lwj_analysis.incidents.by_hand import of_incidents as corrections_of
from lwj_analysis.incidents.merging import Merged, distance_km, merge
from lwj_analysis.incidents.parts import Spread, Told, tell
from lwj_analysis.incidents.remembered import Remembered
from lwj_analysis.incidents.rows import account_rows, incident_rows, sides, with_place_names

__all__ = [
    "Merged",
    "Remembered",
    "Spread",
    "Told",
    "account_rows",
    "corrections_of",
    "distance_km",
    "incident_rows",
    "merge",
    "sides",
    "tell",
    "with_place_names",
]
