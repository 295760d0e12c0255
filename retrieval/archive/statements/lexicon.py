"""The words of English that the rules know: verbs of saying and the small words around them.

General knowledge of English news writing; no list was counted out of a marked corpus.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(verb: str) -> list[str]:
    """A regular verb's third person, past and participle: `note` -> notes, noted, noting."""
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeou":
        return [verb + "ing", verb[:-1] + "ies", verb[:-1] + "ied"]
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return [plural, stem + "ed", stem + "ing"]


def _verbs(regular: str, irregular: str) -> frozenset[str]:
    return frozenset(form for verb in regular.split() for form in _forms(verb)) | _words(irregular)


SAY = _verbs(
    "acknowledge add affirm allege announce answer argue assert assure bellow boast claim "
    "clarify comment complain concede conclude confess confirm contend continue counter declare "
    "deny disclose emphasize emphasise exclaim explain fume gush hint imply inform insist "
    "interject joke lament maintain mention muse note observe opine pledge point pontificate "
    "predict proclaim promise protest quip reaffirm reassure recall recount reflect reiterate "
    "remark remind reply report respond retort reveal scoff shout snap speculate state stress "
    "suggest surmise testify theorize thunder tweet underline underscore urge venture vent "
    "volunteer warn whisper wonder yell ask elaborate enthuse mutter murmur caution "
    "bemoan sigh groan growl grumble stammer chant email post interrupt intone rant conjecture "
    "deadpan grouse gripe ponder summarize relate demand repeat intimate reckon stipulate specify plead bark laugh "
    "chuckle",
    "put puts snapped bragged counseled counselled texted instructed instructs remembered remembers shot fired hit said says say saying told "
    "tells tell telling wrote writes write writing swore swears admits admitted admitting vowed "
    "vows vowing quipped quipping read reads spoke reasoned reasons acknowledge argue claim "
    "insist warn note suggest admit cried cries cry crying blogged retweeted forecast foresees "
    "foresaw rejoined cracked estimates estimated estimate believe believes believed thinks "
    "thought think believing recounting marveled ask contend agreed agrees mused began begins "
    "predict promise pled began vow maintain explain add concede declare stress emphasize observe remark reply",
)
"""Verbs whose object is what was said, or that stand beside a quotation."""

CLAUSE_ONLY = _verbs(
    "conclude discover demonstrate indicate signal fear doubt hope expect consider understand "
    "realize guess worry caution guarantee show prove recommend propose decide determine",
    "found finds felt feels knows knew meant hope fear know expect feel understood decided show "
    "shows showed find",
)
"""Verbs that report words or thoughts only when `that` follows them."""

ALSO_NOUNS = _words(
    "statement claim report answer comment note question promise demand pledge post remark "
    "protest caution warning tweet email forecast estimate reply response argument point state "
    "counsel claims reports answers comments notes questions promises demands pledges posts "
    "remarks protests tweets emails estimates replies states reads points"
)
"""Forms of verbs of saying that are nouns as often: `her claims`."""

CLAIM = _words(
    "claim assertion conclusion statement suggestion remark argument accusation allegation warning "
    "prediction belief contention insistence declaration promise vow pledge threat admission view "
    "comment claims assertions suggestions remarks accusations allegations warnings comments "
    "promises complaint complaints criticism opinion assurance denial testimony"
)
"""Nouns that `that` and what was said may follow: `Smith's claim that …`."""

QUOTE_ONLY = _words(
    "continue continues continued continuing began begins begin read reads reading put puts "
    "reasoned snapped barks barked barking laugh laughs laughed laughing chuckled shot fired "
    "hit post posts posted posting interrupt interrupted"
)
"""Verbs of saying that mean something else without a quotation: `it continues to rain`."""

THINGS = _verbs(
    "add maintain relate reflect respond volunteer counter boast answer",
    "add maintain relate reflect respond volunteer counter boast answer states emails tweets",
)
"""Verbs of saying that mean something else before a mere thing: `it adds 200 seats`."""

ABOUT = _verbs(
    "accuse attack assail bash berate blame blast brand call castigate characterise "
    "characterize champion cheer condemn congratulate credit criticise criticize decry defend "
    "denounce deride describe dismiss dub hail label laud liken mock name portray praise rail "
    "rebuke reject ridicule slam tout term thank welcome lambaste lampoon refer peg deem deride "
    "disparage caricature trash insult knock hammer skewer lambast advocate propose compare "
    "question challenge vow pledge promise threaten apologize apologise express cite quote "
    "invoke outline voice proclaim pronounce declare demand support endorse oppose",
    "called calling calls ripped ripping talked labeled referred referring refers dubbed dubs "
    "slammed slamming slams likened decrying blames blamed termed compares cast",
)
"""Verbs that report words only together with a quotation in their object."""

PAST = _words(
    "said wrote told spoke began went put shot sang swore cried chimed laughed smiled nodded "
    "shrugged thought"
)
"""Irregular past forms that may stand beside a quotation, for `cue by place`."""

AUXILIARY = _words(
    "has have had is are was were be been being will would could should may might can did does "
    "do must shall 's ’s ’d 'd ’ve ’ll kept keeps keep didn’t didn't don’t doesn’t wouldn’t won’t"
)

ADVERB = _words(
    "also then later once still never often now recently again even just already first further "
    "only simply famously repeatedly sarcastically reportedly soon ever always instead twice "
    "flatly bluntly previously subsequently publicly privately both all each himself herself "
    "themselves not thus similarly likewise too quickly jokingly"
)

BEGINNING = _words(
    "continued continues began used proceeded rushed hastened quick reported known heard keen careful happy eager swift paused"
)
"""Verbs that a verb of saying may follow with `to`: `continued to insist`."""

PRONOUN = _words("he she they i we it you who")

MALE = _words("he him his himself")

FEMALE = _words("she her hers herself")

PREPOSITION = _words(
    "of in at from for with on to by during after before about under since as into over against "
    "while when where because if whether between among through until amid following despite "
    "near outside inside across around without within via like than per including"
)

CONJUNCTION = _words("and but or yet so while though although because as when if nor plus")

DETERMINER = _words(
    "the a an his her their its our my this that these those one another some many most several "
    "two three four five other any every each both no few all such"
)
