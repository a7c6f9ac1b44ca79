"""Names that articles use for one another without explaining it: "ISIS" and "Islamic State".

What an archive's own articles explain goes before (see `index.abbreviations`). A line holds the
names of one thing, or the words of one subject ("guns", "the Second Amendment"); only those are
here that mean nothing else in the news.
"""

import re

from index.abbreviations import is_abbreviation, name_behind

_LINES = """
    ISIS; ISIL; Islamic State; Daesh
    EU; European Union
    UN; U.N.; United Nations
    US; U.S.; USA; United States; America
    UK; U.K.; United Kingdom; Britain
    UAE; United Arab Emirates
    DRC; Democratic Republic of Congo
    North Korea; DPRK; Pyongyang
    NATO; North Atlantic Treaty Organization; Atlantic alliance
    WHO; World Health Organization
    WTO; World Trade Organization
    IMF; International Monetary Fund
    IAEA; International Atomic Energy Agency
    OSCE; Organization for Security and Co-operation in Europe
    OPEC; Organization of the Petroleum Exporting Countries
    ICC; International Criminal Court
    ECB; European Central Bank
    ASEAN; Association of Southeast Asian Nations
    TPP; Trans-Pacific Partnership
    TTIP; Transatlantic Trade and Investment Partnership
    NAFTA; North American Free Trade Agreement
    JCPOA; Iran deal; Iran nuclear deal
    FBI; F.B.I.; Federal Bureau of Investigation
    CIA; C.I.A.; Central Intelligence Agency
    NSA; N.S.A.; National Security Agency
    IRS; I.R.S.; Internal Revenue Service
    EPA; E.P.A.; Environmental Protection Agency
    FDA; F.D.A.; Food and Drug Administration
    CDC; C.D.C.; Centers for Disease Control
    DOJ; Justice Department; Department of Justice
    State Department; Department of State
    Pentagon; Defense Department; Department of Defense
    Fed; Federal Reserve
    Supreme Court; SCOTUS
    GOP; G.O.P.; Republican Party; Republicans
    DNC; D.N.C.; Democratic National Committee
    RNC; R.N.C.; Republican National Committee
    NRA; N.R.A.; National Rifle Association
    Obamacare; Affordable Care Act; ACA
    NHS; National Health Service
    PLO; Palestine Liberation Organization
    LGBT; LGBTQ; gay rights; transgender rights
    Covid; Covid-19; coronavirus
    Brexit; leave the European Union; leaving the European Union
    African-Americans; African Americans; black people; black Americans; blacks
    Latinos; Hispanics
    climate change; global warming
    guns; firearms; gun control; Second Amendment
    illegal immigrants; undocumented immigrants
"""

_GROUPS = tuple(
    tuple(name.strip() for name in line.split(";")) for line in _LINES.strip().splitlines()
)
_GROUP_OF = {name: group for group in _GROUPS for name in group}
_BY_LOWER = {name.casefold(): group for name, group in _GROUP_OF.items() if len(name) > 3}
"""Short names are told by their capitals: "US" is not "us"."""


def abbreviated_names() -> dict[str, str]:
    """The abbreviations among them, with the name whose letters they are: "FBI"."""
    return {
        short: name
        for short, *others in _GROUPS
        for name in others
        if is_abbreviation(short) and name_behind(short, name) == name
    }


def other_names(name: str) -> tuple[str, ...]:
    """The other names of what a name means, with or without "the" before it; else none."""
    asked = re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)
    group = _GROUP_OF.get(asked) or _BY_LOWER.get(asked.casefold(), ())
    return tuple(one for one in group if one.casefold() != asked.casefold())
