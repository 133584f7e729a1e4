"""Vietnamese text: cleaning, folding, sorting, and the fonts that came before Unicode. Pure; names are kept as written.

Highland letters (ĕ ŏ ĭ ŭ č ñ ƀ, apostrophes) and the sex markers A, Y, H' of the local peoples are known here.
"""

import re
from functools import lru_cache
from itertools import product
from unicodedata import combining, is_normalized, normalize

# ---------------------------------------------------------------- cleaning and folding

_ODD_SPACE = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\x00-\x08\x0e-\x1f\x7f]")
_APOSTROPHES = re.compile("['’‘ʼʻʹ`´′＇\u02bf\u02be]\\s*")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_SINGLE = {"đ": "d", "ð": "d", "ƀ": "b", "ɓ": "b", "ł": "l", "ø": "o"}


class _FoldedLetters(dict[int, str]):
    """Each letter's folded form, worked out when first met."""

    def __missing__(self, code: int) -> str:
        apart = normalize("NFKD", chr(code).casefold())
        folded = "".join(_SINGLE.get(sign, sign) for sign in apart if not combining(sign)).casefold()
        self[code] = folded
        return folded


_FOLDED = _FoldedLetters()


def clean(text: str) -> str:
    """The text composed (NFC), without invisible characters, each run of spaces of any kind made one, ends trimmed.

    Letters stay as written. A soft hyphen goes, unless it is the ư of TCVN3 text.
    """
    if text.isascii():
        return " ".join(_INVISIBLE.sub("", text).split()) if not text.isalnum() else text
    text = _INVISIBLE.sub("", text)
    if "\u00ad" in text and detect_legacy(text) != "tcvn3":
        text = text.replace("\u00ad", "")
    return _ODD_SPACE.sub(" ", normalize("NFC", text)).strip()


def is_decomposed(text: str) -> bool:
    """Whether letters and their marks are stored apart, as some phones and old Macs do."""
    return not text.isascii() and not is_normalized("NFC", text)


def fold(name: str) -> str:
    """The name for search and comparison: small letters, no diacritics, no apostrophes, words parted by one space.

    đ is d, ƀ is b; ``H'Mok``, ``H’ Mok`` and ``hmok`` fold alike. Folding twice changes nothing.
    """
    if not name.isascii():
        name = _APOSTROPHES.sub("", name).translate(_FOLDED)
    else:
        name = _APOSTROPHES.sub("", name).lower() if "'" in name or "`" in name else name.lower()
    words = name.split()
    if "".join(words).isalnum():
        return " ".join(words)
    return " ".join(_NOT_WORD.sub(" ", name).split())


# ---------------------------------------------------------------- sex markers

Y_IS_FEMALE = frozenset({"xo-dang", "ba-na", "gie-trieng", "brau", "ro-mam"})
"""Ethnic groups in which A stands before men's and Y before women's names (practice of the Kon Tum highlands)."""
Y_IS_MALE = frozenset({"e-de", "mnong"})
"""Ethnic groups in which Y stands before men's names and H' before women's."""
_H_IS_FEMALE = Y_IS_MALE | {"gia-rai"}
_H_MARKER = re.compile(r"[Hh]\s?['’‘ʼʻ`´]\s*(?=\w)")


def _marker(name: str, ethnicity: str) -> tuple[str, str]:
    """The marker (``a``, ``y``, ``h`` or nothing) and the rest of the name.

    It is a marker only if something follows it and the ethnic group uses it; an unknown group ("") may. Ý is no marker.
    """
    first, _, rest = name.strip().partition(" ")
    users = {"a": Y_IS_FEMALE, "y": Y_IS_FEMALE | Y_IS_MALE}.get(first.lower())
    if users and rest.strip() and (not ethnicity or ethnicity in users):
        return first.lower(), rest
    if (not ethnicity or ethnicity in _H_IS_FEMALE) and (match := _H_MARKER.match(name.strip())):
        return "h", name.strip()[match.end() :]
    return "", name


def bare_name(name: str, ethnicity: str = "") -> str:
    """The folded name without its sex marker: ``A Brâo`` and ``Brao`` are both ``brao``.

    ``ethnicity`` is an id of the pack ethnic-groups; empty is unknown. Among other groups nothing is cut off.
    """
    return fold(_marker(name, ethnicity)[1])


