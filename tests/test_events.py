"""Events: types, parties, days, places, tellings that are one event, and what is no event."""

import datetime as dt

import pytest

from lwj_analysis.annotate.events import event_at, event_for_death
from lwj_analysis.annotate.records import Casualty

TYPED = [
    # Battles
    ("Militants and soldiers clashed for two hours outside the village on Monday.", "Armed clash"),
    ("Gunmen ambushed an army patrol near Gao, and several soldiers were killed.", "Armed clash"),
    ("Rebels attacked a military base in the north of the province on 3 May.", "Armed clash"),
    ("Security forces exchanged fire with insurgents in the hills above the town.", "Armed clash"),
    ("A firefight broke out between police and armed men at the checkpoint.", "Armed clash"),
    ("Fighters of the group stormed a police station and fought officers until dawn.", "Armed clash"),
    ("Government troops retook the town from the rebels after a day of combat.", "Government regains territory"),
    ("The army recaptured the district centre from the Taliban.", "Government regains territory"),
    ("Soldiers liberated three villages that the militants had held.", "Government regains territory"),
    ("The Taliban captured the district of Sangin after the police fled.", "Non-state actor overtakes territory"),
    ("Rebels seized control of two villages in the province.", "Non-state actor overtakes territory"),
    ("Insurgents overran the army outpost and took the town.", "Non-state actor overtakes territory"),
    # Explosions and remote violence
    ("Syrian forces dropped chlorine gas on the rebel-held town.", "Chemical weapon"),
    ("Dozens of civilians were treated after a sarin attack on the suburb.", "Chemical weapon"),
    ("Coalition warplanes bombed a weapons store outside the city.", "Air/drone strike"),
    ("A US drone strike killed two commanders in the south of Yemen.", "Air/drone strike"),
    ("Helicopters carried out airstrikes on positions of the militants.", "Air/drone strike"),
    ("A suicide bomber blew himself up at the gate of the barracks.", "Suicide bomb"),
    ("Two suicide car bombs hit the ministry in the capital on Sunday.", "Suicide bomb"),
    ("A bomber detonated his vest among worshippers at a mosque.", "Suicide bomb"),
    ("The army shelled three villages near the front line.", "Shelling/artillery/missile attack"),
    ("Fighters fired mortars at the airport of the capital.", "Shelling/artillery/missile attack"),
    ("A ballistic missile hit a residential district of the city.", "Shelling/artillery/missile attack"),
    ("Several rockets were launched at the base from a nearby hill.", "Shelling/artillery/missile attack"),
    ("A roadside bomb killed four soldiers on the road to the airport.", "Remote explosive/landmine/IED"),
    ("A minibus ran over a landmine, and six passengers died.", "Remote explosive/landmine/IED"),
    ("An improvised explosive device went off under a police truck.", "Remote explosive/landmine/IED"),
    ("A car bomb exploded in a market of the town.", "Remote explosive/landmine/IED"),
    ("Unknown men threw a hand grenade into a bar.", "Grenade"),
    ("A grenade attack on a bus stop wounded five people.", "Grenade"),
    # Violence against civilians
    ("Soldiers raped four women in a camp for the displaced.", "Sexual violence"),
    ("A girl was gang-raped by militiamen near the well.", "Sexual violence"),
    ("Gunmen shot dead a farmer on his field.", "Attack"),
    ("Militants attacked villagers with machetes and beheaded three men.", "Attack"),
    ("Armed men assassinated a journalist outside her home.", "Attack"),
    ("A village chief was murdered by unidentified men on Tuesday.", "Attack"),
    ("Bandits kidnapped twelve schoolgirls from a boarding school.", "Abduction/forced disappearance"),
    ("Two aid workers were abducted by gunmen on the highway.", "Abduction/forced disappearance"),
    ("Fighters took six teachers hostage in the town.", "Abduction/forced disappearance"),
    # Protests
    ("Hundreds of teachers marched peacefully through the capital to demand their pay.", "Peaceful protest"),
    ("Farmers staged a sit-in outside the parliament over water prices.", "Peaceful protest"),
    ("Students held a demonstration on the campus against new fees.", "Peaceful protest"),
    ("Police used tear gas to disperse students who protested outside the university.", "Protest with intervention"),
    ("Officers broke up a rally of nurses and detained several of them.", "Protest with intervention"),
    ("Security forces opened fire with live ammunition on protesters, killing three.", "Excessive force against protesters"),
    ("Soldiers shot dead two demonstrators at a protest against the coup.", "Excessive force against protesters"),
    # Riots
    ("Demonstrators burned tires, erected barricades and threw stones at the police.", "Violent demonstration"),
    ("Rioters set fire to a party office after the results were announced.", "Violent demonstration"),
    ("A mob lynched a man who was accused of theft.", "Mob violence"),
    ("Residents beat two suspected thieves to death in the market.", "Mob violence"),
    ("Supporters of the two parties brawled in the street with sticks.", "Mob violence"),
    # Strategic developments
    ("The government and the rebels signed a peace deal in the capital.", "Agreement"),
    ("A ceasefire between the two sides came into force on Friday.", "Agreement"),
    ("Police arrested five suspected members of the group in the city.", "Arrests"),
    ("Troops detained a commander of the militants at a checkpoint.", "Arrests"),
    ("Two factions merged in March 2017 and named a common emir.", "Change to group/activity"),
    ("Forty fighters defected to the government in the district of Sangin.", "Change to group/activity"),
    ("Army engineers defused a bomb on a bridge.", "Disrupted weapons use"),
    ("Police discovered a cache of explosives in a house and seized it.", "Disrupted weapons use"),
    ("The army set up a new base in the town of Gao.", "Headquarters or base established"),
    ("Militants established a checkpoint on the main road.", "Headquarters or base established"),
    ("Militants looted shops in the village and stole cattle.", "Looting/property destruction"),
    ("Gunmen torched two schools and a clinic.", "Looting/property destruction"),
    ("The rebels withdrew from the town, and the army entered it without a fight.", "Non-violent transfer of territory"),
    ("The militia handed over the base to the army.", "Non-violent transfer of territory"),
    ("The militants freed twenty prisoners after months of talks.", "Other"),
]


@pytest.mark.parametrize(("sentence", "sub_event_type"), TYPED)
def test_types(read, sentence, sub_event_type):
    found = read(sentence, published=dt.date(2020, 6, 10))._.lwj.events
    assert found and found[0].sub_event_type == sub_event_type
