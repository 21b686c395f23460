"""A mapping written to a file and read again is the same mapping."""

from __future__ import annotations

import tomllib

from hypothesis import example, given
from hypothesis import strategies as st

from simulator.evidence import FIELDS, EvidenceError, MappingChoices, dump_choices, load_choices
from simulator.evidence.kinds import (
    RULES,
    KindChoices,
    KindName,
    dump_kind_choices,
    kind_in,
    load_kind_choices,
)
from simulator.evidence.names import clean_text, visible_name
from simulator.evidence.outcomes import word_key

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
COLUMN = TEXT.map(visible_name).filter(lambda text: bool(text.strip()) and text == text.strip())
NAME = TEXT.map(clean_text).filter(bool)
CHOICES = st.builds(
    MappingChoices,
    columns=st.dictionaries(st.sampled_from(sorted(FIELDS)), COLUMN, max_size=6),
    outcomes=st.dictionaries(TEXT.map(word_key), st.sampled_from(["won", "lost", "open"]), max_size=5),
    date_order=st.sampled_from([None, "day_first", "month_first"]),
    decimal_mark=st.sampled_from([None, ",", "."]),
    currency=st.sampled_from([None, "EUR", "CHF"]),
    names=st.dictionaries(NAME, NAME, max_size=5),
    kind=st.sampled_from([None, "opportunities", "leads"]),
)


@given(CHOICES)
@example(MappingChoices(columns={"amount": 'a\x7fb "c" \\ d'}))
def test_choices_survive_their_file(choices: MappingChoices) -> None:
    text = dump_choices(choices)
    assert load_choices(text) == choices
    assert load_choices("\ufeff" + text) == choices
    tomllib.loads(text)


def _kind_choices(kind: KindName) -> st.SearchStrategy[KindChoices]:
    return st.builds(
        KindChoices,
        kind=st.just(kind),
        columns=st.dictionaries(
            st.sampled_from(sorted(RULES[kind].fields)), COLUMN | st.integers(1, 500), max_size=6
        ),
        date_order=st.sampled_from([None, "day_first", "month_first"]),
        decimal_mark=st.sampled_from([None, ",", "."]),
        currency=st.sampled_from([None, "EUR", "CHF"]),
        year=st.none() | st.integers(1980, 2100),
    )


@given(st.sampled_from(sorted(RULES)).flatmap(_kind_choices))
def test_choices_of_every_other_kind_survive_their_file(choices: KindChoices) -> None:
    text = dump_kind_choices(choices)
    assert choices.kind is not None
    assert kind_in(text) == choices.kind
    assert load_kind_choices(text, choices.kind) == choices


@given(st.text(max_size=120))
def test_any_text_is_choices_or_a_sentence(text: str) -> None:
    try:
        found = load_choices(text)
    except EvidenceError as refused:
        found, sentence = MappingChoices(), str(refused)
    else:
        sentence = "read"
    assert sentence
    assert load_choices(dump_choices(found)) == found