def marked_sex(name: str, ethnicity: str) -> str:
    """``m`` or ``f`` where name and ethnic group say it together, else empty: Y alone says nothing."""
    marker, _ = _marker(name, ethnicity)
    if not ethnicity or not marker:
        return ""
    if marker == "y":
        return "m" if ethnicity in Y_IS_MALE else "f"
    return {"a": "m", "h": "f"}[marker]


# ---------------------------------------------------------------- sorting

_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_CODES = dict(zip(_ALPHABET, "6789abcdefghijklmnopqrstuvwxy", strict=True))
_CODES |= {foreign: _CODES[before] + "z" for foreign, before in {"f": "ê", "j": "i", "w": "v", "z": "y"}.items()}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_BREVE_OFF_A = re.compile("(?<!a)\u0306")


def sort_key(name: str, *, given_first: bool = True) -> str:
    """An ASCII string that sorts as Vietnamese does, in any database collation: digits and small letters only.

    Names go by the given name (last word), then the others from the first; places, ``given_first=False``, as they
    stand. Letters a ă â b c d đ e ê …, then tones ngang huyền hỏi ngã sắc nặng, word by word; numbers by value.
    """
    words = _APOSTROPHES.sub("", name).split()
    if given_first and len(words) > 1:
        words.insert(0, words.pop())
    return "".join([_word_key(word) for word in words])


@lru_cache(maxsize=1 << 16)
def _word_key(word: str) -> str:
    return "".join(_number_key(run) if run.isdecimal() else _letters_key(run) for run in _RUNS.findall(normalize("NFC", word)))


def _number_key(digits: str) -> str:
    digits = (str(int(digits)) if len(digits) < 4000 else "9" * 9)[:9]
    return f"0{len(digits)}{digits}"


def _letters_key(word: str) -> str:
    apart = normalize("NFD", word.lower())
    tone = next((_TONES[mark] for mark in apart if mark in _TONES), "0")
    plain = "".join(mark for mark in apart if mark not in _TONES)
    letters = normalize("NFC", _BREVE_OFF_A.sub("", plain))
    return "".join(_CODES.get(letter) or _CODES.get(fold(letter)[:1], "") for letter in letters) + tone


# ---------------------------------------------------------------- fonts before Unicode

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)


def _vni_table() -> dict[str, str]:
    """VNI-Windows: a vowel and a sign behind it make one letter; í ì æ ó ò î ñ ô ö stand alone."""
    acute, grave, hook, tilde, dot, hat, breve, horn = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "\u0302", "\u0306", "\u031b"
    tones = dict(zip("ùøûõï", (acute, grave, hook, tilde, dot), strict=True))
    hats = {"â": hat} | {sign: hat + tone for sign, tone in zip("áàåãä", (acute, grave, hook, tilde, dot), strict=True)}
    breves = {"ê": breve} | {sign: breve + tone for sign, tone in zip("éèúüë", (acute, grave, hook, tilde, dot), strict=True)}
    table = {base + sign: base + mark for base, (sign, mark) in product("aeouy", tones.items())}
    table |= {base + sign: base + mark for base, (sign, mark) in product("aeo", hats.items())}
    table |= {"a" + sign: "a" + mark for sign, mark in breves.items()}
    table |= {own + sign: base + horn + mark for (own, base), (sign, mark) in product((("ô", "o"), ("ö", "u")), tones.items())}
    table |= dict(zip("íìæóòîñôö", ("í", "ì", "ỉ", "ĩ", "ị", "ỵ", "đ", "ơ", "ư"), strict=True))
    small = {legacy: normalize("NFC", letter) for legacy, letter in table.items()}
    capital = {legacy.upper(): letter.upper() for legacy, letter in small.items()}
    mixed = {legacy[0].upper() + legacy[1:]: letter.upper() for legacy, letter in small.items() if len(legacy) == 2}
    return small | mixed | capital


_VNI = _vni_table()
_VNI_SIGNS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_LEGACY_WORD = re.compile("[A-Za-z'’\u00a1-\u00ff]+")

