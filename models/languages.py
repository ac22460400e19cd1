"""The languages in which people can be answered: English always, and those of them that a deployment names."""

from enum import StrEnum


class Language(StrEnum):
    """By its code in ISO 639-1."""

    ENGLISH = "en"
    WELSH = "cy"
    IRISH = "ga"
    GAELIC = "gd"
    ARABIC = "ar"
    BENGALI = "bn"
    GUJARATI = "gu"
    PANJABI = "pa"
    PERSIAN = "fa"
    POLISH = "pl"
    PORTUGUESE = "pt"
    ROMANIAN = "ro"
    SOMALI = "so"
    SPANISH = "es"
    TURKISH = "tr"
    UKRAINIAN = "uk"
    URDU = "ur"

    @property
    def words(self) -> str:
        """What it is called in English."""
        return _NAMES[self][0]

    @property
    def own(self) -> str:
        """What those who speak it call it."""
        return _NAMES[self][1]

    @property
    def direction(self) -> str:
        return "rtl" if self in _RIGHT_TO_LEFT else "ltr"


_NAMES = {
    Language.ENGLISH: ("English", "English"), Language.WELSH: ("Welsh", "Cymraeg"),
    Language.IRISH: ("Irish", "Gaeilge"), Language.GAELIC: ("Scottish Gaelic", "Gàidhlig"),
    Language.ARABIC: ("Arabic", "العربية"), Language.BENGALI: ("Bengali", "বাংলা"),
    Language.GUJARATI: ("Gujarati", "ગુજરાતી"), Language.PANJABI: ("Panjabi", "ਪੰਜਾਬੀ"),
    Language.PERSIAN: ("Persian", "فارسی"), Language.POLISH: ("Polish", "polski"),
    Language.PORTUGUESE: ("Portuguese", "português"), Language.ROMANIAN: ("Romanian", "română"),
    Language.SOMALI: ("Somali", "Soomaali"), Language.SPANISH: ("Spanish", "español"),
    Language.TURKISH: ("Turkish", "Türkçe"), Language.UKRAINIAN: ("Ukrainian", "українська"),
    Language.URDU: ("Urdu", "اردو"),
}
_RIGHT_TO_LEFT = frozenset({Language.ARABIC, Language.PERSIAN, Language.URDU})


def named(code: str) -> str:
    return Language(code).words
