"""Small closed word classes of English news: what stands in or around a name without being it."""

import re
from collections.abc import Sequence
from functools import lru_cache

MALE_HONORIFICS = frozenset("mr sir lord mister messrs fr father brother baron mssrs".split())
FEMALE_HONORIFICS = frozenset("mrs ms miss lady madam madame dame sister baroness".split())
HONORIFICS = (
    frozenset("dr prof professor rev reverend hon mx gen".split())
    | MALE_HONORIFICS
    | FEMALE_HONORIFICS
)

TITLE_ABBREVIATIONS = {
    "sen": "senator",
    "sens": "senators",
    "rep": "representative",
    "reps": "representatives",
    "gov": "governor",
    "govs": "governors",
    "gen": "general",
    "col": "colonel",
    "maj": "major",
    "capt": "captain",
    "cmdr": "commander",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "cpl": "corporal",
    "adm": "admiral",
    "brig": "brigadier",
    "pres": "president",
    "amb": "ambassador",
    "sec": "secretary",
    "supt": "superintendent",
    "det": "detective",
    "insp": "inspector",
    "prof": "professor",
    "rev": "reverend",
    "atty": "attorney",
    "asst": "assistant",
    "dep": "deputy",
    "pm": "minister",
    "ceo": "executive",
    "congressman": "representative",
    "congresswoman": "representative",
}
"""Ranks before a name, and the word that the same rank has when it stands alone."""

ROLE_NOUNS = frozenset(
    """
    actor actress activist administrator admiral adviser advisor aide ally ambassador analyst
    anchor apologist archbishop architect artist assemblyman assemblywoman assistant associate
    astronaut athlete attache attorney author ayatollah backer banker baron billionaire
    biographer bishop blogger boss boxer broadcaster brigadier brother businessman businesswoman
    candidate captain cardinal celebrity ceo chair chairman chairperson chairwoman challenger
    champion chancellor chief clerk coach colleague colonel columnist comedian commander
    commentator commissioner communications congressman congresswoman conservative consultant
    contender contractor contributor coordinator correspondent council councillor councilman
    councilwoman counsel counselor counterpart critic cofounder co-founder co-chair co-chairman
    dad daughter dean defender delegate democrat deputy designer detective dictator diplomat
    director doctor donor economist editor ambassador-at-large emeritus emir emperor engineer
    entrepreneur envoy executive expert ex-president farmer father fellow financier fighter
    firefighter foe founder frontrunner front-runner friend fundraiser general governor guru
    head heir heiress historian hopeful host hostess husband incumbent inspector intern
    investigator investor journalist judge justice king lawmaker lawyer leader liberal
    libertarian lieutenant lobbyist magistrate magnate major manager marshal mayor member mentor
    minister mogul monarch mother nephew niece nominee novelist official officer opponent
    operative organizer owner partner pastor patriarch philosopher physician physicist pilot
    player politician pollster pope premier president presenter preacher priest prime prince
    princess principal prisoner producer professor prosecutor psychologist publisher pundit
    queen quarterback rabbi ranger reader reporter representative republican researcher resident
    retiree reverend rival runner-up running-mate scholar scientist secretary senator sergeant
    sheikh sheik sheriff singer sister socialist soldier solicitor son speaker spokesman
    spokesperson spokeswoman staffer star star-turned-politician statesman strategist student
    sultan superdelegate superintendent supporter surgeon surrogate teacher technician treasurer
    trustee tsar czar tycoon undersecretary veteran vice-president vice victim voter widow
    widower wife whip witness writer mate contestant moderator patron chaplain baroness
    informant aunt uncle cousin grandson granddaughter grandfather grandmother
    """.split()
)
"""Nouns for what a person is; after one of them in a run of capitals a name begins."""

ROLE_MODIFIERS = frozenset(
    """
    acting assistant chief deputy democratic ex former gop interim junior late lead longtime
    national new old outgoing presumptive republican senior state then top veteran vice federal
    foreign prime attorney press first second green tory labour labor socialist communist
    conservative liberal independent republicans democrats presidential congressional senatorial
    gubernatorial likely fellow defense defence interior finance house senate majority minority
    executive managing monday tuesday wednesday thursday friday saturday sunday january february
    march april june july august september october november december tv radio
    """.split()
)
"""Words that stand with capitals before a role or a name and are part of neither."""

