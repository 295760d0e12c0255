"""English words whose forms no stemmer brings together: "won" is of "win", "crises" of "crisis".

Left out are those that are as often another word, or a name (found, left, rose, saw, drew), and
those that tell nothing (said, went, made).
"Basis" is with "base" and "based", as "bases" is of both.
"""

from __future__ import annotations

_VERBS = """
begin began begun, bite bit bitten, blow blew blown, break broke broken, bring brought,
build built, buy bought, catch caught, choose chose chosen, dig dug, drink drank drunk,
drive drove driven, eat ate eaten, fall fell fallen, feed fed, fight fought, flee fled,
fly flew flown, forbid forbade forbidden, forget forgot forgotten, freeze froze frozen,
grow grew grown, hang hung, hear heard, hide hid hidden, hold held, lead led, lose lost,
mean meant, meet met, pay paid, ride rode ridden, ring rang rung, run ran, seek sought, sell sold,
send sent, shake shook shaken, shoot shot, sing sang sung, sink sank sunk, sleep slept,
speak spoke spoken, spend spent, stand stood, steal stole stolen, stick stuck, strike struck,
swear swore sworn, sweep swept, swim swam swum, teach taught, tear torn, tell told,
throw threw thrown, understand understood, wear wore worn, win won, withdraw withdrew withdrawn,
write wrote written
"""
_NOUNS = """
analysis analyses, bacterium bacteria, base basis, child children, crisis crises,
criterion criteria, diagnosis diagnoses, foot feet, goose geese, hypothesis hypotheses,
knife knives, man men, mouse mice, oasis oases, phenomenon phenomena, thesis theses,
thief thieves, tooth teeth, wife wives, wolf wolves, woman women
"""

FORMS = {
    base: tuple(forms)
    for base, *forms in (group.split() for group in f"{_VERBS},{_NOUNS}".split(","))
}
"""Each word with its irregular forms, all in small letters."""
