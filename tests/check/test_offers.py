"""What faults offer to write is the figure that the sentence speaks of, and is right where it is pasted; no message contradicts itself."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from macros.base.errors import Fault
from macros.check.judge import PassageChecker
from macros.claims.passage import Binding, Passage
from macros.numbers import Quantity, find_quantities
from macros.wording import compare
from tests.claims.measure import Sentence, read_article, read_sources, sentences, sources_of
from tests.project import SAMPLE
from tests.sample import some

_QUOTE = re.compile("⟦([^⟧]*)⟧⟨([^⟩]*)⟩")
_MARKED = re.compile(r"fig\(([\w-]+)\|([^)]*)\)")
_LINE = re.compile(r'\{\{ figure\("([^"]+)", "([^"]*)"\) \}\}')
WRITTEN = [each for each in sentences() if each.kind != "caption"]


def told(sentence: str, lang: str = "en") -> list[Fault]:
    """What is said of a sentence about the sample, with `fig(id|words)` for its quotes."""
    return read_article(read_sources(SAMPLE, lang), f"<p>{_MARKED.sub(_linked, sentence)}</p>")


def _linked(match: re.Match[str]) -> str:
    return f'<a data-figure="{match[1]}">{match[2]}</a>'


# A sentence with a number that is bound to nothing, and the figure and the words that are offered.
SPOKEN = [
    ("en", "Reports for EU countries nearly halved from 2020 to 2021.", "eu-reports-change", "nearly halved"),
    ("en", "The EU share in 2021 was one in forty of all reports.", "eu-reports-share-2021", "one in forty"),
    ("en", "EU reports fell by 4\u200b7% from 2020 to 2021.", "eu-reports-change", "47%"),
    # What it speaks of is another figure than the one whose value it says.
    ("en", "In 2021, EU reports numbered 1,046,350.", "eu-reports-2021", "555,831"),
    ("en", "EU files fell by 47% from 2020 to 2021.", "eu-files-change", "58%"),
    ("en", "In 2021, EU reports numbered 999,999.", "eu-reports-2021", "555,831"),
    ("en", "EU reports fell from fig(eu-reports-2020|1,046,350) in 2020 to 0.56 million in 2021.", "eu-reports-2021", "0.56 million"),
    ("es", "Las denuncias de la UE cayeron un 47 % de 2020 a 2021.", "eu-reports-change", "47 %"),
    ("es", "Los archivos de la UE cayeron un 47 % de 2020 a 2021.", "eu-files-change", "58\u00a0%"),
]


@pytest.mark.parametrize(("lang", "sentence", "figure", "words"), SPOKEN)
def test_the_figure_that_the_sentence_speaks_of_is_offered_first(lang: str, sentence: str, figure: str, words: str) -> None:
    (fault,) = told(sentence, lang)
    assert fault.remedy.startswith(f'write {{{{ figure("{figure}", "{words}") }}}}; nearest: {figure} (')


def test_where_the_words_name_nothing_the_value_decides() -> None:
    (fault,) = told("They fell by 58.18%.")
    assert fault.remedy.startswith('write {{ figure("eu-files-change", "58.18%") }}; nearest: eu-files-change (58% decrease)')


def _unquoted(sentence: Sentence, quote: re.Match[str]) -> Sentence:
    return replace(sentence, text=sentence.text[: quote.start()] + quote[1] + sentence.text[quote.end() :])


def test_of_a_right_quote_that_is_unquoted_the_first_figure_offered_is_the_one_that_was_quoted() -> None:
    """In natural sentences of seven topics, in two languages; and pasting the line that is offered gives no fault."""
    offered, others = 0, []
    right = [each for each in some([each for each in WRITTEN if each.is_true], 60) if not read_article(sources_of(each), each.html)]
    for sentence in right:
        for quote in _QUOTE.finditer(sentence.text):
            bare = _unquoted(sentence, quote)
            for fault in [each for each in read_article(sources_of(sentence), bare.html) if each.code == "unbound"][:1]:
                line = _LINE.search(fault.remedy)
                if line is None or line[1] != quote[2]:
                    others.append((bare.text, quote[2], fault.remedy))
                    continue
                offered += 1
                said = line[2] if line[2] in bare.text[quote.start() :] else quote[1]  # with its unit, or in other words
                pasted = bare.text[quote.start() :].replace(said, f"⟦{line[2]}⟧⟨{line[1]}⟩", 1)
                text = sentence.text[: quote.start()] + pasted
                assert read_article(sources_of(sentence), replace(sentence, text=text).html) == [], (text, line[0])
    assert offered > 40 and len(others) <= offered / 20, others


# A sentence with one quote that is misplaced, and what is offered for it.
MEANT = [
    ("From 2020 to 2021, EU reports fig(eu-files-change|fell by 58%).", "eu-reports-change", "47%"),
    ("In 2021, EU reports numbered fig(eu-reports-2020|1,046,350).", "eu-reports-2021", "555,831"),
    ("In 2020, EU reports numbered fig(eu-reports-2021|1,046,350).", "eu-reports-2020", "1,046,350"),
]


@pytest.mark.parametrize(("sentence", "figure", "words"), MEANT)
def test_for_a_quote_of_another_figure_the_one_that_is_meant_is_offered(sentence: str, figure: str, words: str) -> None:
    faults = told(sentence)
    assert faults and all(f'quote the figure that is meant: {{{{ figure("{figure}", "{words}") }}}}' in fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("In 2021, of what came in, EU reports numbered {}.", "EU reports numbered 555,831"),
        ("In 2021 there were {} EU reports.", "555,831 EU reports"),
        ("Of all that came in, {} were, in 2021, EU reports.", ""),  # what stands between would have to be quoted too
        ("EU reports are many: in 2021 there were {}.", ""),
        ("EU reports of 2020 numbered {}.", ""),  # they name another year
    ],
)
def test_a_number_that_is_misread_is_quoted_with_the_words_beside_it_that_say_what_it_is_of(sentence: str, words: str) -> None:
    """Here by a reader that reads nothing but what stands in the quote."""
    build = read_sources(SAMPLE, "en").edition
    judge_ = PassageChecker(build.project.figures, build.project.packages, "en")

    def is_misread(passage: Passage, item: Quantity, span: tuple[int, int, Binding]) -> list[str]:
        return [] if "EU reports" in passage.text[span[0] : span[1]] else ["misread"]

    offers = replace(judge_._offers, check_binding=is_misread)
    text = sentence.format("555,831")
    span = (start := text.index("555,831"), start + len("555,831"), Binding("figure", "eu-reports-2021"))
    (item,) = [each for each in find_quantities(text, "en", "plain", nouns=build.project.figures.nouns) if each.start == start]
    offer = offers.widen_quote(Passage(text, "text", (span,)), item, span, build.project.figures.get("eu-reports-2021", None))
    assert (offer.words if offer else "") == words


def test_every_wider_quote_that_is_offered_is_right_and_stands_in_its_sentence() -> None:
    for sentence in some(WRITTEN, 60):
        for fault in read_article(sources_of(sentence), sentence.html):
            if match := re.search(r"what it is of: write (\{\{.*?\}\})", fault.remedy):
                line = _LINE.fullmatch(match[1])
                plain = " ".join(_QUOTE.sub(r"\1", sentence.text).split())
                assert line and line[2] in plain, (sentence.text, fault.remedy)
                assert sentence.is_true, (sentence.text, fault.remedy)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "In 2020 and 2021, EU reports numbered fig(eu-reports-2021|555,831) and fig(eu-reports-2020|1,046,350) respectively."),
        ("es", "Los archivos contenidos en denuncias de la UE fig(eu-reports-change|se redujeron un 47 %) de 2020 a 2021, según NCMEC."),
    ],
)
def test_a_number_of_a_list_or_in_a_thing_is_quoted_no_wider(lang: str, sentence: str) -> None:
    faults = told(sentence, lang)
    assert faults and not any("write {{" in fault.remedy.partition("meant")[0] for fault in faults)


SAME = [
    ("1,046,350", {"value": Decimal(1_046_350_000), "quantum": Decimal(1000)}, "eu-reports-2020", "is 1,046,350,000,"),
    ("555,831", {"unit": "mile", "kind": "amount"}, "eu-reports-2021", 'says "555,831" in mile but'),
]


@pytest.mark.parametrize(("text", "changed", "figure", "said"), SAME)
def test_a_number_that_is_written_as_the_value_is_told_with_what_makes_it_another(text: str, changed: dict, figure: str, said: str) -> None:
    figures = read_sources(SAMPLE, "en").edition.project.figures
    (item,) = find_quantities(text, "en", "plain")
    (finding,) = compare(item._replace(**({"kind": "count"} | changed)), figures.get(figure, None), "en")
    assert said in finding.fact and ("scale" in finding.remedy or "unit" in finding.code), finding


def test_periods_in_another_order_or_as_the_end_of_another_span_are_told_as_that() -> None:
    (order,) = told("From 2021 to 2020, EU reports fig(eu-reports-change|fell by 47%).") or told(
        "EU reports fig(eu-reports-change|fell by 47%) in 2020 from 2021."
    )
    assert order.fact.split(" (")[0].endswith("but it is of 2020 to 2021, in that order")


def test_no_message_says_a_number_twice_as_if_it_differed() -> None:
    for sentence in some(WRITTEN, 100):
        for fault in read_article(sources_of(sentence), sentence.html):
            said = re.match(r'says "([^"]*)" but \S+ is ([^(]*?) \(', fault.fact)
            assert not said or said[1] != said[2].strip(), fault
            years = re.search(r"about ([\d, ]+), but it is of ((?:\d| to )+) \(", fault.fact)
            assert not years or sorted(re.findall(r"\d+", years[1])) != sorted(re.findall(r"\d+", years[2])), fault
            words = re.search(r'speak of "([^"]*)" and not of "([^"]*)"', fault.fact)
            assert not words or words[1].lower() != words[2].lower(), fault
