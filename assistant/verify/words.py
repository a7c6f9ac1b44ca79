"""The words of a sentence as the verifier compares them: stems, with numbers written as digits."""

import re
import unicodedata
from functools import lru_cache

from index.stems import stem
from index.stopwords import STOPWORDS

WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")

SPEAKING = frozenset(
    """
    say said says saying tell told tells add added adds state stated states note noted notes remark
    remarked remarks accord according comment commented comments report reported reports reporter
    reporters journalist journalists explain explained explains answer answered mention mentioned
    declare declared speak spoke speaking spoken word words statement statements argue argued argues
    describe described describes call called calls express expressed view viewed opinion insist
    insisted stress stressed emphasise emphasised emphasize emphasized maintain maintained claim
    claimed observe observed voice voiced point pointed make made put also further meanwhile
    """.split()
)
"""Words that only say that something was said, or join sentences: no source has to hold them."""


OPENERS = frozenset(
    """
    about above according across after again against albeit all almost alone along already also
    although amid among an and another any apart approximately around as asked at barely because
    before behind below beneath beside besides between beyond both but by contrary despite due
    during each earlier either else elsewhere even eventually every except far few fewer finally
    first following for formerly from further given had half hardly having hence here how however
    if in indeed inside instead into just last lastly later least less like little many meanwhile
    merely more moreover most much nearly neither never nevertheless next no nobody none
    nonetheless nor not nothing notably now of off often on once one only onto or other otherwise
    out outside over overall per perhaps plus provided quite rather regarding roughly same scarcely
    second several should similarly simply since so some somewhat soon speaking still subsequently
    such than that the their then there thereafter therefore these they third this those though
    three through throughout thus to together too toward towards two under unless unlike until up
    upon very via was were what whatever when whenever where whereas whether which while who whoever
    whom whose why with within without would yet
    """.split()
)
"""Words without a meaning of their own, and those that join, that a sentence may begin with."""


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word in lower case, without accents, possessive endings and full stops inside."""
    bare = unicodedata.normalize("NFKD", word.replace("’", "'"))
    bare = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    bare = bare.removesuffix("'s").removesuffix("'").replace(".", "")
    return bare.translate(_LETTERS)


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "ı": "i"})


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """All words of a text, folded; hyphens part words."""
    return tuple(
        folded(part) for match in WORD.finditer(text) for part in match.group().split("-") if part
    )


IRREGULAR_VERBS = dict(
    pair.split("=")
    for pair in """
    arose=arise ate=eat awoke=awake beat=beat became=become began=begin begun=begin bent=bend
    bit=bite bitten=bite blew=blow blown=blow bore=bear borne=bear bought=buy bound=bind broke=break
    broken=break brought=bring built=build burnt=burn came=come caught=catch chose=choose
    chosen=choose clung=cling crept=creep dealt=deal dealings=deal drank=drink drove=drive
    driven=drive drew=draw drawn=draw dug=dig fallen=fall fed=feed fell=fall felt=feel fled=flee
    flew=fly flown=fly forbade=forbid forbidden=forbid forgave=forgive forgot=forget fought=fight
    found=find froze=freeze frozen=freeze gave=give given=give gone=go went=go got=get grew=grow
    grown=grow heard=hear held=hold hid=hide hidden=hide hung=hang kept=keep knew=know known=know
    laid=lay led=lead left=leave lent=lend lost=lose made=make meant=mean met=meet overcame=overcome
    overthrew=overthrow paid=pay proven=prove ran=run rang=ring rebuilt=rebuild risen=rise rode=ride
    rose=rise sang=sing sank=sink sunk=sink sat=sit saw=see seen=see sent=send shaken=shake
    shook=shake shone=shine shot=shoot shrank=shrink shrunk=shrink slain=slay slept=sleep slid=slide
    sold=sell sought=seek spent=spend spoke=speak spoken=speak sprang=spring stole=steal
    stolen=steal stood=stand struck=strike stuck=stick swam=swim swept=sweep swore=swear sworn=swear
    swung=swing taken=take took=take taught=teach thought=think threw=throw thrown=throw tore=tear
    torn=tear undertook=undertake understood=understand upheld=uphold went=go withdrew=withdraw
    withdrawn=withdraw withheld=withhold woke=wake won=win wore=wear worn=wear wove=weave
    written=write wrote=write overtook=overtake foresaw=foresee foreseen=foresee undid=undo
    misled=mislead mistook=mistake retook=retake rewrote=rewrite
    """.split()
)
"""Forms of verbs whose stem does not show it."""

_IRREGULAR = IRREGULAR_VERBS | dict(
    pair.split("=")
    for pair in """
    children=child feet=foot lives=life men=man women=woman wives=wife halves=half
    decision=decide denial=deny refusal=refuse rejection=reject approval=approve arrival=arrive
    proposal=propose proof=prove loss=lose choice=choose growth=grow flight=fly death=die dead=die
    belief=believe
    thought=think defence=defend defense=defend offence=offend response=respond reply=reply
    decisions=decide denials=deny proposals=propose losses=lose choices=choose deaths=die
    responses=respond withdrawal=withdraw withdrawals=withdraw removal=remove
    """.split()
)


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """The stem of a folded word, in one spelling, the same for its irregular forms."""
    return british(stem(_IRREGULAR.get(word, word)))


@lru_cache(maxsize=4096)
def content(text: str) -> tuple[str, ...]:
    """The stems of the words that say something, in order, with repetitions."""
    return tuple(
        root(word)
        for word in words(text)
        if word not in STOPWORDS and word not in SPEAKING and len(word) > 1 and word[0].isalpha()
    )


@lru_cache(maxsize=50_000)
def british(stemmed: str) -> str:
    """One spelling for those of Britain and America: organiz, organis; defenc, defens."""
    stemmed = re.sub(r"(?<=\w\w)iz(?=\b|$|e|a)", "is", stemmed)
    stemmed = re.sub(r"(?<=\w\w)our$", "or", stemmed)
    return re.sub(r"enc$", "ens", stemmed)
