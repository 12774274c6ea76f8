"""Apportionment: the published proposal, the promises of each method, the refusals."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conum.domains.positions.enums import ApportionmentMethod as Method
from conum.domains.positions.rules.apportionment import Why, apportion
from conum.domains.positions.rules.apportionment_errors import (
    NegativeNumber,
    NoWeight,
    PostsLeftOver,
    TooFewPosts,
    UnknownDepartment,
)
from conum.domains.positions.rules.need import DepartmentNeed, NeedWeights, weigh_all

AVERAGES = (Method.HIGHEST_AVERAGES_WEBSTER, Method.HIGHEST_AVERAGES_JEFFERSON)
SEED_POSTS = {"87": 36, "19": 22, "23": 14}
# Sheet 12 section 4: département, thousands of inhabitants about 2020, posts proposed.
# fmt: off
PROPOSAL = (
    ("01", 663, 41), ("02", 527, 34), ("03", 335, 24), ("04", 166, 13), ("05", 141, 12),
    ("06", 1103, 61), ("07", 330, 23), ("08", 269, 20), ("09", 154, 13), ("10", 311, 22),
    ("11", 376, 26), ("12", 279, 20), ("13", 2056, 101), ("14", 700, 43), ("15", 144, 12),
    ("16", 351, 25), ("17", 662, 41), ("18", 300, 22), ("19", 239, 22), ("2A", 161, 13),
    ("2B", 184, 15), ("21", 536, 34), ("22", 605, 38), ("23", 115, 14), ("24", 413, 28),
    ("25", 548, 35), ("26", 520, 34), ("27", 599, 38), ("28", 431, 29), ("29", 920, 53),
    ("30", 756, 45), ("31", 1434, 76), ("32", 192, 15), ("33", 1655, 85), ("34", 1201, 66),
    ("35", 1098, 61), ("36", 217, 17), ("37", 614, 38), ("38", 1284, 69), ("39", 258, 19),
    ("40", 419, 28), ("41", 328, 23), ("42", 768, 46), ("43", 227, 17), ("44", 1457, 77),
    ("45", 684, 42), ("46", 175, 14), ("47", 331, 23), ("48", 77, 10), ("49", 821, 48),
    ("50", 496, 32), ("51", 564, 36), ("52", 171, 14), ("53", 306, 22), ("54", 733, 44),
    ("55", 182, 15), ("56", 768, 46), ("57", 1050, 59), ("58", 203, 16), ("59", 2607, 122),
    ("60", 829, 49), ("61", 278, 20), ("62", 1461, 77), ("63", 663, 41), ("64", 691, 42),
    ("65", 230, 17), ("66", 482, 32), ("67", 1148, 63), ("68", 767, 46), ("69", 1888, 94),
    ("70", 234, 18), ("71", 550, 35), ("72", 567, 36), ("73", 440, 29), ("74", 836, 49),
    ("75", 2146, 104), ("76", 1256, 68), ("77", 1429, 75), ("78", 1457, 77), ("79", 375, 26),
    ("80", 568, 36), ("81", 391, 27), ("82", 262, 19), ("83", 1086, 61), ("84", 562, 36),
    ("85", 692, 42), ("86", 439, 29), ("87", 372, 36), ("88", 361, 25), ("89", 335, 24),
    ("90", 141, 12), ("91", 1307, 70), ("92", 1626, 84), ("93", 1655, 85), ("94", 1407, 75),
    ("95", 1252, 68), ("971", 384, 26), ("972", 361, 25), ("973", 285, 21), ("974", 863, 50),
    ("976", 279, 20),
)
# fmt: on

number_of_posts = st.integers(0, 400)
any_method = st.sampled_from(Method)
weight_tables = st.dictionaries(
    st.sampled_from([f"{n:02}" for n in range(1, 20)]),
    st.builds(Fraction, st.integers(1, 60), st.sampled_from([1, 2, 3, 7])),
    min_size=1,
    max_size=12,
)


def posts_by_code(shares):
    return {share.code: share.posts for share in shares}


def proposal(method):
    needs = [DepartmentNeed(code, thousands * 1000) for code, thousands, _ in PROPOSAL]
    return apportion(weigh_all(needs, NeedWeights()), 4000, floor=10, fixed=SEED_POSTS, method=method)


def test_the_published_proposal_is_found_again_in_all_101_departments():
    published = {code: posts for code, _, posts in PROPOSAL}
    assert posts_by_code(proposal(Method.LARGEST_REMAINDER)) == published


def test_sainte_lague_gives_the_published_proposal_too_and_d_hondt_favours_the_large():
    published = {code: posts for code, _, posts in PROPOSAL}
    assert posts_by_code(proposal(Method.HIGHEST_AVERAGES_WEBSTER)) == published
    d_hondt = posts_by_code(proposal(Method.HIGHEST_AVERAGES_JEFFERSON))
    assert sum(d_hondt[code] == posts for code, posts in published.items()) == 77
    assert d_hondt["59"] > published["59"] and d_hondt["90"] < published["90"]


def test_each_share_says_why():
    shares = {share.code: share for share in proposal(Method.LARGEST_REMAINDER)}
    assert (shares["87"].why, shares["87"].quota) == (Why.FIXED, None)
    assert (shares["48"].why, shares["48"].posts) == (Why.FLOOR, 10)
    assert shares["48"].ideal < 10
    assert (shares["13"].why, shares["59"].why) == (Why.REMAINDER, Why.SHARE)
    for share in shares.values():
        if share.why in (Why.SHARE, Why.REMAINDER):
            assert share.posts - int(share.quota) == (share.why is Why.REMAINDER)


@given(weight_tables, number_of_posts, st.integers(0, 6), any_method, st.data())
@settings(deadline=None)
def test_sum_floor_and_fixed_are_exact(weights, posts, floor, method, data):
    codes = sorted(weights)[1:]
    fixed = data.draw(st.dictionaries(st.sampled_from(codes), st.integers(0, 9)) if codes else st.just({}))
    try:
        shares = apportion(weights, posts, floor=floor, fixed=fixed, method=method)
    except TooFewPosts:
        assert floor * (len(weights) - len(fixed)) + sum(fixed.values()) > posts
        return
    given_posts = posts_by_code(shares)
    assert sum(given_posts.values()) == posts
    assert all(given_posts[code] == number for code, number in fixed.items())
    assert all(number >= floor for code, number in given_posts.items() if code not in fixed)
    assert sum(share.ideal for share in shares) == posts


@given(weight_tables, number_of_posts, any_method, st.randoms())
@settings(deadline=None)
def test_the_order_of_the_departments_changes_nothing(weights, posts, method, random):
    codes = list(weights)
    random.shuffle(codes)
    shuffled = {code: weights[code] for code in codes}
    assert apportion(shuffled, posts, method=method) == apportion(weights, posts, method=method)


@given(weight_tables, number_of_posts, any_method, st.fractions(Fraction(1, 50), 50))
@settings(deadline=None)
def test_weights_in_another_unit_give_the_same_posts(weights, posts, method, scale):
    scaled = {code: weight * scale for code, weight in weights.items()}
    assert posts_by_code(apportion(scaled, posts, method=method)) == posts_by_code(
        apportion(weights, posts, method=method)
    )


@given(weight_tables, st.integers(60, 300), st.integers(0, 5), st.sampled_from(AVERAGES))
@settings(deadline=None)
def test_highest_averages_are_house_monotone(weights, posts, floor, method):
    before = posts_by_code(apportion(weights, posts, floor=floor, method=method))
    after = posts_by_code(apportion(weights, posts + 1, floor=floor, method=method))
    assert all(after[code] >= before[code] for code in weights)


def test_largest_remainder_may_take_a_post_when_the_total_grows():
    """The Alabama paradox: the reason why the page says which method promises what."""
    weights = {"01": Fraction(6), "02": Fraction(6), "03": Fraction(2)}
    assert posts_by_code(apportion(weights, 10)) == {"01": 4, "02": 4, "03": 2}
    assert posts_by_code(apportion(weights, 11)) == {"01": 5, "02": 5, "03": 1}


@given(weight_tables, number_of_posts)
@settings(deadline=None)
def test_largest_remainder_keeps_the_quota_rule(weights, posts):
    for share in apportion(weights, posts):
        assert abs(share.posts - share.quota) < 1


@given(weight_tables, number_of_posts, st.integers(1, 20), st.sampled_from(AVERAGES), st.data())
@settings(deadline=None)
def test_highest_averages_never_punish_a_growing_population(weights, posts, growth, method, data):
    code = data.draw(st.sampled_from(sorted(weights)))
    grown = weights | {code: weights[code] + growth}
    before = posts_by_code(apportion(weights, posts, method=method))
    after = posts_by_code(apportion(grown, posts, method=method))
    assert after[code] >= before[code]


@given(weight_tables, number_of_posts, st.integers(0, 5), any_method)
@settings(deadline=None)
def test_a_heavier_department_never_has_less(weights, posts, floor, method):
    if floor * len(weights) > posts:
        return
    given_posts = posts_by_code(apportion(weights, posts, floor=floor, method=method))
    heavier_first = sorted(weights, key=lambda code: -weights[code])
    for heavy, light in zip(heavier_first, heavier_first[1:], strict=False):
        if weights[heavy] > weights[light]:
            assert given_posts[heavy] >= given_posts[light]


@pytest.mark.parametrize("method", Method)
def test_equal_weights_are_served_in_order_of_codes(method):
    weights = dict.fromkeys(["03", "2A", "01"], Fraction(5))
    assert posts_by_code(apportion(weights, 4, method=method)) == {"01": 2, "03": 1, "2A": 1}


def test_equal_remainders_go_to_the_larger_weight():
    assert posts_by_code(apportion({"01": Fraction(1), "02": Fraction(3)}, 2)) == {"01": 0, "02": 2}


def test_a_floor_lowers_the_quota_of_the_others_until_nobody_is_under():
    weights = {"01": Fraction(1), "02": Fraction(5), "03": Fraction(14)}
    shares = apportion(weights, 20, floor=5)
    assert posts_by_code(shares) == {"01": 5, "02": 5, "03": 10}
    assert [share.why for share in shares] == [Why.FLOOR, Why.FLOOR, Why.SHARE]


def test_floors_that_take_every_post_need_no_weight():
    assert posts_by_code(apportion({"01": Fraction(0), "02": Fraction(0)}, 2, floor=1)) == {"01": 1, "02": 1}


@pytest.mark.parametrize(
    ("error", "posts", "arguments", "sentence"),
    [
        (TooFewPosts, 40, {"floor": 10, "fixed": {"87": 36}}, "Postes insuffisants (40)"),
        (PostsLeftOver, 40, {"fixed": {"87": 36, "19": 2}}, "il en reste 2 sans destination"),
        (UnknownDepartment, 40, {"fixed": {"20": 4}}, "Le département 20, dont les postes sont fixés (4)"),
        (NegativeNumber, -1, {}, "« postes » vaut -1"),
        (NegativeNumber, 40, {"fixed": {"19": -2}}, "« 19 » vaut -2"),
    ],
)
def test_what_cannot_be_shared_is_refused_with_a_sentence(error, posts, arguments, sentence):
    with pytest.raises(error) as refused:
        apportion({"87": Fraction(2), "19": Fraction(1)}, posts, **arguments)
    assert sentence in str(refused.value)


def test_posts_without_any_weight_are_refused():
    with pytest.raises(NoWeight, match=r"sans clé de répartition \(3\)"):
        apportion({"01": Fraction(0), "02": Fraction(0)}, 5, floor=1)
