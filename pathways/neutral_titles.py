"""A group's title and place stand on walls, phones and calendars: they may not tell why people come."""

from consent.folding import folded

# Stems as people write them, folded (groups and plan, "Neutral title").
TELLING_STEMS = tuple(
    map(
        folded,
        """
        päihde huume alkoho riippuvu mielenterv masennu velka väkival
        missbruk drog psykisk skuld våld
        """.split(),
    )
)


def tells(text: str) -> bool:
    """Whether a title or a place names a health or substance theme, or debts or violence."""
    return any(stem in folded(text) for stem in TELLING_STEMS)
