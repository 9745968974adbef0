"""`python -m macros correct`: replace words of a page, or take those changed already, and write the entry and the record of the change.

The site is built with the change before anything stays: what the check refuses leaves every file as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from macros.authoring.ask import Cancelled, Prompter, Question
from macros.authoring.correct import Entry, append_entry, count_sentences, find_sentence_at, read_as_text, replace_words
from macros.authoring.project import Project, make_call_error
from macros.base.author_forms import Call, parse_text
from macros.base.command_line import CommandLine
from macros.base.errors import FaultError, suggest_nearest
from macros.base.files import find_files, write_atomically
from macros.base.yaml_source import read_text
from macros.corrections.faults import FILE, KINDS, NATURES, find_page_date, strip_language
from macros.datapackage import read_packages
from macros.figures import Figures
from macros.figures.read import read_declarations
from macros.interface import read_interface_words
from macros.published import FILE as RECORD
from macros.published import Row
from macros.published import read as read_record
from macros.structure import read_structures
from macros.wording import compare_wording

_EXAMPLE = 'python -m macros correct --page docs/en/index.md --old "fell by 47%" --new "fell by 46.9%" --what "..." --why "..."'
_CHANGED = "none: record what is changed already"
_HOME = "index.md"  # for a change that shows on no page


def main(argv: list[str]) -> int:
    """Run the command.

    Returns: the exit code, 0 if the change is recorded, 1 with faults, 2 for a wrong call, 130 if the author stopped.
    """
    parser = CommandLine(
        prog="python -m macros correct",
        description="Correct words of a page and record it. Without --page, record what is changed already: words, figures, data.",
        epilog=f"example: {_EXAMPLE}",
    )
    for name, meaning in {
        "page": "page with the words, such as docs/en/index.md",
        "old": "words as they read on the page",
        "new": "words to read instead; they may quote with {{ figure(...) }}",
        "what": "what changed, in one sentence",
        "why": "why it changed",
        "scale": "how much of what was said changed",
        "date": "day on which the change is published; today, if left out",
        "lang": "language of what, why and scale; that of the page, if left out",
    }.items():
        parser.add_argument(f"--{name}", help=meaning)
    parser.add_argument("--kind", choices=KINDS, help="a planned revision of data, or the correction of a mistake")
    parser.add_argument("--nature", choices=NATURES, help="what was wrong, gravest first")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    call = parser.parse_args(argv)
    project, ask = Project.from_folder(), Prompter.for_terminal()
    try:
        return _correct(call, project, ask)
    except Cancelled:
        print("Nothing was written.")
        return 130


def _correct(call: Any, project: Project, ask: Prompter) -> int:
    date = project.check_date(call.date or project.today)
    if not (call.old or call.new or call.page) and ask.interactive:
        call.page = _choose_page(project, ask)
    if call.old or call.new or call.page:
        changed, found = _replace_on_page(call, project, ask)
    else:
        changed, found = {}, _find_changes(project)
    if not found:
        print("Nothing that is published has changed. To correct words of a page: make correct PAGE=... OLD=... NEW=...")
        return 0
    first = found[0]
    language = call.lang or next(iter(first.old))
    if language not in project.languages:
        raise make_call_error(f'has --lang "{language}"', suggest_nearest(language, project.languages))
    for entry in found:
        _show_change(entry)
    what, why, scale, nature = ask.ask_all(
        [
            Question("--what", "what changed, in one sentence", call.what or ""),
            Question("--why", "why", call.why or ""),
            Question("--scale", "how much of what was said changed", call.scale or "", _describe_scale(first, language)),
            Question("--nature", f"nature ({', '.join(NATURES)})", call.nature or "", _derive_nature(project, first), _check_nature),
        ]
    )
    kind = call.kind or ("revision" if first.data else "correction")
    entries = [
        replace(
            entry,
            date=date,
            kind=kind,
            nature=nature,
            what={language: what},
            why={language: why},
            scale={language: scale},
        )
        for entry in found
    ]
    corrections = read_text(project.root / FILE, FILE)
    for entry in entries:
        corrections = append_entry(corrections, entry)
    print(f"\n{FILE}:")
    print("\n".join(f"  {line}" for entry in entries for line in entry.list_lines()))
    if call.dry_run:
        print("\nNothing was written (--dry-run).")
        return 0
    ask.confirm("\nWrite it?")
    return _record(project.root, {**changed, FILE: corrections})


def _choose_page(project: Project, ask: Prompter) -> str:
    """Return the published page whose words the author corrects, or "" to record what is changed already."""
    record, _ = read_record(project.root)
    pages = sorted(row.subject for row in record.find_rows("page") if (project.root / row.subject).is_file())
    if not pages:
        return ""
    chosen = ask.choose("page with the words to correct", [_CHANGED, *pages], "--page")
    return "" if chosen == _CHANGED else chosen


def _describe_scale(entry: Entry, lang: str) -> str:
    """Return how much is changed, by the sentences before and after, if the author does not say it."""
    words = read_interface_words(lang)["correction"]["sentences"]
    return str(words["one" if count_sentences(next(iter(entry.old.values()))) == 1 else "other"])


def _derive_nature(project: Project, entry: Entry) -> str:
    """Return the nature of a change that needs no judgement, or "": new data, or the same values in other words."""
    if entry.data:
        return "data"
    texts = [(entry.old[lang], entry.new.get(lang, "")) for lang in entry.old]
    if any(_list_quoted(old)[0] != _list_quoted(new)[0] for old, new in texts):
        return ""
    packages, _ = read_packages(project.root)
    structures = read_structures(project.root, packages)
    figures = Figures(read_declarations(project.root, packages, structures).declarations, packages, structures)
    date = find_page_date(entry.pages[0]) or None
    try:
        wrong = [
            finding
            for lang, text in (*entry.old.items(), *entry.new.items())
            for name, words in _list_quoted(text)[1]
            for finding in compare_wording(words, figures.get(name, date), lang, figures.nouns)
        ]
    except FaultError:
        return ""
    return "" if wrong else "wording"


def _list_quoted(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a text with only the ids of its quotes, and each figure that it quotes with the words."""
    quotes, rest = [], ""
    for part in parse_text(text):
        said = [str(each.value) for each in part.arguments] if isinstance(part, Call) and part.name == "figure" else []
        if len(said) > 1:
            quotes.append((said[0], said[1]))
        rest += f"{{{said[0]}}}" if said else text[part.start : part.end]
    return " ".join(rest.split()), quotes


