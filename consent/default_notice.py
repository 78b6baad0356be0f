"""The privacy notice that a new programme starts with, in words that can be read aloud (GDPR Art. 13 and 14).

The controller reads it, changes what is not true here, and publishes its own version. Name, phone and address of the
controller stand beside the text on the page, because they are data.
"""

NOTICE: dict[str, str] = {
    "fi": """\
Miksi käsittelemme tietojasi
Autamme sinua eteenpäin: työhön, koulutukseen tai muuhun palveluun. Siksi kirjaamme, mitä olemme sopineet.

Mitä kirjaamme
Kirjaamme nimesi, yhteystietosi, kielesi, tilanteesi ja tavoitteesi. Kirjaamme myös tapaamiset, ryhmät ja lähetteet. \
Terveysasioita kirjaa vain terveysneuvoja, ja vain jos annat siihen luvan.

Mihin se perustuu
Ohjaus ja ryhmät ovat yleisen edun mukainen tehtävä (tietosuoja-asetus 6 artikla 1 kohta e alakohta, tietosuojalaki \
4 §). Hankkeen seuranta perustuu lakiin (asetus (EU) 2021/1060, laki 757/2021). Muuhun kysymme sinulta luvan. Voit \
sanoa ei. Voit myös perua luvan milloin vain.

Kuka näkee tietosi
Tietosi näkevät ne työntekijät, jotka auttavat sinua. Jokainen katselu jää lokiin. Voit kysyä, kuka on katsonut. \
Muille kerromme vain, jos annat luvan tai jos laki vaatii.

Kuinka kauan säilytämme tietosi
Säilytämme tietosi kaksi vuotta siitä, kun asiasi päättyy. Hankkeen seurantatiedot säilytämme viisi vuotta viimeisen \
maksun vuoden lopusta. Lokit säilytämme 12 vuotta.

Mitä voit pyytää
Saat nähdä tietosi ja saada niistä kopion. Voit pyytää, että korjaamme tai poistamme tietoja. Voit vastustaa \
käsittelyä tai pyytää sen rajoittamista. Voit valittaa tietosuojavaltuutetulle: tietosuoja.fi.

Emme siirrä tietojasi EU:n ulkopuolelle. Kone ei tee sinusta päätöksiä.""",
    "sv": """\
Varför vi behandlar dina uppgifter
Vi hjälper dig vidare: till arbete, utbildning eller annan service. Därför antecknar vi vad vi har kommit överens \
om.

Vad vi antecknar
Vi antecknar ditt namn, dina kontaktuppgifter, ditt språk, din situation och dina mål. Vi antecknar också möten, \
grupper och remisser. Om din hälsa antecknar bara hälsorådgivaren, och bara om du ger lov till det.

Vad det grundar sig på
Handledningen och grupperna är en uppgift av allmänt intresse (dataskyddsförordningen artikel 6.1 e, dataskyddslagen \
4 §). Uppföljningen av projektet grundar sig på lag (förordning (EU) 2021/1060, lag 757/2021). För annat ber vi om \
ditt lov. Du kan säga nej. Du kan också återkalla ditt lov när som helst.

Vem som ser dina uppgifter
De anställda som hjälper dig ser dina uppgifter. Varje gång någon tittar sparas i loggen. Du kan fråga vem som har \
tittat. För andra berättar vi bara om du ger lov eller om lagen kräver det.

Hur länge vi sparar dina uppgifter
Vi sparar dina uppgifter i två år efter att ditt ärende har avslutats. Uppgifter för uppföljning av projektet sparar \
vi i fem år räknat från slutet av det år då den sista betalningen gjordes. Loggarna sparar vi i 12 år.

Vad du kan begära
Du får se dina uppgifter och få en kopia av dem. Du kan be oss rätta eller radera uppgifter. Du kan motsätta dig \
behandlingen eller be oss begränsa den. Du kan klaga hos dataombudsmannen: tietosuoja.fi/sv.

Vi för inte över dina uppgifter utanför EU. Ingen maskin fattar beslut om dig.""",
    "en": """\
Why we use your data
We help you forward: to work, training or another service. That is why we write down what we have agreed.

What we write down
We write down your name, your contact details, your language, your situation and your goals. We also write down \
meetings, groups and referrals. Only the health counsellor writes about your health, and only if you permit it.

What it is based on
Guidance and groups are a task in the public interest (GDPR Article 6(1)(e), Finnish Data Protection Act, section \
4). Following up the project is based on law (Regulation (EU) 2021/1060, Act 757/2021). For everything else we ask \
for your permission. You can say no. You can also take your permission back at any time.

Who sees your data
The workers who help you see your data. Each time somebody looks, it is recorded. You can ask who has looked. We \
tell others only if you permit it or if the law requires it.

How long we keep your data
We keep your data for two years after your matter has ended. We keep project follow-up data for five years from the \
end of the year of the last payment. We keep the logs for 12 years.

What you can ask for
You can see your data and get a copy. You can ask us to correct or delete data. You can object to the use of your \
data or ask us to limit it. You can complain to the Data Protection Ombudsman: tietosuoja.fi/en.

We do not transfer your data outside the EU. No machine makes decisions about you.""",
}
