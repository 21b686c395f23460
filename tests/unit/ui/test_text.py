"""Text from data: what markdown would turn into something else is shown letter by letter."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import counted, plain, sentence_list, shown

JOINER = "\u2060"


def _unescaped(text: str) -> str:
    """What a markdown reader shows of backslash escapes, joiners being invisible."""
    out, skip = [], False
    for letter in text:
        if not skip and letter == "\\":
            skip = True
            continue
        out.append(letter)
        skip = False
    return "".join(out).replace(JOINER, "")


@given(st.text(alphabet=string.ascii_letters + string.digits + string.punctuation + " €é", max_size=60))
def test_the_reader_sees_the_same_letters(text: str) -> None:
    assert _unescaped(plain(text)) == " ".join(text.split())


@given(st.text(alphabet=string.punctuation + "ab", max_size=40))
def test_no_punctuation_is_left_to_be_read_as_markdown(text: str) -> None:
    escaped, previous = plain(text), ""
    run = 0
    for letter in escaped:
        run = run + 1 if letter == "\\" else 0
        if letter in string.punctuation and letter != "\\":
            assert previous == "\\", escaped
        previous = letter
    assert run == 0 or escaped.endswith("\\\\")


@pytest.mark.parametrize(
    "nasty",
    [
        "http://evil.example/x",
        "https://evil.example",
        "www.evil.example",
        "a@b.example",
        ":material/bolt:",
        ":red[x]",
    ],
)
def test_what_is_found_in_finished_text_is_broken_by_a_joiner(nasty: str) -> None:
    assert JOINER in plain(nasty)
    assert nasty not in _unescaped_keeping_joiners(plain(nasty))


def _unescaped_keeping_joiners(text: str) -> str:
    return text.replace("\\", "")


def test_invisible_and_turning_characters_are_dropped() -> None:
    assert plain("a\u202eb\u200bc\x00d") == "abcd"
    assert shown("a\nb\tc") == "a b c"


def test_a_long_text_is_shortened_where_it_stands_in_a_list() -> None:
    assert shown("x" * 100, 10) == "x" * 9 + "…"


def test_counting_words() -> None:
    assert [counted(1, "lever"), counted(2, "lever"), counted(0, "person", "people")] == [
        "1 lever",
        "2 levers",
        "0 people",
    ]
    assert [sentence_list([]), sentence_list(["a"]), sentence_list(["a", "b", "c"])] == [
        "",
        "a",
        "a, b and c",
    ]
