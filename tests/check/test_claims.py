"""What a sentence makes of a right number, in both languages: the sentences of claims.txt, each with what the check says of it."""

from __future__ import annotations

import re
from pathlib import Path

from macros.base.errors import Fault
from tests.claims.measure import Sentence, read_article, sources_of
from tests.rows import each_of

# A line: the language, the code of the fault or "right", and a page: a heading before "||", a sentence, "fig(id|words)" for a quote.
LINES = [line.split(maxsplit=2) for line in (Path(__file__).parent / "claims.txt").read_text(encoding="utf-8").splitlines()]
SENTENCES = [(lang, code, text) for lang, code, text in (line for line in LINES if line and line[0] != "#")]
_MARKED = re.compile(r"fig\(([\w-]+)\|([^)]*)\)")
REFUSED = [each for each in SENTENCES if each[1] != "right"]
RIGHT = [(lang, text) for lang, code, text in SENTENCES if code == "right"]


def faults(lang: str, said: str) -> list[Fault]:
    heading, _, text = said.rpartition("||")
    text = _MARKED.sub(r"⟦\2⟧⟨\1⟩", text)
    sentence = Sentence("", said, lang, True, "", f"heading: {heading} | {text}" if heading else text)
    return read_article(sources_of(sentence), sentence.html)


@each_of(("lang", "code", "said"), REFUSED)
def test_a_sentence_that_the_data_does_not_support_is_refused(lang: str, code: str, said: str) -> None:
    found = faults(lang, said)
    assert code in [fault.code for fault in found], [str(fault) for fault in found]


@each_of(("lang", "said"), RIGHT)
def test_a_sober_sentence_that_is_right_is_accepted(lang: str, said: str) -> None:
    assert [str(fault) for fault in faults(lang, said)] == []


def test_each_language_has_sentences_of_both_kinds() -> None:
    for lang in ("en", "es"):
        assert sum(each[0] == lang for each in REFUSED) > 10 and sum(each[0] == lang for each in RIGHT) > 10
