"""Who is literate: examples from the decree, properties of the levels, and the workbook's other way of counting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nharong.kernel import packs
from nharong.people.rules import literacy
from nharong.people.rules.literacy import Literacy, assess, commune_standard, cross_check, levels, rules

GRADE, CLASS = st.one_of(st.none(), st.integers(1, 12)), st.one_of(st.none(), st.integers(1, 5))
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "schooling": st.sampled_from(["none", "some"]),
        "finished": GRADE,
        "dropped": GRADE,
        "grade": st.one_of(st.none(), st.integers(0, 13)),
        "level": st.sampled_from(["", "mn", "th", "thcs", "thpt"]),
        "vocational": st.sampled_from(["", "so-cap", "trung-cap", "dai-hoc"]),
        "literacy_class": CLASS,
        "literacy_done": CLASS,
        "relapse": st.sampled_from([None, 1, 2]),
    },
)


@pytest.mark.parametrize(
    ("facts", "both"),
    [
        ({}, "uu"),
        ({"schooling": "none"}, "nn"),
        ({"schooling": "some"}, "uu"),
        ({"finished": 2}, "nn"),
        ({"finished": 3}, "yn"),
        ({"finished": 4}, "yn"),
        ({"finished": 5}, "yy"),
        ({"level": "th"}, "yy"),
        ({"level": "mn"}, "un"),
        ({"vocational": "trung-cap"}, "yy"),
        ({"vocational": "so-cap"}, "uu"),
        ({"literacy_done": 2}, "nn"),
        ({"literacy_done": 3}, "yn"),
        ({"literacy_done": 5}, "yy"),
        ({"literacy_class": 1}, "nn"),
        ({"literacy_class": 3}, "nn"),
        ({"literacy_class": 4}, "un"),  # a later term may be entered after placement: no proof of class 3
        ({"literacy_class": 4, "literacy_done": 3}, "yn"),
        ({"grade": 3}, "nn"),
        ({"grade": 4}, "yn"),
        ({"grade": 6}, "yy"),
        ({"grade": 0}, "uu"),
        ({"grade": 13}, "uu"),
        ({"dropped": 2}, "nn"),
        ({"dropped": 4}, "un"),  # may have finished grade 3, no text says so
        ({"dropped": 8}, "uu"),
        ({"dropped": 8, "finished": 7}, "yy"),
        ({"finished": 2, "dropped": 5}, "un"),  # the statements disagree
        ({"finished": 5, "dropped": 2}, "yy"),  # a proof stands
        ({"finished": 5, "relapse": 2}, "yn"),
        ({"finished": 5, "relapse": 1}, "nn"),
        ({"relapse": 2}, "un"),
        ({"relapse": 1}, "nn"),
    ],
)
def test_levels_of_a_person(facts, both):
    found = assess(facts)
    assert found.level1 + found.level2 == both


@given(FACTS)
def test_level_2_implies_level_1(facts):
    found = assess(facts)
    assert not (found.level2 == "y" and found.level1 != "y")
    assert not (found.level1 == "n" and found.level2 != "n")


@given(FACTS, st.integers(1, 12))
def test_a_higher_class_never_takes_a_level_away(facts, finished):
    order = {"n": 0, "u": 1, "y": 2}
    before = assess(facts | {"finished": finished})
    after = assess(facts | {"finished": min(12, finished + 1)})
    assert order[after.level1] >= order[before.level1]
    assert order[after.level2] >= order[before.level2]


@given(FACTS)
def test_levels_say_only_what_is_known(facts):
    found = assess(facts)
    said = levels(facts)
    for number, (name, answer) in enumerate((("level1", found.level1), ("level2", found.level2)), start=1):
        assert (name in said) == (answer != "u")
        if name in said:
            reached, is_relapse = said[name]
            assert reached == (answer == "y")
            assert is_relapse == (0 < found.relapse <= number)


def test_a_level_said_outright_outweighs_schooling():
    assert levels({"finished": 2, "level1": True}) == {"level1": (True, False), "level2": (False, False)}
    assert levels({"level1": False}) == {"level1": (False, False)}
    assert levels({"relapse": 1}) == {"level1": (False, True), "level2": (False, True)}


def test_a_pack_may_let_dropping_out_prove_the_grade_before():
    loose = literacy.Rules(**{name: getattr(rules(), name) for name in literacy.Rules.__slots__} | {"dropped_proves": True})
    assert assess({"dropped": 8}, loose) == Literacy("y", "y")
    assert assess({"dropped": 4}, loose) == Literacy("y", "n")
    assert assess({"dropped": 8}) == Literacy("u", "u")


def test_standards_come_from_the_decree():
    found = {(level, special): commune_standard(level, special)[:3] for level in (1, 2) for special in (False, True)}
    assert found == {
        (1, False): ("15-35", "level1", 0.90),
        (2, False): ("15-60", "level2", 0.90),
        (1, True): ("15-25", "level1", 0.90),
        (2, True): ("15-35", "level2", 0.90),
    }
    province = [unit for unit in packs.find("rules", "nd20-2014").data["units"] if unit["of"] == "province" and "from" in unit]
    assert [(unit["level"], unit["share"], unit["verified"]) for unit in province] == [(1, 0.81, "no"), (2, 0.90, "no")]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"finished": 5}, None),
        ({"schooling": "none"}, None),
        ({"finished": 3}, None),
        ({"dropped": 8}, ("unknown", "literate", "dropped")),
        ({"dropped": 4}, ("unknown", "mc2", "dropped")),
        ({"literacy_class": 4}, ("unknown", "mc2", "literacy-class")),
        ({}, ("unknown", "mc1", "nothing")),
        ({"grade": 10}, ("literate", "mc1", "attending")),
        ({"finished": 5, "relapse": 1}, ("mc1", "mc2", "other")),
        ({"dropped": 8, "disability": True}, None),
    ],
)
def test_the_workbooks_way_is_only_a_warning(facts, found):
    assert cross_check(facts, 30) == found
    assert cross_check(facts, 61) is None


@given(FACTS, st.integers(15, 60))
def test_every_cross_check_has_its_words(facts, age):
    says = packs.find("rules", "nd20-2014").data["cross_check"]["says"]
    found = cross_check(facts, age)
    assert found is None or (found.because in says and found.ours != found.workbook)


def test_ethnic_groups_by_any_name():
    from nharong.people.rules.ethnicity import ethnic_group, ethnic_names

    names = ethnic_names()
    assert len(names) == 54
    assert all(ethnic_group(name) == id for id, name in names.items())
    spoken = [
        "Xê Đăng",
        "Ca Dong",
        "Rơ Ngao",
        "Bahnar",
        "Jrai",
        "Gié Triêng",
        "GIA-RAI",
        "dân tộc Ba-na",
        "Mnông",
        "14",
        "1",
        "khác",
        "Chưa rõ",
        "Sao Hỏa",
        "53",
    ]
    assert [ethnic_group(word) for word in spoken] == [
        *("xo-dang", "xo-dang", "ba-na", "ba-na", "gia-rai", "gie-trieng", "gia-rai", "ba-na", "mnong", "xo-dang", "kinh"),
        *("other", "", None, None),  # codes 52 to 54 differ between lists: no code is taken for them
    ]
