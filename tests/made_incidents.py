"""Frames with made-up incidents, for tests of what is done with incidents: no text is parsed."""

from functools import cache

import pandas as pd

from lwj_analysis.schema import FRAMES
from lwj_analysis.store import Frames

ACTORS = {
    "jnim": ("Group for Support of Islam and Muslims", "armed_group", 2, "MLI", None),
    "rivals": ("Rival Front", "armed_group", 3, "MLI", None),
    "dozos": ("Dozo hunters", "armed_group", 4, "MLI", None),
    "mli:government": ("Malian government", "government", 1, "MLI", None),
    "mli:state_force": ("Malian armed forces", "state_force", 1, "MLI", "mli:government"),
    "mli:police": ("Malian police", "state_force", 1, "MLI", "mli:state_force"),
    "fra:state_force": ("French armed forces", "state_force", 1, "FRA", None),
    "usa:state_force": ("US armed forces", "state_force", 1, "USA", None),
    "minusma": ("MINUSMA", "igo", 8, "MLI", None),
    "villagers": ("Malian civilians", "civilians", 7, "MLI", None),
    "p_leader": ("A. Leader", "person", None, "MLI", "jnim"),
    "person:nobody": ("A. Nobody", "person", None, None, None),
    "red_cross": ("Red Cross", "ngo", None, None, None),
}
SENTENCE = "Gunmen killed five soldiers at Gao, the army said."
INCIDENT = {
    "date_start": "2019-10-01",
    "date_end": "2019-10-01",
    "date_prec": 1,
    "place": "Gao",
    "country": "MLI",
    "latitude": 16.27,
    "longitude": -0.04,
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "initiator_id": "jnim",
    "target_id": "mli:state_force",
    "agreement": "single",
    "grade": "weak",
    "grade_reason": "one origin",
    "n_articles": 1,
    "n_sources": 1,
    "n_origins": 1,
}
EVENT = ("event_type", "sub_event_type", "initiator_id", "target_id", "date_start", "date_end", "date_prec", "place", "country",
         "latitude", "longitude")  # fmt: skip
ARTICLE = {"title": "Raid on Gao", "publisher": "Daily", "url": "https://example.org/gao", "published": "2019-10-02"}


def frames_of(*incidents, sentence=SENTENCE, where_prec=1, kind="town", admin1="Gao", claimant="the army", **article):
    """Frames with these incidents, each with an article, an event and, where there is a number of killed, a statement.

    An incident is a dictionary of what differs from ``INCIDENT``; ``killed`` is its preferred number, alone and exact.
    """
    rows = {name: [] for name in FRAMES}
    rows["actors"] = [
        dict(zip(("actor_id", "name", "actor_type", "acled_inter", "country", "parent_id"), (key, *facts), strict=True))
        for key, facts in ACTORS.items()
    ]
    for number, changes in enumerate(incidents):
        changes = dict(changes)
        killed = changes.pop("killed", None)
        incident = {"incident_id": f"a{number}:e0", "title": f"Incident {number}", **INCIDENT, **changes}
        if killed is not None:
            incident |= {f"killed_{bound}": killed for bound in ("low", "best", "high")}
            incident |= {"killed_target_best": killed, "killed_best_source": claimant} | changes
        _add(rows, number, incident, killed, sentence, where_prec, kind, admin1, claimant, article)
    return Frames({name: _typed(name, its) for name, its in rows.items()})


def _typed(name, rows):
    """The promised types without the checks, which would cost more than the tests."""
    return pd.DataFrame(rows, columns=FRAMES[name].names).astype(_types()[name])


@cache
def _types():
    return {name: frame.empty().dtypes.to_dict() for name, frame in FRAMES.items()}


def _add(rows, number, incident, killed, sentence, where_prec, kind, admin1, claimant, article):
    article_id, event_id = f"a{number}", f"a{number}:e0"
    place = incident["place"]
    at = {"article_id": article_id, "sentence_id": 0, "start": 0, "end": len(sentence)}
    rows["articles"].append({"article_id": article_id, "text": sentence, **ARTICLE, **article})
    rows["sentences"].append({**at, "text": sentence})
    known = {column: incident[column] for column in EVENT}
    known["where_prec"] = None if place is None and incident["country"] is None else where_prec
    rows["events"].append({"event_id": event_id, **at, "text": sentence, **known, "status": "reported",
                           "initiator_text": "gunmen", "target_text": "soldiers",
                           "place_mention_id": f"{article_id}:p0" if place else None,
                           "incident_id": incident["incident_id"]})  # fmt: skip
    if place:
        point = {column: incident[column] for column in ("country", "latitude", "longitude")}
        rows["places"].append({"place_mention_id": f"{article_id}:p0", **at, "text": place, "name": place, "kind": kind,
                               "admin1": admin1, "where_prec": where_prec, **point})  # fmt: skip
    if killed is not None:
        rows["casualties"].append({"casualty_id": f"{article_id}:c0", "event_id": event_id, **at, "text": f"{killed} soldiers",
                                   "incident_id": incident["incident_id"], "outcome": "killed", "low": killed, "best": killed,
                                   "high": killed, "quantifier": "exact", "counting": "count", "victim_side": "target",
                                   "source_text": claimant, "source_type": "military", "stance": "asserts"})  # fmt: skip
    rows["incidents"].append(incident)
