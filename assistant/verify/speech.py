"""Who is said to speak in a sentence, by its own words: verbs of speech and their subjects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.places import is_place
from assistant.verify.words import OPENERS, folded
from index.name_words import HONORIFICS, PREPOSITIONS, ROLE_MODIFIERS, is_role_noun, plain
from index.sentences import quotations

_PAST = (
    "said|told|added|stated|noted|remarked|commented|explained|answered|replied|responded|argued|"
    "insisted|stressed|emphasi[sz]ed|maintained|claimed|observed|declared|announced|warned|promised|"
    "pledged|vowed|assured|denied|rejected|dismissed|accused|blamed|criticis?z?ed|condemned|praised|"
    "welcomed|urged|called|asked|demanded|suggested|proposed|predicted|conceded|admitted|"
    "acknowledged|confirmed|complained|repeated|reiterated|described|likened|compared|cautioned|"
    "hinted|indicated|believed|thought|felt|considered|hoped|expected|feared|wanted|wrote|tweeted|"
    "spoke|voiced|expressed|found|saw|regarded|threatened|offered|refused|ruled out|"
    "pointed|mentioned|revealed|reported|disclosed|joked|lamented|quipped|recalled|alleged|"
    "doubted|questioned|wondered|invited|appealed|boasted|concluded|countered|objected|protested|"
    "defended|backed|thanked|retorted|testified|contended|asserted|charged|vouched|underlined|"
    "underscored|reminded|informed|advised|recommended|requested|hailed|lauded|mocked|scoffed|"
    "ridiculed|portrayed|painted|characteri[sz]ed|termed|labell?ed|dubbed|named|judged|rated|"
    "signall?ed|spelled out|laid out|counted|preferred|valued|thanked|"
    "agreed|disagreed|put it|went on|made clear|held(?= that|[^,.]* responsible)|argued"
)
_PRESENT = (
    "says|tells|adds|explains|argues|insists|stresses|maintains|"
    "declares|announces|warns|denies|rejects|accuses|suggests|believes|thinks|"
    "regards|considers|expects|sees|describes|wants|finds|concedes|admits"
)
_SPEECH = re.compile(
    rf"\b(?P<passive>(?:was|were|be|been|being|is|are)\s+(?:\w+ly\s+)?)?(?P<verb>{_PAST}|{_PRESENT}"
    r"|[a-z]+ed(?=\s+(?:that|reporters|journalists)\b))\b"
)
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|view|opinion|eyes|account) of|as told by)\s+",
    re.IGNORECASE,
)
PRONOUNS = frozenset("he she they it who i we".split())


_IN_WORDS = re.compile(
    r"\b[Ii]n (?P<who>(?:the )?[\w’' -]{2,50}?)[’']s? "
    r"(?:words|view|opinion|eyes|account|judgement|telling)\b"
)


_OF_SOMEBODY = re.compile(
    r"accuse|blame|critici|condemn|praise|welcome|urge|ask|thank|remind|inform|invite|assure|advise|"
    r"defend|back|dismiss|reject|mock|ridicule|offer|describe|compare|liken|call"
)
"""Verbs after which somebody's name is an object, if a comma and no quotation comes before."""

_IS_PASSIVE = re.compile(r"\s+by\b")
_BY_A_BODY = re.compile(
    r",\s+the (?:alliance|company|government|ministry|council|union|party|court|bank|police|bloc)$"
)
"""Who speaks is a body that the sentence does not name there: ", the alliance announced"."""

_BY_A_PRONOUN = re.compile(r"\b(?:it|which|that|this|they|we|you)\s+(?:\w+ly\s+)?$")
_SUPPOSED = re.compile(r"\b(?:[Ii]f|unless|once|provided)\b")


@dataclass(frozen=True, kw_only=True)
class Speech:
    """Words that a sentence gives to somebody: who, as it is written, and the words' span."""

    who: str
    verb: str
    start: int
    end: int


def speeches(claim: str) -> list[Speech]:
    """What a sentence gives to whom, by its verbs of speech; pronouns are left to the reader."""
    found: list[Speech] = []
    for match in _ACCORDING.finditer(claim):
        who = mention_after(claim, match.end())
        if who:
            found.append(Speech(who=who, verb="according to", start=0, end=len(claim)))
    found += [
        Speech(who=match["who"], verb="according to", start=0, end=len(claim))
        for match in _IN_WORDS.finditer(claim)
    ]
    quoted = quotations(claim)
    for match in _SPEECH.finditer(claim):
        if any(a < match.start() < b for a, b in quoted):
            continue  # what somebody quoted says of others is not for the writer to attribute
        who = None
        if match["passive"]:
            by = re.compile(r"\bby\s+").search(claim, match.end(), match.end() + 60)
            who = mention_after(claim, by.end()) if by else None
        else:
            before = claim[: match.start()].rstrip()
            if _IS_PASSIVE.match(claim, match.end()) or _BY_A_BODY.search(before):
                continue
            if before[-1:] in '"”’' or (
                (before[-1:] == "," and not _OF_SOMEBODY.match(match["verb"])) or not before
            ):
                who = _inverted(claim, match.end())
            if _BY_A_PRONOUN.search(claim, 0, match.start()) or _SUPPOSED.search(
                claim, max(before.rfind(","), before.rfind(";")) + 1, match.start()
            ):
                continue
            who = who or subject_before(claim, match.start())
        if who and plain(who) not in PRONOUNS:
            found.append(
                Speech(who=who, verb=match["verb"].lower(), start=match.end(), end=len(claim))
            )
    return found