ORGANIZATION_WORDS = frozenset(
    """
    academy act administration agency airlines alliance america american americans army assembly
    association authority avenue award bank board brigade broadcasting brothers bureau campaign
    center centre channel church city club coalition college commission committee community
    companies company conference congress constitution convention corp corporation council
    county court courthouse daily day debate department district division dynasty election
    elections enterprises european family federation festival fire force forces forum foundation
    front fund game games gazette globe government group guard herald holdings hospital hotel
    house inc industries initiative institute institution international island islands journal
    kingdom labs lake law league legion library limited list llc llp ltd magazine mail media
    ministry mountain movement museum navy network networks news north organisation organization
    pac park parliament party pentagon police politico post press primary program project rally
    report republic research review river road school sea senate service services society south
    states station street studio studios summit super supreme survey syndicate systems team
    technologies telegraph television theater theatre times today tonight tower towers treasury
    treaty tribune trust twitter union united university valley wall war washington watch weekly
    west white nations programme images stadium arena photos york intelligence homeland security
    jersey carolina dakota hampshire virginia angeles vegas francisco diego antonio orleans
    britain england zealand korea africa arabia lanka rico mexico kremlin downing journalism stories
    publishing records pictures sports analytics consulting associates brands foods motors airways
    capital ventures pharmaceuticals electronics industries insurance securities entertainment
    strait hurricane memorial nation
    """.split()
)
"""Words of which the names of organizations, places and events are made."""

RELATIONS = frozenset(
    """
    wife husband son daughter brother sister father mother niece nephew cousin uncle aunt
    grandson granddaughter grandfather grandmother widow widower spouse kids children son-in-law
    stepson daughter-in-law brother-in-law sister-in-law
    """.split()
)
MALE_NOUNS = frozenset(
    """
    husband son brother father nephew uncle grandson grandfather widower king prince congressman
    councilman assemblyman businessman salesman dad stepson son-in-law brother-in-law sir actor
    spokesman statesman
    """.split()
)
FEMALE_NOUNS = frozenset(
    """
    wife daughter sister mother niece aunt granddaughter grandmother widow queen princess
    congresswoman councilwoman assemblywoman businesswoman saleswoman mom actress spokeswoman
    chairwoman daughter-in-law sister-in-law heiress hostess baroness
    """.split()
)

_MALE_NAMES = frozenset(
    """
    aaron abdul abe adam adrian ahmed alan albert alexander alexei alfred ali allen andre andrew
    andy angelo anthony antonio arnold arthur barack barry ben benjamin bernard bernie bill
    billy bob bobby boris brad brandon brendan brent brett brian bruce bryan carl carlos charles
    chad charlie chester chris christopher chuck clarence cliff clifford corey craig curtis dan
    daniel dave david dean denis dennis derek dick dmitri dmitry don donald doug douglas dwight
    earl ed eddie edgar edward emmanuel eric ernest eugene francis francisco frank franklin fred
    frederick gary gene george gerald gilbert glenn gordon greg gregory hamid harold harry
    harvey hassan henry herbert herman howard hugh ian igor isaac ivan jack jacob jake james
    jared jason javier jay jean jeb jeff jeffrey jeremy jerome jerry jesse jesus jim jimmy joe joel
    johannes john johnny jonathan jorge jose joseph josh joshua juan julian justin karl keith
    ken kenneth kevin kim klaus kyle lance larry lawrence leo leon leonard lewis louis luis luke
    manuel marco marcus mario mark martin marvin matt matthew max michael miguel mike mikhail
    mitch mitt mohammed muhammad nathan neil newt nicholas nick nigel nikolai norman oleg oliver
    omar oscar owen patrick paul pavel pedro peter phil philip phillip pierre ralph ramon rand
    randy raul ray raymond recep reince rex ricardo richard rick robby robert roberto robin roger
    roland ron ronald roy rudy russell ryan sam samuel scott sean sergei sergey seth shaun sid
    sidney simon stanley stephen steve steven stuart ted terry theodore thomas tim timothy todd
    tom tommy tony travis tyler vernon victor viktor vincent vladimir volodymyr walter warren
    wayne wesley will william willie yuri zachary jens jean-claude xavier anwar fidel hugo kofi
    narendra shinzo
    """.split()
)
_FEMALE_NAMES = frozenset(
    """
    abigail agnes alice alicia alison amanda amber amy andrea angela anita ann anna anne annie
    audrey barbara beatrice becky bella bernadette beth betty beverly bonnie brenda caitlin
    carla carly carmen carol caroline carolyn catherine cecilia charlotte cheryl chelsea
    christina christine cindy claire claudia colleen condoleezza connie cynthia debbie deborah
    debra denise diana diane dolores donna dora doris dorothy edith eileen elaine eleanor elena
    elizabeth ella ellen emily emma erica erin esther eva evelyn florence frances gabrielle gail
    geraldine gina gladys gloria grace gwen hannah heather helen hillary hope huma ida irene
    irina isabel ivana ivanka jackie jacqueline jane janet janice jean jeanne jenna jennifer
    jessica jill joan joann joyce juanita judith judy julia julie karen kate katherine kathleen
    kathryn kathy katie kayleigh kellyanne kelly kim kimberly kirsten kristen kristina laura
    lauren linda lisa lois loretta lori louise lucia lucy lynn madeleine mandy margaret maria
    marie marilyn marine marjorie martha mary maureen megan melania melissa michelle mildred
    miriam molly monica nadia nancy naomi natalia natalie nicole nina norma olga olivia pamela
    patricia patty paula pauline peggy penny phyllis priti rachel rebecca regina renee rita
    robin rosa rose ruth sally samantha sandra sara sarah sharon sheila shirley sonia sophie
    stacy stephanie sue susan suzanne svetlana sylvia tamara tara tatiana teresa theresa tiffany
    tina tracy ursula valerie vanessa veronica victoria virginia vivian wanda wendy yulia yvonne
    zoe
    """.split()
)
GIVEN_NAMES = _MALE_NAMES | _FEMALE_NAMES
"""A few hundred common given names: a hint, never a condition."""

