"""Countries of the world with their people, capitals and towns, and the regions they lie in.

A name is borne out by another of its country ("Ugandan" by "Kampala"); a town by nothing but
itself; a region by any of its countries ("Baltic" by "Latvia"), never a country by a region.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise

from assistant.verify.places import same_place
from index.demonyms import words_of

_COUNTRIES = """
afghanistan / kabul / herat kandahar
albania / tirana
algeria / algiers / oran
andorra andorran andorrans / andorra-la-vella
angola angolan angolans / luanda
argentina argentinean argentinians / buenos-aires / rosario cordoba mendoza
armenia / yerevan
australia aussie aussies / canberra / sydney melbourne brisbane perth adelaide hobart darwin
  queensland tasmania victoria
austria / vienna viennese / graz salzburg linz innsbruck tyrol
azerbaijan azeris / baku
bahamas bahamian bahamians / nassau
bahrain bahraini bahrainis / manama
bangladesh / dhaka / chittagong chattogram sylhet khulna
barbados barbadian barbadians / bridgetown
belarus / minsk
belgium belgians / brussels / antwerp ghent bruges liege flanders wallonia
belize belizean belizeans / belmopan
benin beninese / cotonou
bhutan bhutanese / thimphu
bolivia / la-paz sucre / santa-cruz
bosnia bosniak bosniaks / sarajevo / mostar
botswana botswanan botswanans / gaborone
brazil / brasilia / sao-paulo rio-de-janeiro amazonas salvador recife manaus
brunei bruneian / bandar
bulgaria / sofia / varna plovdiv
burkina-faso burkinabe burkina / ouagadougou
burundi burundian burundians / bujumbura gitega
cambodia khmer / phnom-penh
cameroon cameroonian cameroonians / yaounde / douala
canada / ottawa / toronto montreal vancouver alberta quebec ontario manitoba saskatchewan calgary
  edmonton winnipeg
chad chadian chadians / n'djamena ndjamena djamena
chile / santiago / valparaiso
china / beijing / shanghai shenzhen guangzhou wuhan yunnan sichuan xinjiang tibet chongqing
colombia / bogota / medellin cali cartagena barranquilla
comoros comorian comorians / moroni
congo congolese drc / kinshasa brazzaville / goma bukavu
costa-rica costa-rican costa-ricans / san-jose
croatia croat croats / zagreb / dubrovnik rijeka zadar
cuba / havana
cyprus / nicosia / limassol larnaca
czechia czech czechs czech-republic bohemian moravian / prague / brno ostrava pardubice
denmark / copenhagen / aarhus odense
djibouti djiboutian djiboutians
dominica dominican dominicans / roseau
dominican-republic dominican dominicans / santo-domingo
ecuador ecuadorian ecuadorians ecuadorean ecuadoreans / quito / guayaquil manta
egypt / cairo / alexandria luxor aswan
el-salvador salvadoran salvadorans / san-salvador
england english englishman / london / manchester birmingham liverpool leeds bristol sheffield
  newcastle nottingham plymouth brighton cornwall yorkshire devon kent
eritrea eritrean eritreans / asmara
estonia / tallinn / tartu narva
eswatini swazi swaziland / mbabane
ethiopia / addis-ababa addis / tigray amhara afar
fiji fijian fijians / suva
finland / helsinki / tampere turku oulu
france frenchman frenchmen / paris / marseille lyon toulouse bordeaux lille nice nantes strasbourg
  burgundy brittany normandy alsace provence corsica aix
gabon gabonese / libreville
gambia gambian gambians / banjul
georgia georgians georgian / tbilisi / batumi
germany / berlin / munich hamburg frankfurt cologne stuttgart dresden leipzig bavaria saxony
  bremen hanover nuremberg
ghana / accra / kumasi
greece / athens / thessaloniki crete piraeus
grenada grenadian grenadians
guatemala guatemalan guatemalans
guinea guinean guineans / conakry
guinea-bissau / bissau
guyana guyanese / georgetown
haiti / port-au-prince
honduras honduran hondurans / tegucigalpa
hungary / budapest / debrecen
iceland / reykjavik
india / new-delhi delhi / mumbai kolkata chennai bengaluru bangalore hyderabad kerala gujarat
  punjab assam kashmir
