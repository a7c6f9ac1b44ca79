"""Words of opposite meaning, by stem, as news uses them."""

import re

from assistant.verify.thesaurus import opposites
from assistant.verify.words import root

_OPPOSITES = """
accept reject | accept refuse | agree disagree | agree refuse | confirm deny | admit deny
support oppose | support reject | welcome condemn | welcome criticise
welcome reject | praise criticise | praise condemn | praise blame | increase decrease
increase reduce | rise fall | grow shrink | more less | stronger weaker | strengthen weaken
win lose | open close | open shut | allow forbid | allow ban | allow prevent | permit forbid
permit prevent | start stop | start end | begin end | continue stop | continue halt | continue end
withdraw deploy | advance retreat | impose lift | raise lower | include exclude
possible impossible | willing unwilling | willing reluctant | able unable | ready unready
prepared unprepared | likely unlikely | success failure | succeed fail | satisfactory unsatisfactory
satisfied dissatisfied | acceptable unacceptable | good bad | better worse | best worst
improve worsen | improve deteriorate | safe unsafe | legal illegal | lawful unlawful
peace war | optimism pessimism | optimistic pessimistic | united divided | join leave
public secret | public confidential | publish withhold | early late | earlier later | first last
before after | certain uncertain | clear unclear | trust distrust | friend enemy | true false
right wrong | easy difficult | easy hard | calm panic | progress setback | reliable unreliable
buy sell | victory defeat | encourage discourage | greater smaller | largest smallest
highest lowest | high low | higher lower | maximum minimum | cautious reckless
defensive offensive | mandatory optional | ignore consider | ignore heed | consistent inconsistent
swift slow | frank evasive | least most | useful useless | useful pointless
constructive unhelpful | productive counterproductive | relax tighten | ease tighten
escalation de-escalation | resume suspend | renew abandon | keep abandon | keep drop
uphold break | respect violate | respect break | honour break | honour violate | condemn defend
hasten delay | urgent leisurely | broaden narrow | widen narrow | exhausted fresh
consistent contrary | positive negative | hopeful hopeless | grateful ungrateful
convict acquit | convict clear | guilty innocent | endorse reject | endorse decline
endorse oppose | approve reject | approve block | approve veto | adopt reject
accept decline | accept rebuff | praise blame | welcome deplore | welcome denounce | welcome lament
gain lose | gain drop | rise drop | rise decline | rise sink | climb fall | climb drop | jump fall
increase fall | increase drop | increase decline | grow fall | up down | faster slower
faster slowly | quickly slowly | hire dismiss | hire fire | create cut | expand cut | invest cut
raise cut | raise reduce | arrive leave | enter leave | free jail | release arrest | release detain
ban allow | bar allow | lift tighten | pass fail | deepen ease | worsen ease | heighten ease
escalate de-escalate | optimistic cautious | optimistic gloomy | hopeful gloomy | healthy ill
majority minority | ally enemy | ally rival | justified premature | justified unjustified
necessary unnecessary | needless needed | relevant irrelevant | adequate inadequate
sufficient insufficient | fair unfair | realistic unrealistic | known unknown | affordable
unaffordable | permanent temporary | permit block | permit bar | exempt include
together apart | near far | closer farther | within outside | serious frivolous
"""
OPPOSITE: dict[str, set[str]] = {}
for _pair in re.split(r"[|\n]", _OPPOSITES):
    _both = _pair.split()
    if len(_both) == 2:
        for _one, _other in (_both, _both[::-1]):
            OPPOSITE.setdefault(root(_one), set()).add(root(_other))


def are_opposite(one: str, other: str) -> bool:
    """Whether two stems say the contrary of one another."""
    return other in OPPOSITE.get(one, ()) or other in opposites(one)