def _check_nature(answer: str) -> str:
    return "" if answer in NATURES else f"write one of {', '.join(NATURES)}"


def _show_change(entry: Entry) -> None:
    data = f", by the data of {entry.data}" if entry.data else ""
    print(f"On {', '.join(entry.pages)}{data}:")
    for lang, text in entry.old.items():
        print(f"  - {read_as_text(text)}")
        if lang in entry.new:
            print(f"  + {read_as_text(entry.new[lang])}")


def _replace_on_page(call: Any, project: Project, ask: Prompter) -> tuple[dict[str, str], list[Entry]]:
    """Return the page with its new words, and the entry about them."""
    pages = [path.relative_to(project.root).as_posix() for path in find_files(project.root, "docs/**/*.md")]
    page, old, new = ask.ask_all(
        [
            Question("--page", "page (docs/en/...)", call.page or ""),
            Question("--old", "words as they read on the page", call.old or ""),
            Question("--new", "words to read instead", call.new or ""),
        ]
    )
    path = next((each for each in (page.removeprefix("./"), f"docs/{project.lang}/{page}") if each in pages), "")
    if not path:
        raise make_call_error(f'names "{page}", which is not a page of the site', suggest_nearest(page, pages))
    made = replace_words(read_text(project.root / path, path), path, old, new)
    lang = path.split("/")[1]
    return {path: made.text}, [Entry({lang: " ".join(made.old)}, {lang: " ".join(made.new)}, [strip_language(path)])]


