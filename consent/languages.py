"""The languages in which a participant can be spoken to or interpreted for.

Codes are BCP 47, so that they serve as the `lang` of a page; the list follows what interpreters are asked for in
Finland. Easy Finnish is not here: it is a way of writing Finnish, not a language. A name is a label of its own (first
letter big) and is never put into a sentence, where Finnish would inflect it.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import folding

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class UnknownLanguage(ValueError):
    """A code that the house does not offer."""

    @property
    def message(self) -> str:
        return str(_("Choose a language from the list."))


@dataclass(frozen=True, slots=True)
class Language:
    """One language; `own_name` is what its speakers call it ("" for another language than those listed)."""

    code: str
    label: "StrPromise" = field(repr=False)
    own_name: str = field(repr=False)
    rtl: bool = field(default=False, repr=False)

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return str(self.label)

    @property
    def direction(self) -> str:
        """The value of `dir` for text in the language."""
        return "rtl" if self.rtl else "ltr"


OTHER = "mis"  # ISO 639: a language without a code of its own here
_FIRST = ("fi", "sv", "en")

_LANGUAGES = {
    language.code: language
    for language in (
        Language("fi", pgettext_lazy("language", "Finnish"), "suomi"),
        Language("sv", pgettext_lazy("language", "Swedish"), "svenska"),
        Language("en", pgettext_lazy("language", "English"), "English"),
        Language("sq", pgettext_lazy("language", "Albanian"), "shqip"),
        Language("am", pgettext_lazy("language", "Amharic"), "አማርኛ"),
        Language("ar", pgettext_lazy("language", "Arabic"), "العربية", rtl=True),
        Language("hy", pgettext_lazy("language", "Armenian"), "հայերեն"),
        Language("az", pgettext_lazy("language", "Azerbaijani"), "azərbaycan"),
        Language("be", pgettext_lazy("language", "Belarusian"), "беларуская"),
        Language("bn", pgettext_lazy("language", "Bengali"), "বাংলা"),
        Language("bs", pgettext_lazy("language", "Bosnian"), "bosanski"),
        Language("bg", pgettext_lazy("language", "Bulgarian"), "български"),
        Language("my", pgettext_lazy("language", "Burmese"), "မြန်မာ"),
        Language("yue", pgettext_lazy("language", "Cantonese"), "粵語"),
        Language("zh", pgettext_lazy("language", "Chinese (Mandarin)"), "中文"),
        Language("hr", pgettext_lazy("language", "Croatian"), "hrvatski"),
        Language("prs", pgettext_lazy("language", "Dari"), "دری", rtl=True),
        Language("nl", pgettext_lazy("language", "Dutch"), "Nederlands"),
        Language("et", pgettext_lazy("language", "Estonian"), "eesti"),
        Language("fil", pgettext_lazy("language", "Filipino (Tagalog)"), "Filipino"),
        Language("fse", pgettext_lazy("language", "Finnish Sign Language"), "suomalainen viittomakieli"),
        Language("fss", pgettext_lazy("language", "Finland-Swedish Sign Language"), "finlandssvenskt teckenspråk"),
        Language("rmf", pgettext_lazy("language", "Finnish Romani"), "kaalengo tšimb"),
        Language("fr", pgettext_lazy("language", "French"), "français"),
        Language("ka", pgettext_lazy("language", "Georgian"), "ქართული"),
        Language("de", pgettext_lazy("language", "German"), "Deutsch"),
        Language("el", pgettext_lazy("language", "Greek"), "Ελληνικά"),
        Language("ha", pgettext_lazy("language", "Hausa"), "Hausa"),
        Language("he", pgettext_lazy("language", "Hebrew"), "עברית", rtl=True),
        Language("hi", pgettext_lazy("language", "Hindi"), "हिन्दी"),
        Language("hu", pgettext_lazy("language", "Hungarian"), "magyar"),
        Language("smn", pgettext_lazy("language", "Inari Sámi"), "anarâškielâ"),
        Language("id", pgettext_lazy("language", "Indonesian"), "Indonesia"),
        Language("it", pgettext_lazy("language", "Italian"), "italiano"),
        Language("ja", pgettext_lazy("language", "Japanese"), "日本語"),
        Language("rw", pgettext_lazy("language", "Kinyarwanda"), "Ikinyarwanda"),
        Language("ko", pgettext_lazy("language", "Korean"), "한국어"),
        Language("kmr", pgettext_lazy("language", "Kurdish (Kurmanji)"), "kurdî (kurmancî)"),
        Language("ckb", pgettext_lazy("language", "Kurdish (Sorani)"), "کوردی (سۆرانی)", rtl=True),
        Language("lv", pgettext_lazy("language", "Latvian"), "latviešu"),
        Language("ln", pgettext_lazy("language", "Lingala"), "lingála"),
        Language("lt", pgettext_lazy("language", "Lithuanian"), "lietuvių"),
        Language("ne", pgettext_lazy("language", "Nepali"), "नेपाली"),
        Language("se", pgettext_lazy("language", "Northern Sámi"), "davvisámegiella"),
        Language("om", pgettext_lazy("language", "Oromo"), "Oromoo"),
        Language("ps", pgettext_lazy("language", "Pashto"), "پښتو", rtl=True),
        Language("fa", pgettext_lazy("language", "Persian (Farsi)"), "فارسی", rtl=True),
        Language("pl", pgettext_lazy("language", "Polish"), "polski"),
        Language("pt", pgettext_lazy("language", "Portuguese"), "português"),
        Language("pa", pgettext_lazy("language", "Punjabi"), "ਪੰਜਾਬੀ"),
        Language("ro", pgettext_lazy("language", "Romanian"), "română"),
        Language("ru", pgettext_lazy("language", "Russian"), "русский"),
        Language("sr", pgettext_lazy("language", "Serbian"), "српски"),
        Language("si", pgettext_lazy("language", "Sinhala"), "සිංහල"),
        Language("sms", pgettext_lazy("language", "Skolt Sámi"), "sääʹmǩiõll"),
        Language("so", pgettext_lazy("language", "Somali"), "Soomaali"),
        Language("es", pgettext_lazy("language", "Spanish"), "español"),
        Language("sw", pgettext_lazy("language", "Swahili"), "Kiswahili"),
        Language("ta", pgettext_lazy("language", "Tamil"), "தமிழ்"),
        Language("th", pgettext_lazy("language", "Thai"), "ไทย"),
        Language("ti", pgettext_lazy("language", "Tigrinya"), "ትግርኛ"),
        Language("tr", pgettext_lazy("language", "Turkish"), "Türkçe"),
        Language("uk", pgettext_lazy("language", "Ukrainian"), "українська"),
        Language("ur", pgettext_lazy("language", "Urdu"), "اردو", rtl=True),
        Language("uz", pgettext_lazy("language", "Uzbek"), "o‘zbek"),
        Language("vi", pgettext_lazy("language", "Vietnamese"), "Tiếng Việt"),
        Language("mis", pgettext_lazy("language", "Other language"), ""),
    )
}
CODES = frozenset(_LANGUAGES)


def find(code: str) -> Language:
    """Return the language of a code. Raises `UnknownLanguage`."""
    try:
        return _LANGUAGES[code]
    except KeyError:
        raise UnknownLanguage from None


def name(code: str) -> str:
    """Return a language's name in the language of the page. Raises `UnknownLanguage`."""
    return find(code).name


def choices() -> list[tuple[str, str]]:
    """Return codes and names for a form: Finnish, Swedish and English first, another language last."""
    between = (language for code, language in _LANGUAGES.items() if code not in (*_FIRST, OTHER))
    ordered = sorted(between, key=lambda language: folding.finnish_sort_key(language.name))
    return [
        *((code, name(code)) for code in _FIRST),
        *((language.code, language.name) for language in ordered),
        (OTHER, name(OTHER)),
    ]
