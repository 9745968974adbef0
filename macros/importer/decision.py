"""Decisions on how a file is read: what was found, what is proposed, what the author said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Decision:
    """One thing that the import decides or asks.

    Attributes:
        option: The option that answers it, without hyphens: `header`, `unpivot`, `missing`.
        subject: Which of several it answers, as the author names it in front of an equals sign: `[c]` in `[c]=suppressed`; or "".
        sheet: The path of the sheet, as in faults.
        found: The fact on which it rests, with a place: `rows 1 to 3 stand above the table`.
        answer: The proposed or given value; "" if nothing can be proposed.
        effect: What is done with this answer.
        choices: Maps other values to their effects.
        is_certain: True if it need not be asked. A doubt that changes a number or drops a row is never certain.
        is_given: True if the author gave the answer, now or in the recipe.
    """

    option: str
    sheet: str
    found: str
    answer: str
    effect: str
    choices: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    is_certain: bool = True
    is_given: bool = False

    @property
    def is_open(self) -> bool:
        """Return True if the author must answer."""
        return not (self.is_certain or self.is_given)

    @property
    def value(self) -> str:
        """Return what the option is given."""
        return f"{self.subject}={self.answer}" if self.subject else self.answer

    @property
    def question(self) -> str:
        """Return the fact and what can be answered, on one line."""
        return f"{self.found}: {self.effect}" + "".join(f"; or {value}: {effect}" for value, effect in self.choices.items())


@dataclass(frozen=True)
class Answers:
    """What the author said: on the command line, in the terminal, in the recipe of an earlier file.

    Attributes:
        values: Maps options to their values, in the order given.
    """

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def get(self, option: str, subject: str = "") -> str:
        """Return the last value of an option, or ""; with a subject, what stands behind its equals sign."""
        given = [value.strip() for value in self.values.get(option, ())]
        if subject:
            given = [value[len(subject) + 1 :].strip() for value in given if value.startswith(f"{subject}=")]
        return given[-1] if given else ""

    def list(self, option: str) -> Sequence[str]:
        """Return all values of an option."""
        return self.values.get(option, ())

    def add(self, option: str, value: str) -> Answers:
        """Return these answers and one more."""
        return Answers({**self.values, option: [*self.values.get(option, ()), value]})

    def decide(
        self,
        option: str,
        sheet: str,
        found: str,
        answer: str,
        effects: Mapping[str, str],
        *,
        subject: str = "",
        is_certain: bool = False,
    ) -> Decision:
        """Return a decision with the author's answer, or the proposed one.

        Args:
            effects: Maps each possible answer to what it does; "*" stands for any other value.
        """
        given = self.get(option, subject)
        chosen = given if given and (given in effects or "*" in effects) else answer
        effect = effects.get(chosen, effects.get("*", "")).replace("{}", chosen)
        choices = {value: said for value, said in effects.items() if value not in (chosen, "*", "")}
        return Decision(option, sheet, found, chosen, effect, choices, subject, is_certain, bool(given) and chosen == given)