_ONSET = "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|p|ph|r|s|th?|tr|v|x|qu?)?"
_RHYME = (
    "(?:a(?:[iouymnpct]|ng|nh|ch)?|ă(?:[mnpct]|ng)|â(?:[muynpct]|ng)|e(?:[mnptco]|ng)?|ê(?:[mnptcu]|ng|nh|ch)?"
    "|[iy](?:[mnptuac]|nh|ch)?|[iy]ê(?:[mnptcu]|ng)|o(?:[mnptci]|ng)?|oo(?:c|ng)|oa(?:[imnptcyo]|ng|nh|ch)?|oă(?:[mntc]|ng)|oe(?:[mnto])?"
    "|ô(?:[mnptci]|ng)?|ơ(?:[mnpti])?|u(?:[mnptcia]|ng)?|uâ(?:[nty]|ng)|uê(?:[nt]|nh|ch)?|uơ|uô(?:[mntci]|ng)"
    "|uy(?:[antpu]|nh|ch)?|uyê[nt]|ư(?:[mntciua]|ng)?|ươ(?:[mnptciu]|ng))"
)
_SYLLABLE = re.compile(_ONSET + _RHYME)
_MISSPELT = re.compile(r"(?:k|gh|ngh)(?![eêiyh])|(?:c|(?<!n)g|ng)(?=[eê])|(?:c|ng)(?=[iy])|q(?!u)|p(?!h)|q?u[iy]{2}")

_TONE_BEFORE_LAST = re.compile("(?:[aâ][uy]|a[io]|eo|[êi]u|[oôơuư]i|ưu|(?<!q)ua|ưa|(?<!g)ia)$")


@lru_cache(maxsize=1 << 16)
def _reads_as_syllable(word: str, strict: bool) -> bool:
    """Whether the word can be one Vietnamese syllable; ``strict`` also asks for the spelling of c, k, g, p and of the tone."""
    apart = normalize("NFD", word.lower())
    toneless = normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))
    if not _SYLLABLE.fullmatch(toneless):
        return False
    tones = sum(mark in _TONES for mark in apart)
    late = apart[-1] in _TONES and _TONE_BEFORE_LAST.search(toneless)
    return not (strict and (_MISSPELT.match(toneless) or tones > 1 or late))


def to_unicode(text: str, font: str) -> str:
    """Text typed for a ``tcvn3`` (ABC) or ``vni`` font, in Unicode. Raises KeyError for another font.

    TCVN3 kept capitals with tones in separate fonts: inside a word of capitals they are made capitals, else stay small.
    """
    convert = {"tcvn3": _from_tcvn3, "vni": _from_vni}[font]
    return normalize("NFC", _LEGACY_WORD.sub(lambda word: convert(word[0]), text))


def _from_vni(word: str) -> str:
    return _VNI_SIGNS.sub(lambda sign: _VNI[sign[0]], word)


def _from_tcvn3(word: str) -> str:
    letters = "".join(_TCVN3.get(sign, sign) for sign in word)
    ascii_letters = [sign for sign in word if sign.isascii() and sign.isalpha()]
    return letters.upper() if len(ascii_letters) > 1 and "".join(ascii_letters).isupper() else letters


def detect_legacy(text: str) -> str:
    """``tcvn3`` or ``vni`` if the text was typed for such a font and is unreadable as Unicode, else empty.

    Evidence is a word that is no Vietnamese syllable as it stands and becomes one; a word that was one and ceases to be
    speaks against. A letter beyond Latin-1 settles that the text is Unicode. Ñ alone (Gia Rai, Ê Đê) proves nothing.
    """
    if text.isascii() or max(text) > "\u00ff":
        return ""
    scores = {"tcvn3": 0, "vni": 0}
    for word in _LEGACY_WORD.findall(text):
        if not word.isascii():
            for font in scores:
                scores[font] += _evidence(word, font)
    best = max(scores, key=lambda font: scores[font])
    return best if scores[best] > 0 else ""


@lru_cache(maxsize=1 << 16)
def _evidence(word: str, font: str) -> int:
    read = to_unicode(word, font)
    if read == word or word.lower().replace("ñ", "").isascii():
        return 0
    before, after = _reads_as_syllable(word, False), _reads_as_syllable(read, True)
    if not before and after:
        return 1
    return -1 if before and not after else 0
