"""What the invented project asks: whole texts, in three languages."""

EMPLOYMENT = {
    "fi": (
        "Tiedot työllisyyspalveluille",
        (
            "Saammeko kertoa sinusta työllisyyspalveluille, kun lähetämme lähetteen? Näet kirjeen ensin. "
            "Voit sanoa ei. Se ei vaikuta palveluusi."
        ),
    ),
    "sv": (
        "Uppgifter till sysselsättningstjänsterna",
        (
            "Får vi berätta om dig för sysselsättningstjänsterna när vi skickar en remiss? Du ser brevet först. "
            "Du kan säga nej. Det påverkar inte den hjälp du får."
        ),
    ),
    "en": (
        "Your details to employment services",
        (
            "May we tell employment services about you when we send a referral? You see the letter first. "
            "You can say no. It does not change the help you get."
        ),
    ),
}
SCHOOL = {
    "fi": (
        "Tiedot aikuislukiolle",
        (
            "Saammeko kertoa sinusta aikuislukiolle, kun lähetämme lähetteen? Näet kirjeen ensin. "
            "Voit sanoa ei. Se ei vaikuta palveluusi."
        ),
    ),
    "sv": (
        "Uppgifter till vuxengymnasiet",
        (
            "Får vi berätta om dig för vuxengymnasiet när vi skickar en remiss? Du ser brevet först. "
            "Du kan säga nej. Det påverkar inte den hjälp du får."
        ),
    ),
    "en": (
        "Your details to the adult school",
        (
            "May we tell the adult school about you when we send a referral? You see the letter first. "
            "You can say no. It does not change the help you get."
        ),
    ),
}
