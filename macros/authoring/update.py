"""`update`: a new dated update from a template, one file for each language of the site."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from macros.authoring.ask import Prompter, Question
from macros.authoring.project import Project, make_call_error
from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.files import find_files, write_new
from macros.base.settings import read_settings
from macros.importer.infer import make_slug

_TEMPLATE = Path(__file__).with_name("template.md")
# Begins the front matter of a translation; `translate-status --mark` fills it in when the translation is written.
_DRAFT = '---\ntranslated_from: ""\n'
_MAX_ADDRESS_LENGTH = 60  # characters of an address made from a title


def start_update(call: argparse.Namespace, project: Project, ask: Prompter) -> None:
    """Write docs/<lang>/updates/<date>-<slug>.md for each language.

    Raises:
        FaultError: The call has faults, or the day has an update.
        Cancelled: The author stopped.
    """
    given, title = ask.ask_all(
        [
            Question(
                "--date", "date of the update (YYYY-MM-DD)", call.date or "", find_problem=lambda d: "" if is_date(d) else "no such day"
            ),
            Question("--title", "title of the update", call.title or ""),
        ]
    )
    date = project.check_date(given, ahead=call.ahead)
    if call.slug and call.slug != make_slug(call.slug, "-"):
        made = make_slug(call.slug, "-") or "words-of-the-title"
        raise make_call_error(
            f'has the slug "{call.slug}", which is not a part of an address', f'use a-z, 0-9 and hyphens: SLUG="{made}" (--slug)'
        )
    topics = tuple(read_settings(project.root).topics)
    for topic in call.topic or ():
        if topic not in topics:
            raise make_call_error(f'has the topic "{topic}"', suggest_nearest(topic, topics))
    stem = f"{date}-{call.slug or _make_address(title)}"
    files = {lang: Path("docs") / lang / "updates" / f"{stem}.md" for lang in project.languages}
    _check_day_free(project, date)
    default, *others = files
    text = _fill_template(call, date, title, topics)
    draft = _fill_template(argparse.Namespace(**{**vars(call), "description": "", "summary": ""}), date, "", topics).replace(
        "---\n", _DRAFT, 1
    )
    for lang, file in files.items():
        if not call.dry_run:
            write_new(project.root / file, (text if lang == default else draft).encode("utf-8"))
    print("Nothing was written (--dry-run):\n\n" + text if call.dry_run else "Wrote:")
    for lang, file in files.items():
        print(f"  {file.as_posix()}" + (f" (a draft, not shown until it is written in {lang} and marked)" if lang in others else ""))
    print("\nNext:")
    print("  1. Fill in what is empty, and write the text: one sentence a line.")
    print("  2. make serve    (python -m mkdocs serve) shows the page, and each fault at its place.")
    print(f"     http://127.0.0.1:8000/updates/{stem}/")
    if date > project.today:
        print(f"It is published on {date}, by the first build of that day or later; until then only make serve and make preview show it.")


def _check_day_free(project: Project, date: str) -> None:
    """Raise FaultError if the day has an update already."""
    for lang in project.languages:
        for path in find_files(project.root, f"docs/{lang}/updates/{date}*.md"):
            place = Place(path.relative_to(project.root).as_posix())
            raise FaultError(Fault(place, "same-date", f"is already the update of {date}", "add to it, or give the new one another day"))


def _make_address(title: str) -> str:
    """Return the address of a title, cut between words."""
    words = make_slug(title, "-")
    if not words:
        raise make_call_error(f'has the title "{title}", from which no address can be made', 'name one: SLUG="words-of-the-title" (--slug)')
    return (
        words if len(words) <= _MAX_ADDRESS_LENGTH else words[: _MAX_ADDRESS_LENGTH + 1].rpartition("-")[0] or words[:_MAX_ADDRESS_LENGTH]
    )


def _fill_template(call: argparse.Namespace, date: str, title: str, known: Sequence[str]) -> str:
    def quote_text(text: str | None) -> str:
        return json.dumps(" ".join((text or "").split()), ensure_ascii=False)  # a JSON string is a YAML string

    return _TEMPLATE.read_text(encoding="utf-8").format(
        title=quote_text(title),
        description=quote_text(call.description),
        date=date,
        summary=quote_text(call.summary),
        topics=_format_topics(call.topic or known[-1:], known),
        source=quote_text(call.source),
        publisher=quote_text(call.publisher),
        source_date=call.source_date or date,
        source_url=f"    path: {quote_text(call.source_url)}\n" if call.source_url else "",
    )


def _format_topics(chosen: Sequence[str], known: Sequence[str]) -> str:
    """Return the lines for the topics, or "" if the site has none."""
    lines = [f"# One or more of: {', '.join(known)}.", "topics:", *(f"  - {topic}" for topic in chosen)]
    return "\n".join(lines) + "\n" if known else ""
