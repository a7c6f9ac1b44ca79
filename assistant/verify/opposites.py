"""Words of opposite meaning, by stem, as news uses them."""

import re

from assistant.verify.words import british
from index.stems import stem

_OPPOSITES = """
accept reject | accept refuse | agree disagree | agree refuse | confirm deny | admit deny
support oppose | support reject | back oppose | welcome condemn | welcome criticise
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
together apart | near far | closer farther | within outside | serious frivolous
"""
OPPOSITE: dict[str, set[str]] = {}
for _pair in re.split(r"[|\n]", _OPPOSITES):
    _both = _pair.split()
    if len(_both) == 2:
        for _one, _other in (_both, _both[::-1]):
            OPPOSITE.setdefault(british(stem(_one)), set()).add(british(stem(_other)))
