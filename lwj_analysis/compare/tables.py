"""Frames -> frames that answer a question: who is named with whom, who said which number, how much was understood.

Numbers of victims are never added across the statements of one incident; sums stand in ``frames.incidents`` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lwj_analysis import countries, lexicon, vocabulary
from lwj_analysis.errors import BadValue
from lwj_analysis.incidents.actors import UNNAMED
from lwj_analysis.schema import FRAMES

if TYPE_CHECKING:
    from lwj_analysis.store import Frames

OUTLET = "the article itself"


def coverage(frames: Frames) -> pd.DataFrame:
    """How much of each article was understood, one row an article.

    Columns ``article_id, title, published, published_basis, sentences, with_actor, with_claim, open_dates, unread_numbers,
    cut``: shares are of the article's sentences, the last three are counts.
    """
    articles = frames.articles[["article_id", "title", "published", "published_basis"]].set_index("article_id")
    sentences = frames.sentences.groupby("article_id").size()

    def share(df: pd.DataFrame) -> pd.Series:
        return df.drop_duplicates(["article_id", "sentence_id"]).groupby("article_id").size() / sentences

    def count(df: pd.DataFrame) -> pd.Series:
        return df.groupby("article_id").size()

    open_dates = frames.dates[frames.dates["timex_type"].eq("DATE") & frames.dates["date_start"].isna()]
    return (
        articles.assign(
            sentences=sentences,
            with_actor=share(frames.mentions).round(2),
            with_claim=share(frames.claims).round(2),
            open_dates=count(open_dates),
            unread_numbers=count(frames.numbers[frames.numbers["role"] == "unread"]),
            cut=count(frames.problems[frames.problems["kind"] == "cut"]),
        )
        .fillna({"sentences": 0, "with_actor": 0, "with_claim": 0, "open_dates": 0, "unread_numbers": 0, "cut": 0})
        .astype({"sentences": "Int64", "open_dates": "Int64", "unread_numbers": "Int64", "cut": "Int64"})
        .reset_index()
    )


def contents(frames: Frames) -> pd.DataFrame:
    """What there is to look at: ``frame, one_row_is, rows, columns``, one row a frame in the order of the codebook."""
    rows = [(name, frame.grain, len(frames.tables[name]), len(frame.names)) for name, frame in FRAMES.items()]
    return pd.DataFrame(rows, columns=["frame", "one_row_is", "rows", "columns"])


def unread(frames: Frames) -> pd.DataFrame:
    """Problems by article and kind: ``where, kind, n, examples``; files that could not be read stand first."""
    titles = frames.articles.set_index("article_id")["title"]
    names = frames.problems["source_path"].str.replace(r"^.*[\\/]", "", regex=True)
    told = frames.problems.assign(where=frames.problems["article_id"].map(titles).fillna(names).fillna("unknown"))
    told = told.assign(late=told["article_id"].notna()).sort_values(["late", "where", "kind"], kind="stable")
    grouped = told.groupby(["late", "where", "kind"], sort=False)["detail"]
    return grouped.agg(n="size", examples=_examples).reset_index().drop(columns="late")


def named(frames: Frames) -> pd.DataFrame:
    """Namings of actors with what is known of the actor, one row a naming.

    Columns of ``mentions``, and ``name, actor_type, country, published``. Names only: pronouns and descriptions are left
    out, and so are near copies of articles.
    """
    known = frames.actors[["actor_id", "name", "actor_type", "country"]]
    return (
        frames.mentions.query("basis != 'description'")
        .merge(known, on="actor_id")
        .merge(_first_hand(frames), on="article_id")
        .assign(country=lambda d: d["country"].astype(object).where(d["country"].notna(), None))
        .reset_index(drop=True)
    )


def pairs(frames: Frames) -> pd.DataFrame:
    """Actors named in one sentence, one row a pair and sentence.

    Columns ``pair_id, actor_a, actor_b, article_id, sentence_id, mention_ids``; the names are in alphabetical order.
    """
    mentions = named(frames)
    mentions = mentions[mentions["actor_type"].isin(["armed_group", "state_force", "government", "igo"])]
    sentence = ["article_id", "sentence_id"]
    known = mentions.groupby([*sentence, "name"])["mention_id"].agg("; ".join).reset_index()
    both = known.merge(known, on=sentence, suffixes=("_a", "_b"))
    both = both[both["name_a"] < both["name_b"]].rename(columns={"name_a": "actor_a", "name_b": "actor_b"})
    place = both["article_id"] + ":" + both["sentence_id"].astype(str)
    both = both.assign(
        pair_id=place + ":" + both["actor_a"] + "|" + both["actor_b"],
        mention_ids=both["mention_id_a"] + "; " + both["mention_id_b"],
    )
    columns = ["pair_id", "actor_a", "actor_b", "article_id", "sentence_id", "mention_ids"]
    return both[columns].reset_index(drop=True)


def statements(frames: Frames) -> pd.DataFrame:
    """Statements of a number of victims beside their incident, one row a statement.

    Columns of ``casualties``, and ``incident`` (its title), ``place, country`` of it, ``claimant`` (who says so),
    ``published``. Rows of near copies are left out; nothing is added up.
    """
    incidents = frames.incidents[["incident_id", "title", "place", "country"]].rename(columns={"title": "incident"})
    told = frames.casualties.merge(_first_hand(frames), on="article_id").merge(incidents, on="incident_id", how="left")
    return told.assign(claimant=claimant(told, frames.actors))


def read_vague(rows: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Rows of ``casualties`` with ``best`` filled where a vague word stands, by a policy of ``vocabulary.VAGUE_POLICY``.

    For views only: frames keep what is said. Raises ValueError for another policy.
    """
    if policy not in vocabulary.VAGUE_POLICY:
        raise BadValue(f"no policy {policy!r} for vague words; there are {', '.join(vocabulary.VAGUE_POLICY)}")
    vague = rows["quantifier"].eq("vague") & rows["best"].isna()
    if policy == "keep unknown" or not vague.any():
        return rows
    entries = [e for e in lexicon.load().numbers.values() if e.quantifier == "vague"]
    meant = {e.low: e.low if policy == "at least" else e.acled for e in entries}
    read = [meant.get(None if pd.isna(low) else int(low)) for low in rows.loc[vague, "low"]]
    return rows.assign(best=rows["best"].mask(vague, pd.Series(read, index=rows.index[vague], dtype="Int64")))


