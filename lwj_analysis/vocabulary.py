"""The closed lists of values, each with a sentence: the codebook, the checks and the menus read them from here."""

from __future__ import annotations

PUBLISHED_BASIS = {
    "metadata": "The page, the front matter or the table's column gives the day.",
    "user": "The caller gave the day.",
    "url": "The day stands in the address.",
    "text": "The day follows from the text; `published_evidence` has the clues.",
    "unknown": "No day could be established; relative dates stay open.",
}
BASIS = {
    "lexicon": "A name or alias of a lexicon entry.",
    "rule": "A country and a force or government noun (French troops).",
    "ner": "The trained model or the context found a name that no lexicon has.",
    "alias": "A short form that the article itself introduces (an acronym in brackets, a surname).",
    "description": "A description or pronoun that one actor fits (the jihadists, it).",
}
ACTOR_TYPE = {
    "armed_group": "A non-state group that fights.",
    "state_force": "Soldiers, police or other forces of a state.",
    "government": "A government, ministry, authority or state agency that is not a force.",
    "person": "A named person.",
    "media": "A news or monitoring outlet.",
    "igo": "An organisation, mission or coalition of several states.",
    "ngo": "A non-governmental organisation.",
    "civilians": "People who do not fight, as a party.",
    "other": "Anything else that acts, such as one state's named operation.",
}
RELATION = {
    "leader_of": "The subject leads the object.",
    "member_of": "The subject belongs to the object.",
    "part_of": "The subject is a part or branch of the object.",
    "ally_of": "The two work together.",
    "rival_of": "The two oppose each other.",
    "met_with": "The two met.",
    "operates_in": "The subject is active in the object, a place.",
    "predecessor_of": "The subject became the object.",
    "spokesman_of": "The subject speaks for the object.",
}
RELATION_STATUS = {
    "stated": "The text says so.",
    "alleged": "The text hedges it or leaves it to hearsay.",
    "former": "It held in the past.",
}
TIMEX_TYPE = {
    "DATE": "A day or a longer stretch of the calendar.",
    "TIME": "A time of day or a part of a day.",
    "DURATION": "A length of time.",
    "SET": "A repeated time.",
}
ANCHOR = {
    "none": "The expression needs no other date.",
    "published": "Counted from the day of publication.",
    "event": "Counted from the date that the narrative runs on.",
    "inferred": "Counted from a publication day that was itself inferred from the text.",
}
EVENT_TYPE = {
    "Battles": "Two armed sides fight.",
    "Explosions/Remote violence": "One side uses a weapon that works at a distance or by explosion.",
    "Violence against civilians": "An armed side attacks people who do not fight.",
    "Protests": "A demonstration without violence by the demonstrators.",
    "Riots": "Violence by demonstrators or mobs.",
    "Strategic developments": "What is not violence against people but matters for the conflict.",
}
SUB_EVENT_TYPE = {
    "Armed clash": ("Battles", "Fighting between two armed sides."),
    "Government regains territory": ("Battles", "The state takes a place back by fighting."),
    "Non-state actor overtakes territory": ("Battles", "A group takes a place by fighting."),
    "Chemical weapon": ("Explosions/Remote violence", "A chemical weapon is used."),
    "Air/drone strike": ("Explosions/Remote violence", "A strike from the air."),
    "Suicide bomb": ("Explosions/Remote violence", "A bomber dies with the bomb."),
    "Shelling/artillery/missile attack": ("Explosions/Remote violence", "Shells, mortars, rockets or missiles."),
    "Remote explosive/landmine/IED": ("Explosions/Remote violence", "A mine, a roadside or car bomb."),
    "Grenade": ("Explosions/Remote violence", "A hand grenade is thrown."),
    "Sexual violence": ("Violence against civilians", "Rape and other sexual violence."),
    "Attack": ("Violence against civilians", "People who do not fight are attacked."),
    "Abduction/forced disappearance": ("Violence against civilians", "People are taken by force."),
    "Peaceful protest": ("Protests", "A protest that nobody breaks up."),
    "Protest with intervention": ("Protests", "A protest that is broken up without deadly force."),
    "Excessive force against protesters": ("Protests", "A protest that is met with deadly force."),
    "Violent demonstration": ("Riots", "Demonstrators use violence."),
    "Mob violence": ("Riots", "A crowd attacks people or property."),
    "Agreement": ("Strategic developments", "A ceasefire, a deal or talks that end in one."),
    "Arrests": ("Strategic developments", "The state detains people."),
    "Change to group/activity": ("Strategic developments", "A group is founded, merges, splits or moves."),
    "Disrupted weapons use": ("Strategic developments", "A bomb is defused or weapons are found."),
    "Headquarters or base established": ("Strategic developments", "A base is set up."),
    "Looting/property destruction": ("Strategic developments", "Goods are taken or things destroyed."),
    "Non-violent transfer of territory": ("Strategic developments", "A place changes hands without a fight."),
    "Other": ("Strategic developments", "Anything else that matters for the conflict."),
}
EVENT_STATUS = {
    "reported": "The outlet or a third party tells it.",
    "claimed": "Only those who did it say so.",
    "alleged": "Told as belief, hearsay or blame.",
    "confirmed": "The other side or a third party says so too.",
    "denied": "The one named denies it.",
    "planned": "It is announced or was prevented.",
}
VICTIM_CLASS = {
    "civilian": "People who do not fight.",
    "state": "Members of a state's forces or officials.",
    "armed_group": "Members of a non-state armed group.",
    "peacekeeper": "Members of an international mission.",
    "mixed": "Several of these in one number.",
    "unknown": "The text does not say.",
}
VICTIM_SIDE = {
    "initiator": "The side that began the event.",
    "target": "The side that was attacked.",
    "civilian": "Neither side: people who do not fight.",
    "mixed": "Several sides in one number.",
    "unknown": "The text does not say.",
}
VICTIM_TAG = {
    "women": "The words name women.",
    "children": "The words name children.",
    "leader": "The words name a commander or leader.",
    "named": "The victim is named.",
}
OUTCOME = {
    "killed": "Dead.",
    "wounded": "Hurt and alive.",
    "captured": "Taken in combat.",
    "abducted": "Taken away, not in combat.",
    "missing": "Unaccounted for.",
    "casualties": "Mixed or left open (killed or wounded, dead or missing, casualties).",
}
QUANTIFIER = {
    "exact": "The number itself: low, best and high are the same.",
    "approx": "About that number: low, best and high are the same.",
    "at_least": "That number or more: high is open.",
    "at_most": "Up to that number: low is open.",
    "more_than": "More than that number: high is open.",
    "less_than": "Fewer than that number: only high is given.",
    "range": "From low to high; best is the mean, rounded down.",
    "vague": "No number in the words (dozens, several): low at most.",
    "none": "Nobody: 0.",
}
COUNTING = {
    "count": "Enters totals.",
    "subset": "Part of another row's number; no total adds it.",
    "cumulative": "Reaches beyond the incident; no total adds it.",
    "repeat": "The same figure of the same claimant again; no total adds it.",
}
SOURCE_TYPE = {
    "militant": "An armed group or its media.",
    "government": "A government, ministry, authority or official.",
    "military": "An army, police or other force, or its officers.",
    "media": "A news outlet other than the publisher.",
    "igo": "An organisation or mission of several states.",
    "witness": "Residents, survivors, medics and others who saw it.",
    "ngo": "A non-governmental organisation or monitor.",
    "analyst": "Analysts, researchers, observers.",
    "unknown": "Somebody speaks, and the text does not say who.",
    "outlet": "The publisher of the article itself.",
}
STANCE = {
    "asserts": "Says so.",
    "claims_responsibility": "Says that it did it.",
    "confirms": "Confirms what another said, or says what is against its own interest.",
    "denies": "Denies a deed or a figure.",
    "alleges": "Blames, believes, or passes on hearsay.",
    "reports": "Reports, as media and outlets do.",
    "disputes": "Calls another's account wrong, without a figure or as a third party.",
}
QUOTED = {
    "direct": "In quotation marks.",
    "mixed": "Partly in quotation marks.",
    "indirect": "In the article's words.",
}
ROLE = {
    "casualty": "Counts victims; `casualty_id` names the row.",
    "strength": "Counts people who are not victims (fighters, prisoners, displaced).",
    "time": "A date, a time or a duration.",
    "distance": "A distance or a size.",
    "age": "An age.",
    "money": "An amount of money.",
    "materiel": "Counts weapons, vehicles, goods, or names a calibre.",
    "name": "Part of a name.",
    "other": "Something else that is known (attacks, sources, percentages).",
    "unread": "Not understood.",
}
AGREEMENT = {
    "agree": "The claimants' ranges of killed meet on every side.",
    "differ": "Two origins' ranges for one side do not meet, or the text says that they differ.",
    "single": "One origin gives a number of killed.",
}
GRADE = {
    "confirmed": "Both parties, or a party and a third, say that it happened.",
    "fair": "Two independent origins.",
    "weak": "One origin.",
    "contested": "Responsibility is given to different actors, or denied.",
}
PROBLEM_KIND = {
    "missing": "A source that is not there.",
    "unreadable": "A file that could not be opened or is not text.",
    "empty": "A file or row without text.",
    "encoding": "A file that is not UTF-8.",
    "format": "A file, line or row that breaks its format.",
    "column": "A table without a needed column.",
    "date": "A date that could not be read or resolved.",
    "duplicate": "A second copy of an article; it gives no rows.",
    "refused": "A file kind or address that is not read, with the way round.",
    "place": "A place that could not be put on the map.",
    "actor": "A description that could not be tied to one actor.",
    "number": "A number whose role is not known.",
    "cut": "Words that were cut as not belonging to the article.",
    "casualty": "Words about victims that were not turned into a row.",
    "lexicon": "Something wrong in a lexicon.",
    "other": "Anything else.",
}
