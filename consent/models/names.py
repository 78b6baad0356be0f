"""Names that the controller gives to things of the law, in the three languages of the pages."""

from django.utils.translation import get_language


class Named:
    """Chooses among the columns `name_fi`, `name_sv` and `name_en` of a model."""

    name_fi: str
    name_sv: str
    name_en: str

    @property
    def name(self) -> str:
        """The name in the language of the page, in Finnish where there is none."""
        names = {"sv": self.name_sv, "en": self.name_en}
        return names.get((get_language() or "fi").split("-")[0]) or self.name_fi