indonesia / jakarta / surabaya bali java sumatra bandung medan
iran / tehran / isfahan mashhad shiraz tabriz
iraq / baghdad / basra mosul erbil kirkuk sulaymaniyah
ireland irishman / dublin / cork galway limerick knock
israel / jerusalem tel-aviv / haifa eilat
italy / rome / milan naples turin venice florence genoa bologna palermo cremona treviso sicily
  sardinia tuscany lombardy calabria verona bari
ivory-coast ivorian ivorians / abidjan yamoussoukro
jamaica jamaican jamaicans / kingston
japan / tokyo / osaka kyoto hiroshima fukushima okinawa hokkaido nagoya kobe
jordan / amman
kazakhstan kazakhstani / astana / almaty
kenya / nairobi / mombasa
kiribati / tarawa
kosovo kosovan kosovans kosovars / pristina
kuwait
kyrgyzstan kyrgyz / bishkek
laos lao laotian laotians / vientiane
latvia / riga / daugavpils
lebanon / beirut
lesotho basotho / maseru
liberia liberian liberians / monrovia
libya / tripoli / benghazi misrata
liechtenstein / vaduz
lithuania / vilnius / kaunas klaipeda
luxembourg luxembourger luxembourgers luxembourgish
madagascar malagasy madagascan / antananarivo
malawi malawian malawians / lilongwe / blantyre
malaysia / kuala-lumpur putrajaya / penang sabah sarawak
maldives maldivian maldivians
mali / bamako / timbuktu
malta maltese / valletta
mauritania mauritanian mauritanians / nouakchott
mauritius mauritian mauritians
mexico / mexico-city / guadalajara monterrey tijuana oaxaca chiapas
micronesia micronesian micronesians
moldova / chisinau
monaco monegasque
mongolia / ulaanbaatar
montenegro montenegrin montenegrins / podgorica
morocco / rabat / casablanca marrakech marrakesh tangier
mozambique mozambican mozambicans / maputo
myanmar / naypyidaw / yangon mandalay
namibia namibian namibians / windhoek
nauru nauruan nauruans
nepal nepalis / kathmandu
netherlands dutchman / hague amsterdam / rotterdam utrecht eindhoven friesland
new-zealand new-zealander new-zealanders kiwi kiwis / wellington / auckland christchurch otago
nicaragua nicaraguan nicaraguans / managua
niger nigerien nigeriens / niamey
nigeria / abuja / lagos kano zamfara
north-korea north-korean north-koreans / pyongyang
north-macedonia macedonia macedonian macedonians / skopje
norway / oslo / bergen trondheim tromso stavanger
oman omani omanis / muscat
pakistan / islamabad / karachi lahore peshawar balochistan quetta
palau palauan palauans
palestine / ramallah / gaza
panama panamanian panamanians
papua papuan papuans papua-new / port-moresby
paraguay paraguayan paraguayans / asuncion
peru / lima / cusco arequipa machu
philippines filipina filipinas / manila / mindanao luzon cebu davao
poland / warsaw / krakow gdansk wroclaw lodz poznan
portugal / lisbon / porto algarve madeira azores
puerto-rico puerto-rican puerto-ricans
qatar / doha
romania / bucharest / cluj timisoara transylvania
russia / moscow kremlin / petersburg kazan novosibirsk siberia chechnya
rwanda / kigali
samoa samoan samoans / apia
saudi-arabia saudi saudis / riyadh / jeddah mecca
scotland / edinburgh / glasgow aberdeen dundee inverness
senegal / dakar
serbia / belgrade / nis
seychelles seychellois
sierra-leone sierra-leonean sierra-leoneans / freetown
singapore
slovakia slovaks slovakian / bratislava / kosice
slovenia slovene slovenes / ljubljana / maribor
solomon-islands / honiara
somalia / mogadishu / puntland
south-africa south-african south-africans / pretoria cape-town / johannesburg durban soweto
south-korea south-korean south-koreans / seoul / busan incheon
korea korean koreans / seoul pyongyang / south-korea north-korea
south-sudan south-sudanese / juba
spain spaniard / madrid / barcelona seville valencia bilbao catalonia andalusia malaga
sri-lanka sri-lankan sri-lankans / colombo
sudan / khartoum / darfur kordofan fasher
suriname surinamese / paramaribo
sweden swede / stockholm / gothenburg malmo uppsala
switzerland / bern / zurich geneva basel lausanne zug lucerne
syria / damascus / aleppo homs idlib
taiwan / taipei / kaohsiung
tajikistan tajik tajiks / dushanbe
tanzania / dodoma dar-es / zanzibar
thailand / bangkok / phuket
timor timorese east-timor timor-leste / dili
togo togolese / lome
tonga tongan tongans
trinidad trinidadian trinidadians
tunisia / tunis / sfax
turkey turk turkiye / ankara / istanbul izmir antalya
turkmenistan turkmen turkmens / ashgabat
tuvalu tuvaluan tuvaluans
uae emirates emirati emiratis arab-emirates / abu-dhabi / dubai sharjah
uganda / kampala / entebbe
ukraine / kyiv kiev / kharkiv odesa odessa lviv dnipro zaporizhzhia mariupol
us usa america american americans united-states / washington / new-york miami florida
  texas california chicago boston houston dallas seattle alaska hawaii arizona montana ohio
  oregon michigan georgia virginia nevada colorado utah iowa kansas philadelphia
