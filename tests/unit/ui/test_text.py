"""Text from data: what markdown would turn into something else is shown letter by letter."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.wording.text import counted, plain, sentence_list, shown
from words.text import safe_text

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
def test_nothing_that_opens_markdown_stands_without_a_backslash(text: str) -> None:
    for place, letter in enumerate(plain(text)):
        if letter in "`*_[]<$~":
            before = plain(text)[:place]
            assert (len(before) - len(before.rstrip("\\"))) % 2 == 1, plain(text)


@pytest.mark.parametrize(
    "opening", ["1. x", "2) x", "- x", "+ x", "> x", ">x", "# x", "## x", "-", "&amp; x", "&#65;"]
)
def test_what_opens_a_block_or_an_entity_is_escaped(opening: str) -> None:
    assert "\\" in plain(opening)


@pytest.mark.parametrize(
    "label", ["Deals, % a year", "4.36 M €", "-3 points", "Capacity (units)", "A & B", "O'Brien"]
)
def test_what_needs_no_escape_gets_none(label: str) -> None:
    assert plain(label) == label


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


def test_what_cannot_be_seen_is_dropped_and_what_turns_the_writing_is_named() -> None:
    assert plain("a\u200bc\x00d") == "acd"
    assert shown("a\nb\tc") == "a b c"
    assert shown("\u202egpj.exe\u2066") == "[RLO]gpj.exe[LRI]"
    assert plain("\u202egpj.exe") == "\\[RLO\\]gpj.exe"


def test_a_page_and_a_paper_read_a_name_alike() -> None:
    for name in ("\u202egpj.exe", "می\u200cخواهم", "Łódź\u200f", "a\u2028b", "\ud800x"):
        assert shown(name) == safe_text(name)


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
