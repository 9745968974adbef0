"""Asks the author on a terminal; in a script says which options are missing, all in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from macros.authoring.project import refused


class Cancelled(Exception):
    """The author ended the questions (Ctrl-C, Ctrl-D, or "no"): nothing is written."""


@dataclass(frozen=True)
class Question:
    """What has to be known. option: `--publisher`; text: the question; given: the answer that the call holds, or "".

    default: taken in a script, and for an empty answer. wrong: says what is wrong with an answer, or "".
    """

    option: str
    text: str
    given: str = ""
    default: str = ""
    wrong: Callable[[str], str] = lambda answer: ""


@dataclass(frozen=True)
class Ask:
    """interactive: whether somebody is there to answer."""

    interactive: bool

    @classmethod
    def terminal(cls) -> Ask:
        return cls(sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty())

    def all(self, questions: Sequence[Question]) -> list[str]:
        """The answers. Errors: FaultError for those that a script does not give or gives wrongly; Cancelled."""
        for question in questions:
            if question.given and (problem := question.wrong(question.given)):
                raise refused(f'has {question.option} "{question.given}": {problem}', "fix the option")
        missing = [q for q in questions if not (q.given or q.default)]
        if missing and not self.interactive:
            what = ", ".join(q.text for q in missing)
            raise refused(f"does not say: {what}", "add " + " ".join(f'{q.option} "..."' for q in missing) + ", or call it on a terminal")
        return [q.given or (self._answer(q) if self.interactive else q.default) for q in questions]

    def choose(self, question: str, choices: Sequence[str], option: str, meanings: Mapping[str, str] | None = None) -> str:
        """One of several. meanings: what to say of each. Errors: FaultError in a script; Cancelled."""
        if len(choices) == 1:
            return choices[0]
        if not self.interactive:
            shown = ", ".join(choices[:8]) + (f" and {len(choices) - 8} more" if len(choices) > 8 else "")
            raise refused(f"does not say: {question}", f"add {option} with one of {shown}, or call it on a terminal")
        for number, choice in enumerate(choices, 1):
            print(f"  {number:2}  {choice}" + (f": {meanings[choice]}" if meanings and choice in meanings else ""))

        def wrong(answer: str) -> str:
            return "" if answer in choices or (answer.isdecimal() and 1 <= int(answer) <= len(choices)) else "choose one of the list"

        answer = self._answer(Question(option, question, default="1", wrong=wrong))
        return answer if answer in choices else choices[int(answer) - 1]

    def confirm(self, question: str) -> None:
        """Goes on in a script; on a terminal only after a yes. Errors: Cancelled."""
        if self.interactive and self._answer(Question("", f"{question} (y/n)", default="y")).lower() not in ("y", "yes"):
            raise Cancelled

    def _answer(self, question: Question) -> str:
        while True:
            try:
                answer = input(f"{question.text}{f' [{question.default}]' if question.default else ''}: ").strip() or question.default
            except (EOFError, KeyboardInterrupt):
                print()
                raise Cancelled from None
            problem = question.wrong(answer) if answer else "an answer is needed"
            if not problem:
                return answer
            print(f"  {problem}")
