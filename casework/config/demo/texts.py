"""Invented words of invented people, in the Finnish of the work."""

GOALS = (
    "Haluan töihin, joissa saan tehdä käsilläni.",
    "Haluan oppia suomea niin, että pärjään yksin lääkärissä.",
    "Haluan saada arjen rullaamaan ja lähteä aamuisin jonnekin.",
    "Haluan kokeilla puutarhatöitä ennen kesää.",
    "Haluan takaisin opiskelemaan, mutta rauhassa.",
    "Haluan tutustua ihmisiin omalla alueella.",
    "Haluan hoitaa raha-asiat kuntoon yhden kerrallaan.",
    "Haluan ajokortin ja sen jälkeen kuljettajan töitä.",
    "Haluan osata käyttää puhelinta asioiden hoitamiseen.",
    "Haluan jaksaa neljä tuntia päivässä.",
)

NARRATIVES = (
    (
        "Kävimme läpi viikon kulun. Aamut ovat edelleen vaikeita, mutta ryhmään lähteminen onnistui kahdesti. "
        "Sovimme, että soitan ryhmäpäivän aamuna."
    ),
    (
        "Teimme yhdessä työnhakuilmoituksen. Verkkopankkitunnukset toimivat nyt, ja palvelu löytyi itse. "
        "Seuraavaksi katsomme ansioluettelon pohjaa."
    ),
    (
        "Puhuimme siitä, mikä työ sopisi. Fyysinen työ kiinnostaa, mutta pitkät päivät eivät vielä onnistu. "
        "Neljä tuntia aamupäivällä olisi hyvä alku."
    ),
    "Tutustuimme lähiötupaan ja talkooporukkaan. Hän jäi kahville ja lupasi tulla torstaina uudelleen.",
    "Soitin sovitusti. Asuntoasia on edennyt, ja vuokranantaja on luvannut vastauksen tällä viikolla.",
    "Kävimme kielikurssin vaihtoehdot läpi. Iltakurssi ei sovi, aamukurssi alkaa tammikuussa.",
    "Laskimme yhdessä kuukauden menot. Tilanne on selvempi, ja suunnitelma laskujen maksamisesta syntyi.",
    "Hän kertoi, että ryhmässä on hyvä olla. Ajatus vertaisohjaajan tehtävästä kiinnostaa.",
    "Harjoittelimme puhelua oppilaitokseen. Se jännitti, mutta sujui hyvin toisella kerralla.",
    "Verkostotapaamisessa sovittiin työnjaosta. Jokainen tietää, mitä tekee seuraavaksi.",
)

FOR_PARTICIPANT = (
    "Lähdit ryhmään kahdesti. Se on hieno asia.",
    "Teimme ilmoituksen yhdessä. Nyt se on valmis.",
    "Harjoittelimme puhelua. Se meni hyvin.",
    "Laskimme menot yhdessä. Nyt tiedät, mihin raha riittää.",
    "",
    "",
)

AGREED_PARTICIPANT = (
    "Tuo todistukset",
    "Soita oppilaitokseen",
    "Käy tutustumassa lähiötupaan",
    "Kirjaudu OmaPostiin",
    "Tule torstain talkoisiin",
    "Täytä hakemus loppuun",
    "Kysy aamukurssin paikkaa",
)
AGREED_WORKER = (
    "Varaa tulkki",
    "Soita ryhmäpäivän aamuna",
    "Selvitä työkokeilun paikat",
    "Lähetä kurssin esite",
    "Varaa aika lähiötuvalta",
)

PLACES = ("Sampolan lähiötupa", "Väinölän lähiötupa", "Pihlavan kirjasto", "Hankkeen toimisto", "Impolan kerhotila")

GROUP_NOTES = (
    "Teimme yhdessä lounaan ja juttelimme työpaikan säännöistä.",
    "Kävelimme alueella ja kirjasimme, mitä haluamme muuttaa.",
    "Harjoittelimme asiointia puhelimella.",
    "Suunnittelimme kevään talkoot.",
    "Puhuimme siitä, mikä auttaa jaksamaan.",
)

HEALTH = (
    "Verenpaine mitattu, arvot koholla. Sovittiin seurannasta ja ajanvarauksesta terveysasemalle.",
    "Uni on parantunut. Jatketaan samalla tavalla.",
    "Keskusteltiin päihteiden käytöstä. Hän haluaa vähentää ja toivoo tukea.",
)
