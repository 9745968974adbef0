"""`update`: a new dated update from a template, one file for each language of the site."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from macros.authoring.ask import Ask, Question
from macros.authoring.infer import slug
from macros.authoring.project import Project, refused
from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place, nearest
from macros.base.files import matching, write_new
from macros.base.settings import read_settings

_TEMPLATE = Path(__file__).with_name("template.md")
# Begins the front matter of a translation; `translate-status --mark` fills it in when the translation is written.
_DRAFT = '---\ntranslated_from: ""\n'
_LONGEST = 60  # characters of an address made from a title


def start_update(call: argparse.Namespace, project: Project, ask: Ask) -> None:
    """Write docs/<lang>/updates/<date>-<slug>.md for each language.

    Raises:
        FaultError: The call has faults, or the day has an update.
        Cancelled: The author stopped.
    """
    given, title = ask.all(
        [
            Question("--date", "date of the update (YYYY-MM-DD)", call.date or "", wrong=lambda d: "" if is_date(d) else "no such day"),
            Question("--title", "title of the update", call.title or ""),
        ]
    )
    date = project.date(given, ahead=call.ahead)
    if call.slug and call.slug != slug(call.slug, "-"):
        made = slug(call.slug, "-") or "words-of-the-title"
        raise refused(f'has the slug "{call.slug}", which is not a part of an address', f'use a-z, 0-9 and hyphens: SLUG="{made}" (--slug)')
    topics = tuple(read_settings(project.root).topics)
    for topic in call.topic or ():
        if topic not in topics:
            raise refused(f'has the topic "{topic}"', nearest(topic, topics))
    stem = f"{date}-{call.slug or _slug(title)}"
    files = {lang: Path("docs") / lang / "updates" / f"{stem}.md" for lang in project.languages}
    _free(project, date)
    default, *others = files
    text = _text(call, date, title, topics)
    draft = _text(argparse.Namespace(**{**vars(call), "description": "", "summary": ""}), date, "", topics).replace("---\n", _DRAFT, 1)
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


def _free(project: Project, date: str) -> None:
    """Raise FaultError if the day has an update already."""
    for lang in project.languages:
        for path in matching(project.root, f"docs/{lang}/updates/{date}*.md"):
            place = Place(path.relative_to(project.root).as_posix())
            raise FaultError(Fault(place, "same-date", f"is already the update of {date}", "add to it, or give the new one another day"))


def _slug(title: str) -> str:
    """Return the address of a title, cut between words."""
    words = slug(title, "-")
    if not words:
        raise refused(f'has the title "{title}", from which no address can be made', 'name one: SLUG="words-of-the-title" (--slug)')
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]


def _text(call: argparse.Namespace, date: str, title: str, known: Sequence[str]) -> str:
    def quoted(text: str | None) -> str:
        return json.dumps(" ".join((text or "").split()), ensure_ascii=False)  # a JSON string is a YAML string

    return _TEMPLATE.read_text(encoding="utf-8").format(
        title=quoted(title),
        description=quoted(call.description),
        date=date,
        summary=quoted(call.summary),
        topics=_topics(call.topic or known[-1:], known),
        source=quoted(call.source),
        publisher=quoted(call.publisher),
        source_date=call.source_date or date,
    )


def _topics(chosen: Sequence[str], known: Sequence[str]) -> str:
    """Return the lines for the topics, or "" if the site has none."""
    lines = [f"# One or more of: {', '.join(known)}.", "topics:", *(f"  - {topic}" for topic in chosen)]
    return "\n".join(lines) + "\n" if known else ""