PARTICLES = frozenset(
    "de la van von der den bin bint al el da di du dos del le ter ibn abu".split()
)
SUFFIXES = frozenset("jr sr ii iii iv".split())
PREPOSITIONS = frozenset(
    """
    of for from in at on to with by about against near like including such under over within
    after inside outside behind among between around across during as than
    """.split()
)

_NICKNAMES = """
    abe abraham, al albert, alex alexander, andy andrew, barb barbara, ben benjamin, bernie bernard,
    beth liz lizzie betsy elizabeth, bill billy will william, bob bobby rob robby robert,
    charlie chuck charles, chris christopher, dan danny daniel, dave david, debbie deborah,
    dick rick richard, don donald, doug douglas, ed eddie edward, frank francis, fred frederick,
    gabe gabriel, greg gregory, jack john, jake jacob, jeff jeffrey, jen jenny jennifer,
    jerry gerald,
    jim jimmy james, joe joey joseph, josh joshua, kate kathy katie katherine, ken kenneth,
    larry lawrence, matt matthew, mike michael, mitch mitchell, nate nathan, nick nicholas,
    pam pamela, pat patrick, pete peter, phil philip, ray raymond, ron ronald, russ russell,
    sam samuel, steve steven, sue susan, ted theodore, tim timothy, tom tommy thomas, tony anthony,
    vic victor, walt walter, zach zachary
"""
_FORMAL = {name: names.split()[-1] for names in _NICKNAMES.split(",") for name in names.split()}

_BARE = re.compile(r"[^\w'-]+")


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """A word in lower case without full stops and possessive, to be looked up here."""
    bare = _BARE.sub("", word.replace("’", "'").lower())
    return bare.removesuffix("'s").rstrip("'")


def given_name_gender(word: str) -> str | None:
    """ "m", "f", or None for a given name that is rare or borne by both."""
    male, female = plain(word) in _MALE_NAMES, plain(word) in _FEMALE_NAMES
    return None if male == female else "m" if male else "f"


def noun_gender(words: str) -> str | None:
    """ "m", "f" or None, from the last word of a role that tells."""
    for word in reversed(words.split()):
        if plain(word) in MALE_NOUNS:
            return "m"
        if plain(word) in FEMALE_NOUNS:
            return "f"
    return None


def is_role_noun(word: str) -> bool:
    """Whether a word says what a person is: "minister", "Sen.", "spokeswoman"."""
    bare = plain(word).removesuffix("-elect")
    last = bare.rpartition("-")[2]
    return bare in ROLE_NOUNS or last in ROLE_NOUNS or bare in TITLE_ABBREVIATIONS


def is_plural_role_noun(word: str) -> bool:
    """Whether a word stands for several people: "officials", "aides"."""
    bare = plain(word)
    return bare.endswith("s") and not bare.endswith("ss") and is_role_noun(bare[:-1])


def formal_name(given_name: str) -> str:
    """The name that a short one stands for: "joe" and "joseph" are "joseph"."""
    return _FORMAL.get(given_name, given_name)


def key_of(words: Sequence[str]) -> tuple[str, ...]:
    """What two forms of one name share: the given name, the surname with its particles, "Jr."."""
    bare = [plain(word) for word in words]
    suffix = [word for word in bare if word in SUFFIXES]
    names = [word for word in bare if word not in SUFFIXES]
    if len(names) < 2:
        return (*names, *suffix)
    first = next((word for word in names[:-1] if len(word) > 1), names[0])
    return (first, names[-1], *suffix)


def surname_of(key: Sequence[str]) -> str:
    """The surname of a name's key, without "Jr."."""
    return [part for part in key if part not in SUFFIXES][-1]


def honorific_gender(honorific: str) -> str | None:
    if honorific in MALE_HONORIFICS:
        return "m"
    return "f" if honorific in FEMALE_HONORIFICS else None


def pronoun_gender(word: str) -> str:
    return "m" if word.lower() in {"he", "him", "his", "himself"} else "f"