def own_words(who: str) -> list[str]:
    """The words of a mention that are the name's own, without roles before it."""
    kept = []
    for word in re.findall(r"[^\s,]+", who):
        bare = plain(word)
        if word[:1].isupper() and not (
            is_role_noun(bare) or bare in HONORIFICS | ROLE_MODIFIERS or bare in ("the", "a", "an")
        ):
            kept.append(folded(word.strip('.,"“”')))
    return [part for word in kept for part in word.split("-") if part][-3:]


def is_person(who: str) -> bool:
    """Whether a mention has a name of its own that is no place's or known body's."""
    own = own_words(who)
    return bool(own) and not any(is_place(word) for word in own)


def first_mention(sentence: str) -> str | None:
    """The first mention of somebody, be it as "his" or "her" possessor."""
    return next((phrase for _, phrase, _ in _mentions(sentence, 0, len(sentence))), None)


def first_subject(sentence: str) -> str | None:
    """The first mention of somebody in a sentence that is no object."""
    mentions = [m for m in _mentions(sentence, 0, len(sentence)) if not m[2]]
    return mentions[0][1] if mentions else None


_TOKEN = re.compile(r"[\w’'-]+|[^\w\s]")


def _inverted(text: str, position: int) -> str | None:
    """Whose words came before a verb: "..., said Lavrov". What has an object is no inversion."""
    who = mention_after(text, position, only_next=True)
    if who is None:
        return None
    after = _TOKEN.match(text, position + text[position:].find(who) + len(who) + 1)
    word = after.group() if after else ""
    is_noun = word.isalpha() and word.islower()
    return None if is_noun and not _may_follow_subject(word) else who


def mention_after(text: str, position: int, *, only_next: bool = False) -> str | None:
    """The mention of somebody that begins at a position."""
    tokens = list(_TOKEN.finditer(text, position))
    kept: list[str] = []
    for n, token in enumerate(tokens[:9]):
        word = token.group()
        if not re.match(r"\w", word):
            break
        bare = plain(word)
        if word[:1].isupper() or is_role_noun(bare):
            kept.append(word)
        elif bare in ("the", "a", "an", "his", "her", "its", "former") or bare in ROLE_MODIFIERS:
            if kept and bare in ("the", "a", "an", "his", "her"):
                break
            kept.append(word)
        elif kept and (
            (bare == "of" and is_role_noun(plain(kept[-1])))
            or (only_next and _leads_to_a_role(tokens, n))
        ):
            kept.append(word)
        else:
            break
    while kept and kept[-1].lower() in ("the", "a", "an", "of", "his", "her", "its"):
        kept.pop()
    has_name = any(w[:1].isupper() or is_role_noun(plain(w)) for w in kept)
    if only_next and kept and not (kept[0][:1].isupper() or kept[0].lower() == "the"):
        return None
    return " ".join(kept) if has_name else None


def _leads_to_a_role(tokens: Sequence[re.Match[str]], n: int) -> bool:
    """Whether a word only says what a role is for: "the health minister", "the union's chief"."""
    after = tokens[n + 1].group() if n + 1 < len(tokens) else ""
    before = plain(tokens[n - 1].group())
    return before in ("the", "a", "an", "its", "his", "her") and is_role_noun(plain(after))


_Mention = tuple[int, str, bool]
"""Where a mention ends, what it is, and whether it stands as an object."""


def subject_before(text: str, position: int) -> str | None:
    """The mention that is the subject of a verb at a position: the nearest that is no object."""
    clause = 1 + max(text.rfind(mark, 0, position) for mark in (";", ":", ". ", "”", '"'))
    mentions = [m for m in _mentions(text, clause, position) if not m[2]]
    if not mentions:
        return None
    if re.search(r"\b(?:and|but|or)\s+(?:also\s+|then\s+)?$", text[clause:position]):
        return mentions[0][1]  # "he asked why ..., and called for": the subject goes on
    end, phrase, _ = mentions[-1]
    if len(mentions) > 1:
        between = text[mentions[-2][0] : end].strip()
        own = own_words(phrase)
        if (
            plain(phrase) not in PRONOUNS
            and between.startswith(",")
            and (not own or all(is_place(w) for w in own))
        ):
            return mentions[-2][1]  # "Olaf Scholz, the German chancellor, said"
    following = _TOKEN.match(text, end + 1)
    if following and following.end() <= position:
        word = following.group()
        if word.replace("-", "").isalpha() and word.islower() and not _may_follow_subject(word):
            return None  # "the American paper said": the name only describes the subject
    return phrase


