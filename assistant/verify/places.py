"""Names that stand for one another: a country, its people, its capital and its government."""

_GROUPS = """
russia russian russians moscow kremlin
ukraine ukrainian ukrainians kyiv kiev
us usa america american americans washington united-states white-house
uk britain british briton britons london united-kingdom downing-street england
germany german germans berlin
france french paris elysee
eu europe european europeans brussels european-union
un united-nations
nato alliance north-atlantic-treaty-organization
osce organization-for-security-and-co-operation-in-europe
china chinese beijing
poland polish poles warsaw
belarus belarusian belarusians minsk-government
italy italian italians rome
spain spanish madrid
turkey turkish turkiye ankara turks
iran iranian iranians tehran
israel israeli israelis jerusalem
palestine palestinian palestinians
india indian indians delhi
japan japanese tokyo
korea korean koreans seoul pyongyang
canada canadian canadians ottawa
australia australian australians canberra
syria syrian syrians damascus
iraq iraqi iraqis baghdad
afghanistan afghan afghans kabul
egypt egyptian egyptians cairo
saudi saudis riyadh saudi-arabia
mexico mexican mexicans
brazil brazilian brazilians brasilia
netherlands dutch hague
sweden swedish swedes stockholm
norway norwegian norwegians oslo
finland finnish finns helsinki
denmark danish danes copenhagen
hungary hungarian hungarians budapest
greece greek greeks athens
switzerland swiss bern
austria austrian austrians vienna
ireland irish dublin
scotland scottish scots edinburgh
georgia georgian georgians tbilisi
cuba cuban cubans havana
venezuela venezuelan venezuelans caracas
kazakhstan kazakh kazakhs astana
serbia serbian serbs belgrade
romania romanian romanians bucharest
bulgaria bulgarian bulgarians sofia
lithuania lithuanian lithuanians vilnius
latvia latvian latvians riga
estonia estonian estonians tallinn
donbas donbass
pakistan pakistani pakistanis islamabad
nigeria nigerian nigerians abuja
kenya kenyan kenyans nairobi
"""
CAPITALS = frozenset(
    """
    moscow kremlin kyiv kiev washington london berlin paris brussels beijing warsaw rome madrid
    ankara tehran jerusalem delhi tokyo seoul pyongyang ottawa canberra damascus baghdad kabul cairo
    riyadh brasilia hague stockholm oslo helsinki copenhagen budapest athens bern vienna dublin
    edinburgh tbilisi havana caracas astana belgrade bucharest sofia vilnius riga tallinn islamabad
    abuja nairobi elysee
    """.split()
)
"""Where these are places ("in Moscow") they are nothing but that place."""

_GROUP_OF = {
    name: number for number, line in enumerate(_GROUPS.split("\n")) for name in line.split()
}


def same_place(one: str, other: str) -> bool:
    """Whether two folded names (parts joined by hyphens) belong to one country or body."""
    group = _GROUP_OF.get(one)
    return group is not None and group == _GROUP_OF.get(other)


def is_place(name: str) -> bool:
    """Whether a folded name is a country, a people, a capital or a body that is known here."""
    return name in _GROUP_OF