def _find_changes(project: Project) -> list[Entry]:
    """Build the site, and return an entry for each new version of data, the first with all changed words, or one without data.

    Raises:
        FaultError: The site has faults that no entry mends.
    """
    from macros.plugin import lifecycle
    from macros.plugin.check_command import build_report

    print("Reading the site to find what is changed ... (a minute on a large site)", flush=True)
    report = build_report()
    compared, check = lifecycle.last_comparison, lifecycle.last_check
    settled = compared.settled if compared else None
    others = [fault for fault in (report.faults if report else ()) if fault.code != "unrecorded" and fault.place.path != RECORD]
    if report is None or compared is None or settled is None or check is None or others:
        raise FaultError(*others)
    print(f"Compared with {compared.base or 'nothing'}.{chr(10) + compared.note if compared.note else ''}")
    rows, versions = settled.unrecorded, settled.unrecorded_versions
    if not rows and not versions:
        return []
    quotes = [quote for each in check.edition_checks for quote in _list_quotes(each.edition)]
    old, new = _find_sentences(project.root, [row for row in rows if row.kind == "wording"], quotes)
    told = {row.subject for row in rows if row.kind not in ("wording", "page")}
    pages = {strip_language(row.subject) for row in rows if row.kind in ("wording", "page")}
    if not old:
        old = {project.lang: "; ".join(dict.fromkeys(row.text for row in rows if row.text)) or "…"}
    labels = [*versions] or [""]
    return [
        Entry(
            old,
            new,
            sorted({*versions.get(label, ()), *(pages if at == 0 else ())}) or [_HOME],
            label,
            sorted(told) if at == 0 else (),
        )
        for at, label in enumerate(labels)
    ]


def _list_quotes(edition: Any) -> Iterator[tuple[str, Any]]:
    for page, quotes in edition.log.quotes_by_page.items():
        yield from ((page, quote) for quote in quotes if quote.is_authored)


def _find_sentences(root: Path, rows: Sequence[Row], quotes: Collection[tuple[str, Any]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the sentences with the changed words, before and now, by language."""
    olds: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        lang = row.subject.split("/")[1]
        now = next(
            (
                (quote, said)
                for page, quote in quotes
                if page == row.subject and quote.figure == row.part and (said := _read_now(root, quote))
            ),
            None,
        )
        if now is None:
            olds[lang].setdefault(row.text, "")
            continue
        quote, sentence = now
        before = sentence
        for mark in "\"'":
            before = before.replace(f"{mark}{quote.wording}{mark}", f"{mark}{row.text}{mark}")
        olds[lang].setdefault(before, sentence)
    old = {lang: " ".join(pairs) for lang, pairs in olds.items()}
    new = {lang: text for lang, pairs in olds.items() if (text := " ".join(filter(None, dict.fromkeys(pairs.values()))))}
    return old, new


def _read_now(root: Path, quote: Any) -> str:
    path = quote.place.path
    return find_sentence_at(read_text(root / path, path), quote.place)


def _record(root: Path, texts: Mapping[str, str]) -> int:
    """Write the files, build the site and write the record. With a fault every file is put back."""
    from macros.plugin.check_command import publish_record

    print("Checking the site with the change ...", flush=True)
    before = {path: (root / path).read_bytes() for path in texts}
    code = 1
    try:
        for path, text in texts.items():
            write_atomically(root / path, text.encode("utf-8"))
        code = publish_record(only_check=False)
    finally:
        if code:
            for path, data in before.items():
                write_atomically(root / path, data)
            print("Nothing was written.")
    if not code:
        print("Wrote:\n" + "\n".join(f"  {path}" for path in texts))
    return code
