"""Names: folding, markers, sort order, and the fonts before Unicode; with real traps of the highlands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nharong.kernel import text
from nharong.kernel.text import bare_name, clean, detect_legacy, fold, is_decomposed, marked_sex, sort_key, to_unicode

VIETNAMESE = """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Văn Thị Hữu Đức Ngọc Thúy Quỳnh Hạnh Dũng Tuấn
    Hường Thuỷ Mỹ Mỵ Lợi Kỳ Ánh Oanh Uyên Yến Khuê Giang Nghĩa Nhị Thìn Tỵ Sửu Quý Toản Thoại Phượng Bảy Tám Chín Mười Út Được Gấm Nở Xoan
    """.split()  # noqa: SIM905
HIGHLAND = """
    A Y H' Thui Hu Đai Brâu Brâo Brao Huy Phiên Êban Niê Kđăm Mlô Kbuôr Ñê Ñiên Kpă Ksor Siu Rchom Rơ Châm Nay Rah Lan Byă Hmok Ayun
    Krông Plei Kân Kôn Blô Jô Rêl Wâu Đăk Wơk Ya Xiêr Mơ Ngŏ Tŭm Čư Ƀlĕ Thiâng Yôh Rô Dôl Môl Pâng Khuyên Biêu Ngôih Michaël Raphaël Anaïs
    """.split()  # noqa: SIM905
words_vi = st.lists(st.sampled_from(VIETNAMESE), min_size=1, max_size=5).map(" ".join)
words_any = st.lists(st.sampled_from(VIETNAMESE + HIGHLAND), min_size=1, max_size=5).map(" ".join)


# ---------------------------------------------------------------- cleaning and folding


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đặng Thị Ngọc", "dang thi ngoc"),
        ("  A   Brâo ", "a brao"),
        ("H'Mok", "hmok"),
        ("H’ Mok", "hmok"),
        ("Kpă H’Ngŏ", "kpa hngo"),
        ("Y Ƀlĕ Čư", "y ble cu"),
        ("Rơ̆ Châm", "ro cham"),
        ("ĐẶNG", "dang"),
        ("Bru-Vân Kiều", "bru van kieu"),
        ("", ""),
        (" . ", ""),
    ],
)
def test_fold(written, folded):
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded


@given(st.text())
def test_fold_is_idempotent(value):
    assert fold(fold(value)) == fold(value)


@given(st.text())
def test_clean_is_idempotent_and_composed(value):
    once = clean(value)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()


@given(words_any)
def test_clean_composes_and_keeps_letters(name):
    apart = unicodedata.normalize("NFD", name)
    assert clean(apart) == unicodedata.normalize("NFC", name)
    assert is_decomposed(apart) == (apart != unicodedata.normalize("NFC", name))  # Đ has no mark to part from


def test_clean_takes_away_what_nobody_sees():
    assert clean("\ufeffA\u200b Thui\u00a0\u2003\t Y\u200d Hu \n") == "A Thui Y Hu"
    assert clean("Hồng\u00ad Hà") == "Hồng Hà"
    assert clean("Lan H\u00ad¬ng") == "Lan H\u00ad¬ng"  # the soft hyphen is the ư of TCVN3


# ---------------------------------------------------------------- sex markers


@pytest.mark.parametrize(
    ("name", "ethnicity", "bare", "sex"),
    [
        ("A Thui", "xo-dang", "thui", "m"),
        ("Y Hu", "ba-na", "hu", "f"),
        ("Y Moan Niê", "e-de", "moan nie", "m"),  # among Ê Đê and M'nông Y is a man
        ("Y Hu", "", "hu", ""),  # unknown group: comparable, but says nothing of the sex
        ("Y Vân", "kinh", "y van", ""),
        ("A Lử", "mong", "a lu", ""),
        ("Ý Nhi", "ba-na", "y nhi", ""),  # Ý is a name
        ("Y", "ba-na", "y", ""),
        ("A", "", "a", ""),
        ("H'Mok Niê", "e-de", "mok nie", "f"),
        ("H’ Mok", "gia-rai", "mok", "f"),
        ("Ksor H'Blă", "gia-rai", "ksor hbla", ""),
        ("Hồ Thị A", "kinh", "ho thi a", ""),
    ],
)
def test_marker(name, ethnicity, bare, sex):
    assert bare_name(name, ethnicity) == bare
    assert marked_sex(name, ethnicity) == sex


# ---------------------------------------------------------------- sorting


def in_order(names, **how):
    backwards = names[::-1]
    return sorted(backwards, key=lambda name: sort_key(name, **how)) == names


@pytest.mark.parametrize(
    "names",
    [
        [*"aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Nguyễn Văn Dung", "Nguyễn Văn Dũng", "Nguyễn Văn Dụng", "Nguyễn Văn Đa", "Lê Văn Đức", "Trần Văn Đức"],
        ["Nguyễn An", "Nguyễn Thị An", "Trần An", "Nguyễn Thị Anh", "Bùi Ánh", "Bùi Ân"],
        ["A Thui", "Y Thui", "A Thuy"],
        ["Cư", "Cứ", "Cựa", "Cừu"],
        ["Bình An", "An Bình", "Cao Bình"],
        ["Hoà", "Hoan", "Hoàn"],
    ],
)
def test_sort_order(names):
    assert in_order(names)


def test_places_sort_as_they_stand_with_numbers_by_value():
    assert in_order(["Làng Đăk Wơk", "Làng Kà Bầy", "Thôn 1", "Thôn 2", "Thôn 2A", "Thôn 10", "Thôn An"], given_first=False)


def test_tone_place_does_not_matter():
    assert sort_key("Hoà") == sort_key("Hòa")
    assert sort_key("H'Mok") == sort_key("H’ Mok")


@given(st.text())
def test_sort_key_sorts_in_any_collation(value):
    key = sort_key(value)
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())


@given(words_any, words_any)
def test_sort_key_is_of_the_composed_name(one, other):
    assert sort_key(unicodedata.normalize("NFD", one)) == sort_key(one)
    if sort_key(one) == sort_key(other):
        assert fold(one) == fold(other)


# ---------------------------------------------------------------- fonts before Unicode


@pytest.mark.parametrize(
    ("written", "font", "meant"),
    [
        ("Nguyeãn Thò Haïnh", "vni", "Nguyễn Thị Hạnh"),
        ("PHAÏM VAÊN ÑÖÙC", "vni", "PHẠM VĂN ĐỨC"),
        ("Söông", "vni", "Sương"),
        ("Leâ Thuyø", "vni", "Lê Thuỳ"),
        ("Ñinh Vaên", "vni", "Đinh Văn"),
        ("NguyÔn ThÞ H¹nh", "tcvn3", "Nguyễn Thị Hạnh"),
        ("TrÇn V¨n Dòng", "tcvn3", "Trần Văn Dũng"),
        ("§ç ThÞ Lan H\u00ad¬ng", "tcvn3", "Đỗ Thị Lan Hương"),
        ("Hïng", "tcvn3", "Hùng"),
        ("L£ V¡N §¤NG", "tcvn3", "LÊ VĂN ĐÔNG"),
    ],
)
def test_legacy_text_is_seen_and_read(written, font, meant):
    assert detect_legacy(written) == font
    assert to_unicode(written, font) == meant


@pytest.mark.parametrize(
    "name", ["Ñinh", "Y Ñiên", "Michaël", "Anaïs", "Niê", "Thò", "Plei Kân", "Làng Kà Bầy", "Brâu", "Êban", "«Hoa»", "30°", "José"]
)
def test_what_only_looks_odd_is_let_be(name):
    assert detect_legacy(name) == ""


@given(words_any)
def test_no_false_alarm_on_unicode_names(name):
    for form in (name, name.upper(), name.lower()):
        assert detect_legacy(form) == ""


def as_vni(name):
    table = {letter: legacy for legacy, letter in text._VNI.items()}
    return "".join(table.get(letter, letter) for letter in name)


def as_tcvn3(name):
    table = {letter: legacy for legacy, letter in text._TCVN3.items()}
    return "".join(table.get(letter, letter) for letter in name)


@given(words_vi)
def test_vni_round_trip(name):
    written = as_vni(name)
    assert to_unicode(written, "vni") == name
    assert as_vni(to_unicode(written, "vni")) == written


@given(words_vi)
def test_tcvn3_round_trip(name):
    name = name.lower()  # capitals with tones had fonts of their own
    assert to_unicode(as_tcvn3(name), "tcvn3") == name


@given(st.lists(st.sampled_from(VIETNAMESE), min_size=2, max_size=4), st.sampled_from([as_vni, as_tcvn3]))
def test_a_name_with_a_plain_sign_is_seen(words, font):
    name = " ".join(["Nguyễn", *words])
    written = font(name)
    assert detect_legacy(written) == font.__name__.removeprefix("as_")


def test_every_letter_has_both_spellings():
    tones = ["", *"\u0300\u0301\u0303\u0309\u0323"]
    letters = {"đ", *(unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in tones)}
    accented = {letter for letter in letters if not letter.isascii()}
    assert accented <= set(text._VNI.values())
    assert accented <= set(text._TCVN3.values())


def test_unknown_font():
    with pytest.raises(KeyError):
        to_unicode("a", "viscii")
