from collections import Counter
from datetime import date

import pytest

from catalogue import ocop, taxonomy
from catalogue.templatetags.taxonomy import rule_version


def test_six_groups_hold_17_sub_groups_and_26_criteria_sets():
    sets = taxonomy.CRITERIA_SETS.values()

    assert len(taxonomy.GROUPS) == 6
    assert list(Counter(sub.group for sub in taxonomy.SUBGROUPS.values()).values()) == [6, 2, 3, 2, 3, 1]
    assert list(Counter(known.group for known in sets).values()) == [13, 4, 3, 2, 3, 1]
    assert [known.number for known in sets] == list(range(1, 27))


def test_every_sub_group_has_a_set_and_every_set_a_known_sub_group_and_ministry():
    sets = taxonomy.CRITERIA_SETS.values()

    assert {known.subgroup for known in sets} == taxonomy.SUBGROUPS.keys()
    assert {ministry for known in sets for ministry in known.ministries} == taxonomy.MINISTRIES.keys()
    assert all(known.ministries for known in sets)


@pytest.mark.parametrize(
    ("number", "leading"),
    [(1, "agriculture"), (5, "trade"), (14, "trade"), (16, "health"), (20, "health"), (26, "culture")],
)
def test_a_set_names_its_leading_ministry_first(number, leading):
    assert taxonomy.CRITERIA_SETS[f"QD26-{number:02}"].ministries[0] == leading


def test_the_parts_of_every_version_add_up_to_100_points():
    assert {sum(version.points) for version in taxonomy.RULE_VERSIONS} == {100}
    assert taxonomy.rule_version("1048/QĐ-TTg").points == (35, 25, 40)
    assert taxonomy.rule_version("148/QĐ-TTg").points == (40, 25, 35)


@pytest.mark.parametrize(
    ("version", "levels"),
    [
        ("1048/QĐ-TTg", ["province", "province", "ministry"]),
        ("148/QĐ-TTg", ["district", "province", "ministry"]),
        ("1489/QĐ-TTg", ["province", "province", "ministry"]),
        ("26/2026/QĐ-TTg", ["province", "province", "ministry"]),
    ],
)
def test_who_recognises_a_star_depends_on_the_version_of_the_rules(version, levels):
    assert [ocop.authority_for(stars, version) for stars in (3, 4, 5)] == levels


def test_a_version_nobody_knows_has_no_authority():
    with pytest.raises(ValueError):
        ocop.authority_for(3, "490/QĐ-TTg")


def test_versions_follow_one_another_in_time():
    starts = [version.since for version in taxonomy.RULE_VERSIONS]

    assert starts == sorted(starts)
    assert starts[0] == date(2019, 8, 21)


@pytest.mark.parametrize(
    ("name", "version", "group"),
    [
        ("Thảo dược", "1048/QĐ-TTg", "III"),
        ("Vải và may mặc", "1048/QĐ-TTg", "IV"),
        ("Lưu niệm - nội thất - trang trí", "1048/QĐ-TTg", "IV"),
        ("Sinh vật cảnh", "1048/QĐ-TTg", ""),
        ("Sinh vật cảnh", "148/QĐ-TTg", "V"),
        ("Thảo dược", "148/QĐ-TTg", ""),
        ("Thực phẩm", "490/QĐ-TTg", ""),
    ],
)
def test_an_old_group_is_mapped_where_it_is_known_and_left_open_where_not(name, version, group):
    assert taxonomy.group_today(name, version) == group


def test_a_rule_version_is_named_and_linked_where_its_official_text_is_known():
    assert "docid=218267" in rule_version("26/2026/QĐ-TTg")
    assert rule_version("1048/QĐ-TTg") == "Quyết định 1048/QĐ-TTg"
    assert rule_version("<b>") == "Quyết định <b>"  # escaped by the template
