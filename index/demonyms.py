"""Countries and what belongs to them: a question about Russia is also met by "Russian" and
"Russians". Names and adjectives of the world's larger countries and of those that share a word
with their people; each line begins with the country's name.
"""

_LINES = """
    afghanistan afghan afghans
    albania albanian albanians
    algeria algerian algerians
    argentina argentine argentines argentinian
    armenia armenian armenians
    australia australian australians
    austria austrian austrians
    azerbaijan azerbaijani azerbaijanis azeri
    bangladesh bangladeshi bangladeshis
    belarus belarusian belarusians belarussian
    belgium belgian belgians
    bolivia bolivian bolivians
    bosnia bosnian bosnians
    brazil brazilian brazilians
    britain british briton britons
    bulgaria bulgarian bulgarians
    cambodia cambodian cambodians
    canada canadian canadians
    chile chilean chileans
    china chinese
    colombia colombian colombians
    congo congolese
    croatia croatian croatians
    cuba cuban cubans
    cyprus cypriot cypriots
    czechia czech czechs
    denmark danish danes
    egypt egyptian egyptians
    estonia estonian estonians
    ethiopia ethiopian ethiopians
    europe european europeans
    finland finnish finns
    france french
    germany german germans
    ghana ghanaian ghanaians
    greece greek greeks
    haiti haitian haitians
    hungary hungarian hungarians
    iceland icelandic icelanders
    india indian indians
    indonesia indonesian indonesians
    iran iranian iranians
    iraq iraqi iraqis
    ireland irish
    israel israeli israelis
    italy italian italians
    japan japanese
    jordan jordanian jordanians
    kazakhstan kazakh kazakhs
    kenya kenyan kenyans
    kosovo kosovar kosovars
    kuwait kuwaiti kuwaitis
    latvia latvian latvians
    lebanon lebanese
    libya libyan libyans
    lithuania lithuanian lithuanians
    malaysia malaysian malaysians
    mali malian malians
    mexico mexican mexicans
    moldova moldovan moldovans
    mongolia mongolian mongolians
    morocco moroccan moroccans
    myanmar burmese burma
    nepal nepalese nepali
    netherlands dutch
    nigeria nigerian nigerians
    norway norwegian norwegians
    pakistan pakistani pakistanis
    palestine palestinian palestinians
    peru peruvian peruvians
    philippines philippine filipino filipinos
    poland polish poles
    portugal portuguese
    qatar qatari qataris
    romania romanian romanians
    russia russian russians
    rwanda rwandan rwandans
    scotland scottish scots
    senegal senegalese
    serbia serbian serbians serbs
    singapore singaporean singaporeans
    slovakia slovak slovaks
    slovenia slovenian slovenians
    somalia somali somalis
    spain spanish spaniards
    sudan sudanese
    sweden swedish swedes
    switzerland swiss
    syria syrian syrians
    taiwan taiwanese
    tanzania tanzanian tanzanians
    thailand thai thais
    tunisia tunisian tunisians
    turkey turkish turks
    uganda ugandan ugandans
    ukraine ukrainian ukrainians
    venezuela venezuelan venezuelans
    vietnam vietnamese
    wales welsh
    yemen yemeni yemenis
    zimbabwe zimbabwean zimbabweans
"""

_GROUPS = tuple(tuple(line.split()) for line in _LINES.strip().splitlines())
_COUNTRY = {word: group[0] for group in _GROUPS for word in group}
_WORDS = {group[0]: group for group in _GROUPS}


def country_of(word: str) -> str:
    """The country that a word in lower case belongs to; the word itself for any other."""
    return _COUNTRY.get(word, word)


def is_of_country(word: str) -> bool:
    """Whether a word in lower case is a country's name or stands for its people."""
    return word in _COUNTRY


def words_of(word: str) -> tuple[str, ...]:
    """All words of the country that a word belongs to; the word alone for any other."""
    return _WORDS.get(country_of(word), (word,))