florida floridian floridians / tallahassee / miami orlando tampa
texas texan texans / austin / houston dallas
california californian californians / sacramento / los-angeles san-francisco
uk britain british briton britons united-kingdom / london / england scotland wales manchester
  bristol glasgow cardiff belfast birmingham liverpool leeds
uruguay uruguayan uruguayans / montevideo
uzbekistan uzbek uzbeks / tashkent / samarkand bukhara
vanuatu / port-vila
vatican holy-see papal pope
venezuela / caracas / maracaibo
vietnam vietnamese / hanoi / saigon ho-chi
wales welshman / cardiff / swansea
yemen / sanaa / aden hodeidah
zambia zambian zambians / lusaka
zimbabwe / harare / bulawayo
"""

_REGIONS = """
africa african africans : algeria angola benin botswana burkina-faso burundi cameroon chad comoros
  congo djibouti egypt eritrea eswatini ethiopia gabon gambia ghana guinea guinea-bissau
  ivory-coast kenya lesotho liberia libya madagascar malawi mali mauritania mauritius morocco
  mozambique namibia niger nigeria rwanda senegal seychelles sierra-leone somalia south-africa
  south-sudan sudan tanzania togo tunisia uganda zambia zimbabwe
west-africa west-african west-africans : benin burkina-faso gambia ghana guinea guinea-bissau
  ivory-coast liberia mali mauritania niger nigeria senegal sierra-leone togo
east-africa east-african east-africans : burundi djibouti eritrea ethiopia kenya rwanda somalia
  south-sudan tanzania uganda
north-africa north-african north-africans maghreb : algeria egypt libya morocco tunisia mauritania
southern-africa southern-african : angola botswana eswatini lesotho malawi mozambique namibia
  south-africa zambia zimbabwe
central-africa central-african : cameroon chad congo gabon
sahel sahelian : burkina-faso chad mali mauritania niger sudan senegal
asia asian asians : afghanistan armenia azerbaijan bahrain bangladesh bhutan brunei cambodia china
  india indonesia iran iraq israel japan jordan kazakhstan korea kuwait kyrgyzstan laos lebanon
  malaysia maldives mongolia myanmar nepal north-korea oman pakistan philippines qatar
  saudi-arabia singapore south-korea sri-lanka syria taiwan tajikistan thailand timor
  turkmenistan uae uzbekistan vietnam yemen
central-asia central-asian : kazakhstan kyrgyzstan tajikistan turkmenistan uzbekistan
southeast-asia southeast-asian : brunei cambodia indonesia laos malaysia myanmar philippines
  singapore thailand timor vietnam
south-asia south-asian : afghanistan bangladesh bhutan india maldives nepal pakistan sri-lanka
east-asia east-asian : china japan korea mongolia north-korea south-korea taiwan
middle-east middle-eastern : bahrain egypt iran iraq israel jordan kuwait lebanon oman palestine
  qatar saudi-arabia syria turkey uae yemen
gulf : bahrain kuwait oman qatar saudi-arabia uae
arab arabs arabian : algeria bahrain egypt iraq jordan kuwait lebanon libya morocco oman palestine
  qatar saudi-arabia sudan syria tunisia uae yemen
european europeans europe : albania andorra austria belarus belgium bosnia bulgaria croatia cyprus
  czechia denmark england estonia finland france germany greece hungary iceland ireland italy
  kosovo latvia liechtenstein lithuania luxembourg malta moldova monaco montenegro netherlands
  north-macedonia norway poland portugal romania russia scotland serbia slovakia slovenia spain
  sweden switzerland uk ukraine wales vatican
