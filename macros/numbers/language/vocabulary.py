"""The words needed by the constructions, as typed fields filled once from the language's file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from macros.numbers.language.language_file import Table, list_keys
from macros.numbers.language.phrase_index import Phrases, Words, index_phrases

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Kind = TypeVar("_Kind", bound="DataclassInstance")
LastPhrases = Phrases
"""Phrases by their last word."""


@dataclass(frozen=True, eq=False, repr=False)
class QuantityWords:
    """Words in and around units, shares, ratios and multipliers."""

    and_words: Words
    articles: Words
    bare_fractions: Words
    bare_fractions_not_after: Words
    bare_fractions_wholes: Words
    basis_by: Words
    capital_nouns: bool
    clock_fractions: Words
    clock_words: Words
    count_verbs: Words
    counting_articles: Words
    demonstratives: Words
    divisors: LastPhrases
    double_articles: Words
    factors: LastPhrases
    figure_pronouns: Words
    folds: Words
    fraction_again: Words
    fraction_as: Words
    fraction_followers: Words
    fraction_not_after: Words
    fraction_not_before: Words
    fraction_not_of: Words
    fraction_nouns: Words
    fraction_of: Words
    fraction_tails: Words
    fraction_units: Words
    fractions_always: Words
    fractions_of_units: Words
    hedges_after: Phrases
    hedges_before: LastPhrases
    hedges_before_preposition: Words
    late_verbs: bool
    lists_separators: Words
    magnitudes: Phrases
    majority_rules: Words
    majority_words: Words
    minus_not_after: Words
    minus_words: Words
    multiplier_adverbs: Words
    multiplier_after: Words
    multiplier_be: Words
    multiplier_intransitive: Words
    multiplier_modals: Words
    multiplier_not_before: Words
    multiplier_serves: Words
    multiplier_subjects: Words
    multiplier_transitive_before: Words
    multiplier_transitive_not_after: Words
    multiplier_transitive_words: Words
    nominal_units: Words
    odds_between: Words
    odds_words: Words
    ordinal_suffixes: Words
    particles_to: Words
    periods_before: Words
    periods_fractions: Words
    plus_minus: LastPhrases
    plural_endings: tuple[str, ...]
    plus_signs: Words
    point_parts: dict[str, int]
    population: Words
    pronoun_after: Words
    pronoun_before: Words
    rates: Phrases
    rates_of_people: Words
    rates_verbs: Words
    ratio_every: Words
    ratio_every_not_before: Words
    ratio_every_nouns: Words
    ratio_every_other: dict[str, int]
    ratio_not_before: Words
    ratio_of: Words
    ratios: Phrases
    ranges_between: Words
    ratios_before: LastPhrases
    scale_articles: Words
    scales_pointed: Words
    slash_followers: Words
    small_scales: Words
    tens_about: dict[str, int]
    tens_words: dict[str, int]
    times_after: Words
    times_as: Words
    times_before: Words
    times_occasions: Words
    times_over: Words
    times_signs: Words
    times_words: Words
    unit_and_part: Words
    unit_apart_links: Words
    unit_apart_share_nouns: Words
    vague_before: LastPhrases
    vague_phrases: Phrases
    vague_scales: Words
    vague_starts: Words
    weak_after_words: Words
    weak_not_before: Words
    zero_phrases: Phrases


@dataclass(frozen=True, eq=False, repr=False)
class NumeralWords:
    """Words in and around numbers, in digits and in words."""

    and_part_before_of: bool
    and_words: Words
    articles: Words
    bare_fractions: Words
    basis_by: Words
    counting_articles: Words
    currencies: Words
    currency_nouns: Words
    decimal_after: Words
    decimal_not_after: Words
    decimal_numbers: bool
    decimal_unit_words: Words
    decimal_words: Words
    fraction_adjectives: Words
    fraction_not_after: Words
    fraction_of: Words
    fraction_tailed: Words
    fraction_tails: Words
    fractions_added: Words
    joiners: dict[str, list[str]]
    lists_separators: Words
    numbers_alone: Words
    numbers_not_before: Words
    ordinal_suffixes: Words
    ranges_between_and: Words
    ranges_words: Words
    rates: Phrases
    ratio_of: Words
    ratios: Phrases
    scale_fillers: Phrases
    scale_groups: bool
    scales_attached: dict[str, int]
    scales_letters: dict[str, int]
    scales_pointed: Words
    separators_decimal: str
    unit_apart_numbered: Words


@dataclass(frozen=True, eq=False, repr=False)
class ChangeWords:
    """Words of change, hedges, and the words between them and a number."""

    abbreviations: Words
    adjectives_follow: bool
    adverb_endings: tuple[str, ...]
    amount_nouns: Words
    and_clause: Words
    apposition_before: Words
    apposition_by: Words
    apposition_not_after: Words
    arrival_hedges_not_after: Words
    arrival_hedges_words: Words
    arriving: Words
    articles: Words
    attributive: Words
    attributive_after: Words
    basis_from_or_by: Words
    basis_not_after: Words
    be_verbs: Words
    by_articles: Words
    capital_nouns: bool
    clause_particles: Words
    clause_words: Words
    comparatives_not_before: Words
    comparatives_not_led: Words
    counted_nouns: Words
    currencies: Words
    direction_between: Words
    direction_near: Words
    factors: LastPhrases
    far_not_through: Words
    fraction_of: Words
    governors_not_after: dict[str, list[str]]
    governors_not_before: Words
    governors_only_before: dict[str, list[str]]
    hedge_adjectives: dict[str, str]
    hedge_fillers: LastPhrases
    hedge_intensifiers: LastPhrases
    hedges_after: Phrases
    hedges_after_noun: Phrases
    hedges_before: LastPhrases
    hedges_before_preposition: Words
    hedges_not_before: Words
    hedges_not_over_articles: Words
    late_verbs: bool
    level_hedges: Words
    lists_further: Words
    money_verbs: Words
    negated_adverbs: Words
    negated_between: Words
    negated_idioms: Words
    negated_limits: LastPhrases
    negated_subjects: Phrases
    negated_words: LastPhrases
    negatives: Words
    neutral_nouns: Words
    number_articles: Words
    ordinal_points_after: Words
    particle_followers: Words
    particles_not_after: Words
    plus_minus: Phrases
    plus_words: Words
    positives: Words
    ranges_between: Words
    reflexives: Words
    scales_pointed: Words
    share_words: Words
    times_words: Words
    up_to_not_after: Words
    up_to_verbs: Words
    verb_auxiliaries: Words
    verbs_not_change: Words
    weak_basis: Words


@dataclass(frozen=True, eq=False, repr=False)
class SeriesWords:
    """Words between the numbers of a list, a range or a change."""

    between_not_after: Words
    counted_nouns: Words
    currencies: Words
    interval_words: Words
    lists_bare_separators: Words
    lists_last: Words
    lists_separators: Words
    number_articles: Words
    plural_endings: tuple[str, ...]
    plus_minus: Phrases
    range_verbs: Words
    ranges_between: Words
    ranges_between_and: Words
    ranges_dashes: Words
    ranges_from: Words
    ranges_to: Words
    ranges_without_verb: bool
    ranges_words: Words


@dataclass(frozen=True, eq=False, repr=False)
class NameWords:
    """Words of dates, years and other names, and words that continue a number."""

    capital_months: bool
    capital_references: Words
    count_followers: Words
    counted_nouns: Words
    currencies: Words
    date_of: Words
    day_marks: Words
    folds: Words
    fraction_of: Words
    identifiers: Words
    identifiers_led: Words
    old_year_before: Words
    ordinal_points_after: Words
    ordinal_suffixes: Words
    places: Words
    plural_endings: tuple[str, ...]
    post_boxes: Words
    reference_endings: tuple[str, ...]
    references: Phrases
    scales_attached: Words
    scales_letters: Words
    scales_unclear: Words
    separators_group: str
    telephone_followers: Words
    telephone_links: Words
    telephone_words: Words
    times_signs: Words
    year_before: Words
    year_nouns: Words


@dataclass(frozen=True, eq=False, repr=False)
class ApartWords:
    """Words around a unit at a distance from its number."""

    articles: Words
    fraction_not_of: Words
    fraction_of: Words
    unit_apart_before: Words
    unit_apart_last: Words
    unit_apart_links: Words
    unit_apart_lone: Words
    unit_apart_lone_after: Words
    unit_apart_lone_not_before: Words
    unit_apart_lone_points: Words
    unit_apart_numbered: Words
    unit_apart_share_nouns: Words


@dataclass(frozen=True, eq=False, repr=False)
class AmountWords:
    """Words around a unit of measure or a currency."""

    capital_nouns: bool
    currencies: Words
    fraction_of: Words
    index_words: Words
    scale_articles: Words
    unit_apart_lone_points: Words
    unit_apart_numbered: Words


@dataclass(frozen=True, eq=False, repr=False)
class CountedWords:
    """Words around a number of counted things, and around a scale without a number."""

    articles: Words
    clause_words: Words
    count_verbs: Words
    figure_again: Words
    fraction_of: Words
    holding_verbs: Words
    rates: Phrases
    scales_unclear: Words
    statistics_at: Words
    unit_apart_numbered: Words


_CONVERSIONS: dict[Any, Callable[[Any], Any]] = {
    "bool": bool,
    "str": str,
    "Words": lambda raw: frozenset(raw or ()),
    "tuple[str, ...]": lambda raw: tuple(raw or ()),
    "Phrases": lambda raw: index_phrases(raw, last=False),
    "LastPhrases": lambda raw: index_phrases(raw, last=True),
    "dict[str, int]": lambda raw: raw or {},
    "dict[str, str]": lambda raw: raw or {},
    "dict[str, list[str]]": lambda raw: raw or {},
}
"""The type of a field -> the conversion of the file's words to it."""


def fill_words(kind: type[_Kind], table: Table) -> _Kind:
    """Fill a dataclass of words: a field has the name of a key or of an inner one ("lists_last"). Raises ValueError without a key."""
    return kind(**{each.name: _CONVERSIONS[each.type](_find_words(table, each.name)) for each in fields(kind)})


def _find_words(table: Table, name: str) -> Any:
    if name in list_keys():
        return table.get(name)
    key = max((key for key in list_keys() if name.startswith(key + "_")), key=len)
    return (table.get(key) or {}).get(name.removeprefix(key + "_"))
