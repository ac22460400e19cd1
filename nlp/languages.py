"""Which language a text is in: English, Welsh, or another. Decided by the small words, which every sentence has."""

import re
from typing import Literal

from nlp.lists import listed
from nlp.pipeline import readable
from nlp.words import known, lemma

Language = Literal["en", "cy", "other"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
READ = 400  # words of a text that are looked at
_WELSH = listed(
    """
    a ac ag ar am ai at beth bod byddai byddwn bydd chi chwi cael cyn da dan dim does dros drwy dw dych dydy
    dyma dyna dw'i ddim ein eich eu ei efo eisiau er eto fel fi felly fod fy gan gyda gallu gall gwneud gennym
    gweld hefyd heb hi hon hwn hyn i'r i'w iawn ichi inni iddo iddi iddynt iddyn lle llawer mae maen maent mai
    mewn mi mor mwy na nad neu nhw ni nid nes nawr o'r o oedd oes ond oherwydd os pam pan pawb pob pobl pwy
    rhaid rhai rhwng rydw rydym rydyn roedd sy sydd sut sy'n tra un unrhyw wedi wrth yn y yr ydy yw ydyn ydych
    ym yng yna yma yw'r a'r â gyda'r mae'r mae'n dylai dylid ysgol ffordd plant gwasanaeth cyngor dref bws
    ysbyty pentref diolch bore prynhawn heddiw croes croesi gormod geir goryrru goleuadau fysiau bysiau ceir car
    stryd tai gofal iechyd cymraeg cymru gymraeg wasanaeth wasanaethau meddyg meddygfa apwyntiad biniau sbwriel
    parc llwybr beicio
    """
)
_BOTH = listed("a am at o i un dim da car parc dan er pan ni hi")  # also words of other languages, or names
_WELSH_LOOK = re.compile(r"ŵ|ŷ|[wy]dd|^(?:ll|ngh|mh|nh|ff|rh)|dd$|wyd|aeth|[^aeiou\W]w[^aeiouwy\W]")
_ENGLISH = listed(
    """
    a about after all an and any are as at be because been before but by can do for from get had has have he her
    here his how i if in into is it its just like me more my need no not of on one or our out over people please
    should so some that the their them then there they this to too up very was we were what when where which who
    why will with would you your don't it's can't isn't doesn't i'm
    """
)
# The small words of the languages most written in the United Kingdom after these two, and of a few neighbours.
_OTHERS = {
    "Polish": listed(
        "i w na z do się nie że jest jak dla od po ale przez co to są bo więcej nam nas tylko przy bardzo gdy"
    ),
    "Romanian": listed(
        "și în la de cu pe nu este sunt pentru că mai din o un care ne nu sau dar avem fi să este foarte"
    ),
    "French": listed(
        "le la les de des du un une et est pas pour dans que qui sur avec il elle nous vous plus au aux ce"
    ),
    "Spanish": listed("el la los las de un una y es no para en que con por más se su del al como pero hay muy porque"),
    "Portuguese": listed("o a os as de um uma e é não para em que com por mais se do da no na mas muito são há porque"),
    "Italian": listed(
        "il lo la i gli le di un una e è non per in che con più si del della al ma sono molto perché nel"
    ),
    "German": listed(
        "der die das und ist nicht für in mit zu den ein eine auf es wir sie von im auch dass mehr sind bei"
    ),
    "Dutch": listed(
        "de het een en is niet voor in met te van op dat er wij ze ook meer zijn bij maar om naar deze veel"
    ),
    "Turkish": listed("ve bir bu için ile çok daha değil var yok ama gibi olan da de ne her şey biz kadar sonra mi"),
    "Lithuanian": listed("ir yra ne kad į su už bet per nuo iki tai mes jūs labai daugiau mums reikia kaip prie apie"),
    "Somali": listed("iyo waa in ka ku oo uu ay la ah si wax waxaa ma u soo aan leh badan kale inuu inay"),
}


def detect(text: str) -> Language:
    """The language of a text of any length: "en", "cy" or "other"; it never fails.

    A text of a word or two that could be anything is taken for English.
    """
    text = readable(text)
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)[:READ]]
    if not words:
        return "en"
    if sum(word.isascii() or _latin(word) for word in words) < len(words) / 2:
        return "other"
    english = _share(words, _ENGLISH)
    welsh = _share(words, _WELSH - _BOTH)
    looks = sum(bool(_WELSH_LOOK.search(word)) and not _in_dictionary(word) for word in words) / len(words)
    if welsh + looks / 2 > english and welsh + looks > 0.2:
        return "cy"
    strange = max(_share(words, small) for small in _OTHERS.values())
    plain = sum(word[:1].islower() for word in _WORD.findall(text)[:READ])
    told = sum((len(word) > 2 and _in_dictionary(word)) or word in _ENGLISH for word in words) / len(words)
    accented = any(not word.replace("'", "").isascii() for word in words)
    foreign = strange > english + 0.1 and told < 0.6 and (accented or len(words) > 2)
    unknown = plain >= 3 and told < 0.3 and english == 0
    return "other" if foreign or unknown else "en"


def _share(words: list[str], small: frozenset[str]) -> float:
    return sum(word in small for word in words) / len(words)


def _latin(word: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in word)


def _in_dictionary(word: str) -> bool:
    return known(lemma(word.removesuffix("'s")))