def _may_follow_subject(word: str) -> bool:
    return word in _BETWEEN or word.endswith("ly") or word in PREPOSITIONS or word in _SPOKEN_TOO


_BETWEEN = frozenset(
    """
    has had have would will did does do is was were are been be not never also again then once twice
    later earlier himself herself themselves itself who which that and or but still only even just
    first repeatedly both too now often since meanwhile however nevertheless speaking asked could
    should may might must can came went took gave made met put left kept sent chose began became
    flew paid wrote brought
    """.split()
)
_SPOKEN_TOO = frozenset(verb.split()[0] for verb in f"{_PAST}|{_PRESENT}".split("|"))


def _mentions(text: str, start: int, end: int) -> list[_Mention]:
    """Names and roles of people and bodies, in order, days left out."""
    tokens = list(_TOKEN.finditer(text, start, end))
    found: list[_Mention] = []
    n = 0
    while n < len(tokens):
        word = tokens[n].group()
        bare = plain(word)
        if bare in PRONOUNS - {"who", "it"}:
            found.append((tokens[n].end(), word, False))
        elif (
            word[:1].isupper() and bare not in _STARTERS and not _only_begins(text, tokens, n)
        ) or (is_role_noun(bare) and not _is_a_mood(tokens, n)):
            begin = n
            while n < len(tokens) and _goes_on(tokens, n):
                n += 1
            low = begin
            while low and _leads_in(tokens[low - 1].group()):
                low -= 1
            before = plain(tokens[low - 1].group()) if low else ""
            joined = before in ("and", "or") and bool(found) and found[-1][2]
            joined = joined and text[found[-1][0] : tokens[low].start()].strip() == before
            phrase = text[tokens[low].start() : tokens[n - 1].end()]
            possessive = bool(re.search(r"[’']s?$", phrase))
            is_object = before in PREPOSITIONS | _TAKES_OBJECT or possessive or joined
            is_object = is_object or bool(_GERUND.fullmatch(before))
            if not _is_day(phrase):
                found.append((tokens[n - 1].end(), re.sub(r"[’']s?$", "", phrase), is_object))
            continue
        n += 1
    return found


def _only_begins(text: str, tokens: Sequence[re.Match[str]], n: int) -> bool:
    """Whether a word has its capital from standing first: "Military cooperation had ended"."""
    if text[: tokens[n].start()].strip() or n + 1 >= len(tokens):
        return False
    word, after = tokens[n].group(), tokens[n + 1].group()
    if is_place(folded(word)) or is_role_noun(plain(after)):
        return False
    if _GERUND.fullmatch(word.lower()) and after in _AFTER_A_GERUND:
        return True  # "Denying that he would leave, the coach said"
    return after.isalpha() and after.islower() and not _may_follow_subject(after)


_AFTER_A_GERUND = frozenset("that the a an any his her its their this these what how to".split())


def _is_a_mood(tokens: Sequence[re.Match[str]], n: int) -> bool:
    """Whether "hopeful" tells how somebody is, and not of a candidate."""
    before = tokens[n - 1].group() if n else ""
    return tokens[n].group() == "hopeful" and (
        before.endswith("ly") or before in ("was", "is", "were", "are", "been", "be", "sounded")
    )


def _goes_on(tokens: Sequence[re.Match[str]], n: int) -> bool:
    """Whether the mention goes on with a token."""
    word = tokens[n].group()
    bare = plain(word)
    if word[:1].isupper() or is_role_noun(bare) or bare in ROLE_MODIFIERS:
        return True
    after = tokens[n + 1].group() if n + 1 < len(tokens) else ""
    if re.search(r"[’']s?$", tokens[n - 1].group()) and word.islower():
        return is_role_noun(plain(after))  # "Ukraine's new spokesman"
    if bare == "of":
        return is_role_noun(plain(tokens[n - 1].group())) and after[:1].isupper()
    # "the Ukrainian foreign ministry's spokesman"
    return bool(re.search(r"[’']s$", word)) and is_role_noun(plain(after))


def _leads_in(word: str) -> bool:
    bare = plain(word)
    return bare in ROLE_MODIFIERS or bare in ("the", "a", "an", "his", "her", "its")


def _is_day(phrase: str) -> bool:
    return bool(
        re.search(r"(?:day|January|February|March|April|June|July|August|ember|October)$", phrase)
    )


_GERUND = re.compile(r"(?!during|king|being|evening|morning)[a-z]{2,}ing")
"""What takes an object wherever it stands: "without naming Russia"."""

_STARTERS = OPENERS | frozenset("anyone anybody everyone everybody a".split())
_TAKES_OBJECT = frozenset(
    "with to of for by from in at on against about after before towards under near over telling "
    "told meeting between through than visiting leaving".split()
)