scandinavia scandinavian scandinavians : denmark norway sweden
nordic nordics : denmark finland iceland norway sweden
baltic baltics : estonia latvia lithuania
balkan balkans : albania bosnia bulgaria croatia greece kosovo montenegro north-macedonia romania
  serbia slovenia
central-europe central-european : austria czechia germany hungary poland slovakia slovenia
  switzerland
eastern-europe eastern-european : belarus bulgaria czechia hungary moldova poland romania russia
  slovakia ukraine
western-europe western-european : austria belgium france germany ireland luxembourg netherlands
  switzerland uk
iberia iberian : portugal spain
caucasus : armenia azerbaijan georgia
mediterranean : albania algeria croatia cyprus egypt france greece israel italy lebanon libya malta
  morocco spain syria tunisia turkey
latin-america latin-american latin-americans : argentina bolivia brazil chile colombia costa-rica
  cuba dominican-republic ecuador el-salvador guatemala haiti honduras mexico nicaragua panama
  paraguay peru uruguay venezuela
south-america south-american south-americans : argentina bolivia brazil chile colombia ecuador
  guyana paraguay peru suriname uruguay venezuela
central-america central-american central-americans : belize costa-rica el-salvador guatemala
  honduras nicaragua panama
north-america north-american north-americans : canada mexico us
caribbean : bahamas barbados cuba dominica dominican-republic grenada haiti jamaica puerto-rico
  trinidad
andes andean : bolivia chile colombia ecuador peru venezuela
himalaya himalayas himalayan : bhutan india nepal
pacific : fiji kiribati micronesia nauru new-zealand palau papua samoa solomon-islands tonga tuvalu
  vanuatu
britain british : england scotland wales
"""


def _lines(table: str) -> Iterator[str]:
    return iter(table.strip().replace("\n  ", " ").splitlines())


def _countries() -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Each country with the names that stand for it and for its people, and with its towns."""
    for line in _lines(_COUNTRIES):
        own, *rest = (part.split() for part in line.split("/"))
        capitals, towns = [*rest, [], []][:2]
        yield own[0], frozenset([*own, *words_of(own[0]), *capitals]), frozenset(towns)


_OF_COUNTRY = {name: (own, towns) for name, own, towns in _countries()}
_COUNTRIES_OF: dict[str, list[str]] = {}
for _country, _parts in _OF_COUNTRY.items():
    for _word in _parts[0]:
        _COUNTRIES_OF.setdefault(_word, []).append(_country)

_OF_REGION: dict[str, frozenset[str]] = {}
for _line in _lines(_REGIONS):
    _names, _colon, _members = _line.partition(":")
    _theirs = {w for m in _members.split() for part in _OF_COUNTRY[m] for w in part}
    for _word in _names.split():
        _OF_REGION[_word] = _OF_REGION.get(_word, frozenset()) | _theirs | frozenset(_names.split())

LOCATED = frozenset(
    word
    for line in _lines(_COUNTRIES)
    for word in [*line.split("/"), "", ""][1].split()
    if word not in ("viennese",)
)
"""Capitals: where they are places ("in Dhaka") they are nothing but that place."""

PAIRS = {
    (parts[0], parts[1]): name
    for name in {*_COUNTRIES_OF, *_OF_REGION, *(t for _, ts in _OF_COUNTRY.values() for t in ts)}
    if len(parts := name.split("-")) == 2
}
"""Names of two words as one."""


def joined_in(found: Collection[str]) -> set[str]:
    """The names of two words among the words of a text, as one."""
    return {name for pair in pairwise(found) if (name := PAIRS.get(pair))}


def bear_out(name: str, held: Collection[str]) -> bool:
    """Whether the names of a text bear out that of a country, people, capital or region."""
    for country in _COUNTRIES_OF.get(name, ()):
        own, towns = _OF_COUNTRY[country]
        if any(one in held for one in own | towns):
            return True
    if any(one in held for one in _OF_REGION.get(name, ())):
        return True
    return any(same_place(name, one) for one in held)


def is_land(name: str) -> bool:
    """Whether a folded name is that of a country, a people, a capital or a region."""
    return name in _COUNTRIES_OF or name in _OF_REGION


def is_region(name: str) -> bool:
    """Whether a folded name is that of a region or of what belongs to one."""
    return name in _OF_REGION and name not in _COUNTRIES_OF