def claimant(rows: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    """Who says each row of ``casualties`` or ``claims``, in words: the actor's name, else the text's words.

    An unnamed officer of an army is told in the text's words: he is not the army.
    """
    names = actors.set_index("actor_id")["name"]
    words = rows["source_text"].str.replace(r"^(?:the|an?)\s+", "", regex=True, case=False)
    unnamed = rows["source_text"].fillna("").str.match(UNNAMED)
    said = rows["source_id"].map(names).mask(unnamed).fillna(words.str[:1].str.upper() + words.str[1:])
    return said.mask(rows["source_type"].eq("outlet"), OUTLET).fillna("unknown")


def numbers(
    frames: Frames, *, outcome: str | None = None, counting: str | None = None, policy: str = "keep unknown"
) -> pd.DataFrame:
    """The statements that give a number, the largest first; one row a statement, of one outcome and counting if named.

    Columns of ``statements`` and ``label``: who says so, of whom, and where. ``policy`` is how vague words are read.
    """
    told = read_vague(statements(frames), policy)
    keep = told[["low", "best", "high"]].notna().any(axis=1)
    if outcome:
        keep &= told["outcome"].eq(outcome)
    if counting:
        keep &= told["counting"].eq(counting)
    told = told[keep]
    return (
        told.assign(label=_labels(told), _largest=told[["low", "best", "high"]].max(axis=1))
        .sort_values(["_largest", "article_id", "start"], ascending=[False, True, True])
        .drop(columns="_largest")
        .reset_index(drop=True)
    )


def claimants(frames: Frames, *, outcome: str = "killed") -> pd.DataFrame:
    """Who said which number on which incident: the ``count`` statements of an outcome that give a number.

    One row a statement, columns of ``numbers``, ordered by incident and day; what an article denies is left out.
    """
    told = numbers(frames, outcome=outcome, counting="count")
    kept = told[told["incident"].notna() & told["stance"].ne("denies")]
    return kept.sort_values(["incident", "published", "start"]).reset_index(drop=True)


def incidents(frames: Frames) -> pd.DataFrame:
    """Incidents in words, one row an incident, the earliest first, the undated last.

    Columns ``incident_id, from, to, where, type, begun_by, articles, killed, wounded, grade``; the numbers are
    written out with their bounds.
    """
    known = frames.incidents.sort_values(["date_start", "title"])
    country = countries.names(known["country"])
    return pd.DataFrame(
        {
            "incident_id": known["incident_id"],
            "from": known["date_start"],
            "to": known["date_end"].where(known["date_end"].ne(known["date_start"])),
            "where": known["place"].str.cat(country, sep=", ").fillna(country),
            "type": known["sub_event_type"],
            "begun_by": known["initiator_id"].map(_names(frames)),
            "articles": known["n_articles"],
            "killed": _bounds(known, "killed"),
            "wounded": _bounds(known, "wounded"),
            "grade": known["grade"],
        }
    ).reset_index(drop=True)


def tolls(frames: Frames) -> pd.DataFrame:
    """Incidents with a number of killed, the most by the preferred figure first; one row an incident.

    Columns ``incident_id, incident, killed, initiator, target, civilian, figures_of, agreement, origins``: the total in
    words with its bounds, the preferred figure of each side, and whose figures they are.
    """
    known = frames.incidents[frames.incidents[["killed_low", "killed_best", "killed_high"]].notna().any(axis=1)]
    known = known.sort_values(["killed_best", "title"], ascending=[False, True], na_position="last")
    return pd.DataFrame(
        {
            "incident_id": known["incident_id"],
            "incident": known["title"],
            "killed": _bounds(known, "killed"),
            "initiator": known["killed_initiator_best"],
            "target": known["killed_target_best"],
            "civilian": known["killed_civilian_best"],
            "figures_of": known["killed_best_source"],
            "agreement": known["agreement"],
            "origins": known["n_origins"],
        }
    ).reset_index(drop=True)


def ties(frames: Frames) -> pd.DataFrame:
    """Relations that articles state, with names in place of ids, one row a pair and relation.

    Columns ``subject, relation, object, status, articles, words`` (of the first article); the most told first.
    """
    names = _names(frames)
    told = frames.relations.merge(_first_hand(frames), on="article_id")
    told = told.assign(
        subject=told["subject_id"].map(names).fillna(told["subject_id"]),
        object=told["object_id"].map(names).fillna(told["object_text"]),
        relation=told["relation"].str.replace("_", " "),
    )
    by = ["subject", "relation", "object", "status"]
    found = told.groupby(by, sort=False).agg(articles=("article_id", "nunique"), words=("text", "first")).reset_index()
    return found.sort_values("articles", ascending=False, kind="stable", ignore_index=True)


def contradictions(frames: Frames) -> pd.DataFrame:
    """Claims that deny or dispute what another says: ``claimant, stance, cue, about, sentence``, one row a claim."""
    told = said(frames)
    told = told[told["stance"].isin(["denies", "disputes"])].reset_index(drop=True)
    sentence = frames.evidence(told)["sentence"] if len(told) else pd.Series(dtype=str)
    told = told.assign(about=told["about_id"].map(_names(frames)), sentence=sentence)
    return told[["claimant", "stance", "cue", "about", "sentence"]]


def events(frames: Frames) -> pd.DataFrame:
    """Events of first-hand articles with the initiator's name, one row an event; planned ones are left out."""
    names = _names(frames)
    told = frames.events[frames.events["status"] != "planned"].merge(_first_hand(frames), on="article_id")
    return told.assign(initiator=told["initiator_id"].map(names).fillna("not told"), day=told["date_start"])


def said(frames: Frames) -> pd.DataFrame:
    """Claims of first-hand articles with the claimant in words, one row a claim."""
    told = frames.claims.merge(_first_hand(frames), on="article_id")
    return told.assign(claimant=claimant(told, frames.actors))


def sentences(frames: Frames, rows: pd.DataFrame) -> pd.DataFrame:
    """``frames.evidence(rows)`` with the columns ``claimant`` and ``outlet``, for figures that list their sentences."""
    found = frames.evidence(rows)
    outlets = frames.articles.set_index("article_id")["publisher"]
    found = found.assign(outlet=found["article_id"].map(outlets), claimant=None)
    key = next((k for k in ("casualty_id", "claim_id") if k in rows), None)
    if key and "source_text" in rows:
        by_row = pd.Series(claimant(rows, frames.actors).to_numpy(), index=rows[key])
        found["claimant"] = found["row_id"].map(by_row[~by_row.index.duplicated()])
    return found


def _first_hand(frames: Frames) -> pd.DataFrame:
    """Articles that copy no other, with their day."""
    return frames.articles.loc[frames.articles["duplicate_of"].isna(), ["article_id", "published"]]


def _names(frames: Frames) -> pd.Series:
    return frames.actors.set_index("actor_id")["name"]


def _examples(details: pd.Series) -> str:
    """The first three, each once and short."""
    shown = [d if len(d) <= 90 else d[:89].rstrip() + "…" for d in dict.fromkeys(details.dropna())]
    return "; ".join(shown[:3]) + ("; …" if len(shown) > 3 else "")


def _labels(told: pd.DataFrame) -> pd.Series:
    """Who says so, of whom, and where. Words that only repeat the number are left out: the figure shows it."""
    said = told["claimant"] + told["stance"].map({"denies": " denies"}).fillna("")
    only_number = told["victim_text"].str.fullmatch(r"[\d.,\s]*").fillna(True)
    victims = (": " + told["victim_text"].map(_cut, na_action="ignore")).mask(only_number, "")
    return said + victims.fillna("") + (" (" + told["place"] + ")").fillna("")


def _cut(words: str, most: int = 40) -> str:
    """The first words, as many as have room."""
    return words if len(words) <= most else words[:most].rpartition(" ")[0].rstrip(",;: ") + "…"


def _bounds(known: pd.DataFrame, outcome: str) -> pd.Series:
    """A total in words: '23', '23 to 118, best 96', '23 or more, best 96', '50 or fewer'; NA where nothing is told."""
    columns = [f"{outcome}_{bound}" for bound in ("low", "best", "high")]
    told = [in_words(*bounds) for bounds in known[columns].astype(object).itertuples(index=False)]
    return pd.Series(told, index=known.index, dtype=object)


def in_words(low: int | None, best: int | None, high: int | None) -> str | None:
    low, best, high = (None if pd.isna(n) else int(n) for n in (low, best, high))
    if low is None and high is None:
        return None if best is None else str(best)
    if low == high:
        return str(low)
    ends = f"{low} or more" if high is None else f"{high} or fewer" if low is None else f"{low} to {high}"
    return ends if best is None or (best in (low, high) and None in (low, high)) else f"{ends}, best {best}"
