"""An accessibility statement with nothing missing, and a clean measurement to go with it."""

STATEMENT = """\
dienst: De dienst
regels: het decreet
waarvoor: deze website
status: volledig
norm: de richtlijn
methode: zelfevaluatie
opgemaakt_op: 2026-11-01
herzien_op: 2026-11-20
melden: {waar: de helpdesk, antwoord_binnen: tien dagen}
handhaving: {instantie: de ombudsdienst, hoe: met een brief}
"""
_OBSTACLE = "niet_toegankelijk: [{deel: Zoeken, waarom: Traag., alternatief: Het menu., grond: nog niet in orde}]\n"
PARTLY = f"{STATEMENT.replace('volledig', 'gedeeltelijk')}{_OBSTACLE}"
MEASUREMENT = """\
editie: "2026.1"
datum: 2026-12-01
axe: 4.12.1
browser: Chromium 156
paginas: 9
breedtes: [360]
metingen: 50
haltes: 300
toestanden: 6
regels: 40
overtredingen: 0
aanbevelingen: 0
te_bekijken: []
"""
