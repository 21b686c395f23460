"""Which names of a column are one, which may be, and which never are."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.evidence.near_names import MOST_SUGGESTIONS, Merge, Suggestion, merged, name_key


def of(*names: str, chosen: dict[str, str] | None = None) -> list[str]:
    """The names after merging."""
    return list(merged(np.array(names, dtype=object), chosen).names)


def test_the_most_frequent_spelling_gives_the_name() -> None:
    found = merged(np.array(["GTXPro", "GTX Pro", "GTX Pro", "gtx-pro", ""], dtype=object))
    assert list(found.names) == ["GTX Pro"] * 4 + [""]
    assert found.merges == (Merge("GTXPro", "GTX Pro", 1, 0), Merge("gtx-pro", "GTX Pro", 1, 3))
    assert found.suggestions == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee", "ann  lee"),
        ("O'Brien", "OBrien"),
        ("Müller", "Muller"),
        ("Straße 7", "Strasse 7"),
        ("E.M.E.A.", "EMEA"),
        ("North-East", "North East"),
        ("ＧＴＸ Ｐｒｏ", "GTX Pro"),
        ("GTX 500", "GTX500"),
    ],
)
def test_same_letters_are_one_name(one: str, other: str) -> None:
    assert len(set(of(one, other))) == 1
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    "names",
    [
        ("Team 1", "Team 2"),
        ("GTX 500", "GTX 600"),
        ("Pump 1.5", "Pump 15"),
        ("Pump 1-5", "Pump 15"),
        ("Pümpe 1.5", "Pümpe 15"),
        ("C", "C#", "C++"),
        ("Grade A+", "Grade A"),
        ("A-", "A"),
        ("がく", "かく"),
        ("की", "का"),
        ("Андрей", "Андреи"),
        ("-", "--", "?"),
    ],
)
def test_what_looks_alike_and_is_not_stays_apart(names: tuple[str, ...]) -> None:
    assert of(*names) == list(names)


def test_a_slip_is_suggested_and_not_merged() -> None:
    names = ["Anna Schmidt"] * 20 + ["Anna Shmidt", "Anna Schmitd", "Anna Schmidz"]
    found = merged(np.array(names, dtype=object))
    assert list(found.names) == names
    assert found.suggestions == tuple(
        Suggestion(one, "Anna Schmidt", 1, 20, at)
        for one, at in (("Anna Schmidz", 22), ("Anna Schmitd", 21), ("Anna Shmidt", 20))
    )


@pytest.mark.parametrize(
    ("frequent", "rare", "times"),
    [
        ("Rosa", "Rosi", 1),  # short
        ("Product 1234", "Product 1235", 1),  # digits
        ("Product 123", "Product 1234", 1),
        ("Anna Schmidt", "Anne Schmitt", 1),  # two letters
        ("Anna Schmidt", "Nna Schmidta", 1),  # one letter far from where it was
        ("Anna Schmidt", "Anna Schmied", 10),  # neither is rare
    ],
)
def test_nothing_is_suggested_where_it_is_no_slip(frequent: str, rare: str, times: int) -> None:
    assert merged(np.array([frequent] * 20 + [rare] * times, dtype=object)).suggestions == ()


def test_what_a_person_says_comes_first() -> None:
    names = ("Anna Shmidt", "Anna Schmidt", "ANNA SHMIDT", "Ann Lee", "ann lee", "ann lee")
    assert of(*names, chosen={"Anna Shmidt": "Anna Schmidt"})[:3] == ["Anna Schmidt"] * 3
    assert of(*names, chosen={"Ann Lee": "Ann Lee"})[3:] == ["Ann Lee", "ann lee", "ann lee"]
    assert of(*names, chosen={"A. Lee": "Ann Lee"})[3:] == ["Ann Lee"] * 3


def test_a_chosen_name_is_no_longer_suggested() -> None:
    names = np.array(["Anna Schmidt"] * 20 + ["Anna Shmidt"], dtype=object)
    assert merged(names, {"Anna Shmidt": "Anna Shmidt"}).suggestions == ()
    assert merged(names, {"Anna Shmidt": "Anna Schmidt"}).suggestions == ()


def test_many_names_one_letter_apart_are_not_all_compared() -> None:
    """Of 19,000 names that differ in one letter each is compared with a few: pairs would be 180 million."""
    names = ["shared beginning " + chr(0x4E00 + at) for at in range(19_000)]
    found = merged(np.array(names * 6, dtype=object))
    assert found.merges == ()
    rare = np.array(
        ["Common name"] * 5000 + [f"Common {chr(0x4E00 + at)}name" for at in range(400)], dtype=object
    )
    assert len(merged(rare).suggestions) == MOST_SUGGESTIONS


def test_a_column_of_texts_is_left_alone() -> None:
    texts = np.array([f"{at} " + "note " * 24 for at in range(60_000)] + ["GTXPro", "GTX Pro"], dtype=object)
    found = merged(texts)
    assert found.names is texts
    assert (found.merges, found.suggestions) == ((), ())


def test_no_rows() -> None:
    assert merged(np.array([], dtype=object)).merges == ()
