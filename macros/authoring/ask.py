"""Questions to the author on a terminal. In a script all missing options are reported in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from macros.authoring.project import make_call_error
from macros.authoring.variables import name_as_called
from macros.base.errors import Fault, FaultError
from macros.importer.decision import Decision


class Cancelled(Exception):
    """The author's wish to stop (Ctrl-C, Ctrl-D or "no"). Nothing is written."""


@dataclass(frozen=True)
class Question:
    """A question to the author.

    Attributes:
        option: The option for the answer, such as `--publisher`.
        text: The wording of the question.
        given: The answer in the call, or "".
        default: The answer in a script, or for empty input.
        find_problem: Returns the problem with an answer, or "" for a valid one.
    """

    option: str
    text: str
    given: str = ""
    default: str = ""
    find_problem: Callable[[str], str] = lambda answer: ""


@dataclass(frozen=True)
class Prompter:
    """Prompts on a terminal, or faults for missing answers in a script.

    Attributes:
        interactive: True if a person sits at the terminal.
        missing: A list for the faults of answers that a script does not give, to be told together by the caller; or None to raise each.
    """

    interactive: bool
    missing: list[Fault] | None = None

    @classmethod
    def for_terminal(cls) -> Prompter:
        """Return the prompts of this process, interactive if its input and output are terminals."""
        return cls(sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty())

    def ask_all(self, questions: Sequence[Question]) -> list[str]:
        """Return the answers to several questions.

        Raises:
            FaultError: An answer in the call is invalid, or an answer is missing in a script.
            Cancelled: The author stopped.
        """
        for question in questions:
            if question.given and (problem := question.find_problem(question.given)):
                raise make_call_error(f'has {question.option} "{question.given}": {problem}', "fix the option")
        missing = [q for q in questions if not (q.given or q.default)]
        if missing and not self.interactive:
            what = ", ".join(q.text for q in missing)
            remedy = "add " + " ".join(f'{q.option} "..."' for q in missing) + ", or call it on a terminal"
            self._miss(make_call_error(f"does not say: {what}", remedy))
        return [q.given or (self._read_answer(q) if self.interactive else q.default) for q in questions]

    def _miss(self, error: FaultError) -> None:
        if self.missing is None:
            raise error
        self.missing.extend(error.faults)

    def choose(
        self, question: str, choices: Sequence[str], option: str, meanings: Mapping[str, str] | None = None, default: int = 1
    ) -> str:
        """Return one of several choices, without a question if there is only one.

        Args:
            option: The option for the choice, as the fault names it.
            default: The number of the choice that is proposed, from 1.
            meanings: Maps a choice to its description.

        Raises:
            FaultError: There are several choices in a script.
            Cancelled: The author stopped.
        """
        if len(choices) == 1:
            return choices[0]
        if not self.interactive:
            shown = ", ".join(choices[:8]) + (f" and {len(choices) - 8} more" if len(choices) > 8 else "")
            self._miss(make_call_error(f"does not say: {question}", f"add {option} with one of {shown}, or call it on a terminal"))
            return choices[0]
        for number, choice in enumerate(choices, 1):
            print(f"  {number:2}  {choice}" + (f": {meanings[choice]}" if meanings and choice in meanings else ""))

        def find_problem(answer: str) -> str:
            return "" if answer in choices or (answer.isdecimal() and 1 <= int(answer) <= len(choices)) else "choose one of the list"

        answer = self._read_answer(Question(option, question, default=str(default), find_problem=find_problem))
        return answer if answer in choices else choices[int(answer) - 1]

    def decide(self, decision: Decision) -> str:
        """Return the value of an option as the author decides, the proposed answer by default."""
        print(f"\n{decision.found[:1].upper()}{decision.found[1:]}.")
        known = [answer for answer in (decision.answer, *decision.choices) if answer]
        for number, answer in enumerate(known, 1):
            print(f"  {number}  {answer}: {decision.effect if answer == decision.answer else decision.choices[answer]}")
        is_open = '"{}"' in decision.effect or f'"{decision.answer}"' in decision.effect

        def find_problem(answer: str) -> str:
            is_number = answer.isdecimal() and 1 <= int(answer) <= len(known)
            return "" if answer in known or is_number or is_open else "choose one of the list"

        told = "number, or a name" if is_open else "number"
        answer = self._read_answer(
            Question(
                "", f"{name_as_called(f'--{decision.option}')} ({told})", default="1" if decision.answer else "", find_problem=find_problem
            )
        )
        # The number in the list comes before an answer that is a number itself: of a scale, "1" is "none".
        answer = known[int(answer) - 1] if answer.isdecimal() and 1 <= int(answer) <= len(known) else answer
        return f"{decision.subject}={answer}" if decision.subject else answer

    def confirm(self, question: str) -> None:
        """Ask for a yes on a terminal. A script is not asked.

        Raises:
            Cancelled: The author did not say yes.
        """
        if self.interactive and self._read_answer(Question("", f"{question} (y/n)", default="y")).lower() not in ("y", "yes"):
            raise Cancelled

    def _read_answer(self, question: Question) -> str:
        while True:
            try:
                answer = input(f"{question.text}{f' [{question.default}]' if question.default else ''}: ").strip() or question.default
            except (EOFError, KeyboardInterrupt):
                print()
                raise Cancelled from None
            problem = question.find_problem(answer) if answer else "an answer is needed"
            if not problem:
                return answer
            print(f"  {problem}")
