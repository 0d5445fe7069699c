"""The chain and the tree, against RFC 6962's own recursion and published values."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability import log

LEAVES = [bytes([number]) * (number % 7) for number in range(70)]
# Certificate Transparency's reference tree (github.com/google/certificate-transparency, merkletree tests).
REFERENCE = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
REFERENCE_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def naive(leaves):
    """RFC 6962's definition, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return log.leaf_hash(leaves[0])
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return log.node_hash(naive(leaves[:half]), naive(leaves[half:]))


def tree(leaves):
    return log.grown(0, leaves, {})


def roots(ranges, nodes):
    return [log.root(leaves, nodes) for leaves in ranges]


@pytest.mark.parametrize(("size", "root"), REFERENCE_ROOTS.items())
def test_the_reference_tree_has_the_published_roots(size, root):
    assert log.root((0, size), tree(REFERENCE)).hex() == root


@pytest.mark.parametrize("size", range(len(LEAVES)))
def test_a_root_is_as_the_standard_defines_it_however_the_tree_grew(size):
    first = size // 3
    nodes = tree(LEAVES[:first])
    edge = {node: nodes[node] for node in log.edge(first)}

    nodes |= log.grown(first, LEAVES[first:size], edge)

    assert log.root((0, size), nodes) == naive(LEAVES[:size])


@given(size=st.integers(1, 70), data=st.data())
def test_each_leaf_is_proved_and_no_other_content_or_place_is(size, data):
    index = data.draw(st.integers(0, size - 1))
    nodes = tree(LEAVES[:size])
    top, proof = log.root((0, size), nodes), roots(log.inclusion(index, size), nodes)

    assert log.includes(top, size, index, LEAVES[index], proof)
    assert not log.includes(top, size, index, LEAVES[index] + b"x", proof)
    assert not log.includes(top, size, index + 1, LEAVES[index], proof)
    assert not log.includes(top, size, index, LEAVES[index], [*proof, top])
    assert not proof or not log.includes(top, size, index, LEAVES[index], proof[1:])


@given(size=st.integers(1, 70), data=st.data())
def test_a_tree_proves_that_it_begins_with_each_smaller_one_and_with_no_other(size, data):
    old = data.draw(st.integers(1, size))
    nodes = tree(LEAVES[:size])
    old_top, top = log.root((0, old), nodes), log.root((0, size), nodes)
    proof = roots(log.consistency(old, size), nodes)
    forged = naive([*LEAVES[: old - 1], b"forged"])

    assert log.extends(old_top, old, top, size, proof)
    assert not log.extends(forged, old, top, size, proof)
    assert not log.extends(old_top, old, forged, size, proof)
    assert not log.extends(old_top, old, top, size, [*proof, top])


def test_a_smaller_tree_never_extends_a_larger_one():
    assert not log.extends(naive(LEAVES[:5]), 5, naive(LEAVES[:3]), 3, [])


def test_an_empty_tree_begins_every_tree_and_holds_nothing():
    assert log.root((0, 0), {}) == log.EMPTY_ROOT
    assert log.extends(log.EMPTY_ROOT, 0, naive(LEAVES[:3]), 3, [])
    assert not log.includes(log.EMPTY_ROOT, 0, 0, b"", [])


def test_a_proof_needs_some_twenty_subtrees_of_a_million_leaves():
    ranges = [*log.inclusion(765_432, 1_000_000), *log.consistency(999_000, 1_000_000)]

    assert len(log.needed(ranges)) <= 60


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=8), st.data())
def test_a_change_anywhere_in_a_chain_moves_all_later_links(contents, data):
    place = data.draw(st.integers(0, len(contents) - 1))
    changed = [*contents[:place], contents[place] + b"!", *contents[place + 1 :]]

    before, after = links(contents), links(changed)

    assert before[:place] == after[:place]
    assert all(one != other for one, other in zip(before[place:], after[place:], strict=True))


def links(contents):
    made = [log.START]
    for content in contents:
        made.append(log.link(made[-1], content))
    return made[1:]
