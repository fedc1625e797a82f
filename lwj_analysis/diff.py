"""Two reports compared by their receipts: which incidents and figures changed, and what changed them.

A cause is one of: an article that is new, gone or changed; a correction that is new or withdrawn; words (the user's own
entries by name, or the shipped lexicons); the program; the language model; a parameter such as the period. Where several
things changed, those that touch an incident itself come first, and those that may touch any incident are told as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lwj_analysis import islands
from lwj_analysis.errors import BadValue, NoFile

Receipt = dict[str, Any]
FORM = 1  # of receipts; raised when a field changes its meaning
MAIN = ("killed", "wounded", "captured", "abducted", "missing", "grade", "articles")
SHOWN = 12  # characters of a hash
QUOTED = 60  # characters of a correction's words


def read(path: Path) -> Receipt:
    """The receipt of a page, or of a folder of reports. Raises FileNotFoundError, ValueError where there is none."""
    if not path.exists():
        raise NoFile(f"{path}: no such report or folder")
    if path.is_dir():
        pages = sorted(path.glob("*.html"), key=lambda p: p.name != "index.html")
        if not pages:
            raise NoFile(f"{path}: no report in this folder; make some with lwj report SOURCE --out {path}")
        path = pages[0]
    try:
        found = islands.read(path.read_text(encoding="utf-8", errors="replace"), islands.RECEIPT)
    except (ValueError, RecursionError) as error:
        raise BadValue(f"{path}: its receipt is damaged ({error}); make the report again") from None
    if not found:
        raise BadValue(f"{path}: no receipt in it; it is no report, or one of an earlier version")
    receipt = found[0]
    if not isinstance(receipt, dict) or receipt.get("form") != FORM:
        raise BadValue(f"{path}: its receipt has another form than {FORM}; make the report again with this version")
    return receipt


def diff(before: Receipt, after: Receipt) -> dict[str, Any]:
    """What changed: ``same``, ``causes`` (kind, what, short, ids), ``incidents`` and ``figures`` (before, after, why)."""
    causes = _causes(before, after)
    incidents = list(_incidents(before, after, causes))
    figures = [
        {"what": what, "before": before["figures"].get(what), "after": after["figures"].get(what)}
        for what in dict.fromkeys([*before["figures"], *after["figures"]])
        if before["figures"].get(what) != after["figures"].get(what)
    ]
    for figure in figures:
        figure["why"] = [c["what"] for c in causes]
    return {"same": not (causes or incidents or figures), "causes": causes, "incidents": incidents, "figures": figures}


def as_text(found: dict[str, Any]) -> str:
    """The difference for people."""
    if found["same"]:
        return "No difference: the same articles, words, corrections and program, and the same figures."
    short = {cause["what"]: cause["short"] for cause in found["causes"]}
    lines = ["What changed:"]
    lines += [f"  {cause['what']}" for cause in found["causes"]] or ["  nothing that the receipts tell of"]
    lines += ["", f"Incidents: {_counted(found['incidents'])}"]
    for incident in found["incidents"]:
        lines.append(f"  {incident['change']}: {incident['title']} ({incident['incident_id']})")
        lines += [f"    {line}" for line in _figures(incident)]
        lines += [f"    because of {short.get(why, why)}" for why in incident["why"]]
        lines += [f"    perhaps because of {short.get(why, why)}" for why in incident["perhaps"]]
    if found["figures"]:
        lines += ["", "Figures:", *(f"  {_values(f)}" for f in found["figures"])]
    return "\n".join(lines)


def _figures(incident: dict[str, Any]) -> list[str]:
    """What changed, a line each; of an incident that came or went only its preferred totals and how sure it is."""
    if incident["change"] == "changed":
        return [_values(f) for f in incident["figures"]]
    side = "after" if incident["change"] == "new" else "before"
    named = [(f["what"].removesuffix("_best"), f[side]) for f in incident["figures"]]
    kept = [f"{what} {value}" for what, value in named if what in MAIN]
    return [", ".join(kept)] if kept else []


def _counted(incidents: list[dict]) -> str:
    kinds = ("new", "changed", "gone")
    counts = [(sum(i["change"] == kind for i in incidents), kind) for kind in kinds]
    return ", ".join(f"{n} {kind}" for n, kind in counts if n) or "none changed"


def _values(figure: dict[str, Any]) -> str:
    before, after = ("not known" if v is None else v for v in (figure["before"], figure["after"]))
    return f"{figure['what']}: {before} -> {after}"


# --- causes -------------------------------------------------------------------------------------------------------------


def _causes(before: Receipt, after: Receipt) -> list[dict[str, Any]]:
    return [
        *_articles(before, after),
        *_corrections(before, after),
        *_words(before["lexicon"], after["lexicon"]),
        *_made_with(before["made_with"], after["made_with"]),
        *_parameters(before["parameters"], after["parameters"]),
    ]


def _cause(
    kind: str, what: str, *ids: str, everywhere: bool = False, mild: bool = False, short: str = ""
) -> dict[str, Any]:
    """``everywhere``: it may touch any incident; ``mild``: it changes a figure only if the reading has changed too."""
    return {
        "kind": kind,
        "what": what,
        "short": short or what,
        "ids": list(ids),
        "everywhere": everywhere,
        "mild": mild,
    }


def _articles(before: Receipt, after: Receipt):
    old, new = ({a["id"]: a for a in r["articles"]} for r in (before, after))
    gone = {k: a for k, a in old.items() if k not in new}
    for key, article in new.items():
        if key in old:
            changed = [f for f in ("sha256", "published", "copy_of") if old[key][f] != article[f]]
            if changed:
                told = ", ".join("text" if f == "sha256" else f.replace("_", " ") for f in changed)
                yield _cause("article changed", f"article changed: {_called(article)}, {told}", key)
        elif earlier := next((a for a in gone.values() if _alike(a, article)), None):  # its id was made of its words
            del gone[earlier["id"]]
            hashes = f"{earlier['sha256'][:SHOWN]} -> {article['sha256'][:SHOWN]}"
            yield _cause("article changed", f"article changed: {_called(article)}, text {hashes}", key, earlier["id"])
        else:
            yield _cause("new article", f"new article: {_called(article)}", key)
    for key, article in gone.items():
        yield _cause("article gone", f"article gone: {_called(article)}", key)


def _called(article: dict) -> str:
    return f"“{article['title'] or article['file']}” ({article['file']})"


def _alike(one: dict, other: dict) -> bool:
    """The same file told anew: a table holds many articles, each with its own title."""
    table = one["file"].removesuffix(".gz").endswith((".csv", ".jsonl", ".json", ".parquet", ".xlsx"))
    return bool(one["file"]) and one["file"] == other["file"] and (not table or one["title"] == other["title"])


def _corrections(before: Receipt, after: Receipt):
    old, new = ({c["id"]: c for c in r["corrections"]} for r in (before, after))
    for kind, its, others in (("new correction", new, old), ("correction withdrawn", old, new)):
        for group, lines in _together(line for key, line in its.items() if key not in others):
            first = lines[0]
            # the lines of a join or split say which side each is of
            change = first["change"] if len(lines) == 1 else ""
            said = " ".join(filter(None, (first["action"], first["frame"], change)))
            quotes = "; ".join(f"“{_cut(line['quote'])}”" for line in lines)
            why = f", {first['reason']}" if first["reason"] else ""
            ids = (group, *(line["id"] for line in lines), *(line["article_id"] for line in lines))
            what, short = f"{kind}: {group}, {said} ({quotes}{why})", f"{kind}: {group}"
            yield _cause(kind, what, *dict.fromkeys(ids), mild=first["action"] == "confirm", short=short)
    for key in old.keys() & new.keys():
        if old[key]["status"] != new[key]["status"]:
            yield _cause("correction", f"correction {key}: {old[key]['status']} -> {new[key]['status']}", key)


def _together(lines: Iterable[dict]) -> Iterable[tuple[str, list[dict]]]:
    """Corrections by their ids; the lines of one join or split belong together."""
    groups: dict[str, list[dict]] = defaultdict(list)
    for line in lines:
        groups[line["id"].partition(".")[0]].append(line)
    return groups.items()


def _cut(words: str) -> str:
    return words if len(words) <= QUOTED else words[: QUOTED - 1].rstrip() + "…"


def _words(before: dict, after: dict):
    own, now = before["own"], after["own"]
    for kind, keys in (
        ("new lexicon entry", now.keys() - own.keys()),
        ("lexicon entry gone", own.keys() - now.keys()),
        ("lexicon entry changed", {k for k in own.keys() & now.keys() if own[k] != now[k]}),
    ):
        for key in sorted(keys):
            yield _cause("new lexicon", f"{kind}: {key}", key.partition(".")[2], everywhere=True)
    if before["shipped"] != after["shipped"]:
        what = f"shipped lexicons changed: {before['shipped']} -> {after['shipped']}"
        yield _cause("new lexicon", what, everywhere=True)


def _made_with(before: dict, after: dict):
    for kind, names in (("new code", ("lwj_analysis", "program")), ("new model", ("spacy", "model"))):
        parts = [f"{n} {before.get(n, '?')} -> {after.get(n, '?')}" for n in names if before.get(n) != after.get(n)]
        if parts:
            yield _cause(kind, f"{kind}: {', '.join(parts)}", everywhere=True)


def _parameters(before: dict, after: dict):
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            what = f"another {name}: {before.get(name)} -> {after.get(name)}"
            yield _cause("other parameter", what, everywhere=True)


# --- incidents ----------------------------------------------------------------------------------------------------------


def _incidents(before: Receipt, after: Receipt, causes: list[dict]):
    pairs = _paired(before["incidents"], after["incidents"])
    shown = {m for r in (before, after) for i in r["incidents"] for m in _marks(i)}
    for old, new in pairs:
        figures = list(_changed(old, new))
        change = "new" if old is None else "gone" if new is None else "changed"
        if change == "changed" and not figures:
            continue
        why, perhaps = _why([i for i in (old, new) if i], causes, shown)
        latest = new or old
        yield {
            "incident_id": latest["id"],
            "title": latest["title"] or latest["id"],
            "change": change,
            "figures": figures,
            "why": why,
            "perhaps": perhaps,
        }


def _changed(old: dict | None, new: dict | None):
    """Totals, facts and the articles that tell of it, before and after."""
    one, other = (_flat(i) if i else {} for i in (old, new))
    for what in dict.fromkeys([*one, *other]):
        if one.get(what) != other.get(what):
            yield {"what": what, "before": one.get(what), "after": other.get(what)}


def _flat(incident: dict) -> dict[str, Any]:
    return incident["totals"] | incident["facts"] | {"articles": len(incident["articles"])}


def _marks(incident: dict) -> set[str]:
    """The corrections that an incident shows; those of a join or split by their group."""
    return {m.partition(":")[0] for m in incident["corrections"]}


def _why(its: list[dict], causes: list[dict], shown: set[str]) -> tuple[list[str], list[str]]:
    """Causes that touch the incident, and those that may; without any of them the ones that came by way of others."""
    marks = {m for i in its for m in _marks(i)}
    articles = {a for i in its for a in i["articles"]}
    actors = {i["facts"].get(role) for i in its for role in ("initiator_id", "target_id")}
    why, perhaps = [], []
    for cause in causes:
        ids = set(cause["ids"])
        of_article = bool(ids & articles) and not cause["everywhere"]
        if "correction" in cause["kind"]:
            of_article = of_article and not ids & shown  # a struck row leaves no mark
        if ids & marks or of_article:
            (perhaps if cause["mild"] else why).append(cause["what"])
        elif cause["everywhere"]:
            (why if ids & actors else perhaps).append(cause["what"])
    if not why and not perhaps:
        why = [f"{c['short']}, by way of other incidents" for c in causes]
    return why, perhaps


def _paired(before: list[dict], after: list[dict]) -> list[tuple[dict | None, dict | None]]:
    """Each incident with its earlier self: the one that shares most events, else one of the same kind, place and day."""
    olds = {i["id"]: i for i in before}
    of_event = {e: i["id"] for i in before for e in i["events"]}
    shares = []
    for new in after:
        counts: dict[str, int] = defaultdict(int)
        for event in new["events"]:
            if event in of_event:
                counts[of_event[event]] += 1
        shares += [(-n, _apart(olds[old], new), old, new["id"]) for old, n in counts.items()]
    news = {i["id"]: i for i in after}
    partner: dict[str, str] = {}
    for *_, old, new in sorted(shares):
        if old in olds and new not in partner:
            partner[new] = old
            olds.pop(old)
    by_look = defaultdict(list)
    for old in olds.values():
        by_look[_look(old)].append(old["id"])
    for new in news.values():
        if new["id"] not in partner and by_look[_look(new)]:
            partner[new["id"]] = by_look[_look(new)].pop(0)
    everything = {i["id"]: i for i in before}
    pairs: list[tuple[dict | None, dict | None]] = [(everything.get(partner.get(k, "")), i) for k, i in news.items()]
    left = everything.keys() - set(partner.values())
    return [*pairs, *((i, None) for i in before if i["id"] in left)]


def _apart(old: dict, new: dict) -> int:
    return sum(1 for _ in _changed(old, new))


def _look(incident: dict) -> tuple:
    return tuple(incident["facts"].get(f) for f in ("sub_event_type", "place", "date_start", "country"))
