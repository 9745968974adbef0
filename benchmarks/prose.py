"""Sentences without a number in them, as many as are asked for: the text around the figures of a synthetic update."""

from __future__ import annotations

import random
from collections.abc import Iterator

_WHO = "the office|the agency|a ministry|the register|a working group|the archive|the inspectorate|a local service|the committee".split("|")
_WHAT = "the counts|the method|the definitions|the forms|the notes|the categories|the sources|the explanations|the wording".split("|")
_DID = "publishes|describes|reviews|explains|collects|compares|checks|lists|keeps|documents".split("|")
_WHERE = "in its own report|on its website|in a public annex|in plain language|with its sources|for every place|in the usual form".split(
    "|"
)
_WHY = (
    "so that readers can follow each step|because the forms have changed over time|since places count in different ways|"
    "so that nothing has to be taken on trust|because a later correction must stay visible|since a comparison needs the same base"
).split("|")
_OPENING = "As before,|In this account,|By its own description,|For the sake of comparison,|According to the notes,|In practice,".split("|")
_CAUTION = (
    "The figures show what was counted, not what happened",
    "A change in the counts can have many causes",
    "Nothing in the data says why the counts moved",
    "What was not reported cannot be seen here",
    "Places differ in what they ask for and in how they ask",
)


def sentences(chance: random.Random) -> Iterator[str]:
    """An endless row of sentences, each of about twelve to twenty words."""
    while True:
        who, what, did = chance.choice(_WHO), chance.choice(_WHAT), chance.choice(_DID)
        if chance.random() < 0.25:
            yield f"{chance.choice(_CAUTION)}, and {who} says so {chance.choice(_WHERE)}."
        else:
            yield f"{chance.choice(_OPENING)} {who} {did} {what} {chance.choice(_WHERE)}, {chance.choice(_WHY)}."
