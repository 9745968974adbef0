"""`data`: a data package, or a new version of one, from a spreadsheet."""

from __future__ import annotations

import argparse
import functools
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from macros.authoring.ask import Prompter, Question
from macros.authoring.dimensions import StructureUpdate, build_structures
from macros.authoring.effects import find_counted_nouns, find_effects
from macros.authoring.project import Project, make_call_error
from macros.authoring.variables import name_as_called
from macros.authoring.version import LICENCES, Draft, install_version, make_exists_fault, stage_version
from macros.authoring.widen import widen_constraints
from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place
from macros.base.files import write_atomically
from macros.corrections.faults import find_page_date
from macros.datapackage import Package, Packages, read_packages
from macros.importer.decision import Answers, Decision
from macros.importer.infer import Table, infer_table, make_slug
from macros.importer.mapping import map_names
from macros.importer.readers.registry import read_file
from macros.importer.recipe import collect_answers, make_open_fault, read_recipe, write_recipe
from macros.importer.shape import check_table
from macros.importer.sheet import Sheet
from macros.importer.survey import Survey, survey_sheets
from macros.incremental.gc_pause import gc_paused

_SHOWN_ROWS, _WIDEST, _LINE = 3, 24, 76  # of the preview of a table: rows, and characters of a cell and of a line
_PACKAGE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LICENCE = "licence, as one of " + ", ".join(LICENCES) + ', or "name, address"'


def start_data(call: argparse.Namespace, project: Project, ask: Prompter) -> None:
    """Write data/<package>/<date>/.

    Raises:
        FaultError: The call or the spreadsheet has faults.
        Cancelled: The author stopped.
    """
    with gc_paused():  # millions of cells, and no cycles
        _import_data(call, project, ask)


def _import_data(call: argparse.Namespace, project: Project, ask: Prompter) -> None:
    (package,) = ask.ask_all([Question("--package", "name of the data package", call.package or "", find_problem=_check_package)])
    call.package = package
    (given,) = ask.ask_all([Question("--date", "day on which the source published the data", call.date or "", find_problem=_check_date)])
    if call.resource and not _PACKAGE.fullmatch(call.resource):
        raise make_call_error(f'has --resource "{call.resource}"', "use a-z, 0-9 and hyphens")
    date = project.check_date(given, ahead=call.ahead)
    where = f"data/{package}/{date}"
    if (project.root / where).exists():
        raise FaultError(make_exists_fault(where))
    packages = _read_sound_packages(project, package)
    before = packages.find_version(package, date) if packages.versions.get(package) else None
    paths = call.source_file or ask.ask_all([Question("--from", "file to read: .csv, .xlsx, .ods ...")])
    read = functools.lru_cache(maxsize=1)(functools.partial(_read_files, project.root, tuple(paths), call.separator or ""))
    known = read_recipe(project.root, package, collect_answers(call))
    read(known.get("encoding"))
    print(f"{package}: {'a new package' if before is None else f'a new version after {before.version}'}")
    answers, tables = _settle(read, before, call, known, ask)
    read.cache_clear()  # the tables hold all that is written, and a long file takes much memory
    for each in tables:
        _show_table(each)
    draft = _make_draft(call, ask, package, date, tables, before)
    with tempfile.TemporaryDirectory(prefix="data-") as scratch:
        staged = stage_version(project.root, draft, Path(scratch))
        model = build_structures(project, packages, draft, staged, Path(scratch))
        _print_report(project, draft, staged, model, Path(scratch))
        if call.dry_run:
            print("\nNothing was written (--dry-run).")
            return
        ask.confirm("\nWrite it?")
        written = install_version(project.root, Path(scratch), draft)
    recipe = write_recipe(project.root, package, answers)
    for name, text in model.text_by_path.items():
        write_atomically(project.root / name, text.encode("utf-8"))
    print("\nWrote:")
    for name in (*written, *model.text_by_path, *recipe):
        print(f"  {name}")
    _print_next_steps(draft, model)


def _read_sound_packages(project: Project, package: str) -> Packages:
    packages, faults = read_packages(project.root)
    own = [fault for fault in faults if fault.place.path.startswith(f"data/{package}/")]
    if own:
        raise FaultError(*own)
    return packages


def _read_files(root: Path, paths: Sequence[str], separator: str, encoding: str) -> list[Sheet]:
    return [sheet for path in paths for sheet in _read_sheets(root / path, path, separator, encoding)]


def _read_sheets(path: Path, shown: str, separator: str, encoding: str) -> list[Sheet]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FaultError(Fault(Place(shown), "missing-file", f"cannot be read ({error.strerror})", "name a file that exists")) from None
    return read_file(data, shown, path.stem, encoding=encoding, separator=separator)


def _settle(
    read: Callable[[str], list[Sheet]], before: Package | None, call: argparse.Namespace, answers: Answers, ask: Prompter
) -> tuple[Answers, list[Table]]:
    """Survey the sheets until nothing is open: on a terminal each question is asked, in a script all are told at once.

    Args:
        read: Reads the sheets in an encoding.

    Raises:
        FaultError: A script leaves questions open, or the sheets have faults.
        Cancelled: The author stopped.
    """
    shown: set[tuple[str, str]] = set()
    while True:
        survey = survey_sheets(read(answers.get("encoding")), answers)
        sheets = _map_sheets(survey, before, call, answers) if not survey.faults else []
        faults, tables = list(survey.faults), []
        try:
            tables = _infer_tables(sheets, before, call, answers, survey.decisions)
        except FaultError as error:
            faults += error.faults
        for decision in survey.decisions:
            if not decision.is_open and (decision.option, decision.subject) not in shown:
                shown.add((decision.option, decision.subject))
                print(name_as_called(f"  {decision.found}: {decision.effect}"))
        if not survey.open_decisions:
            if faults:
                raise FaultError(*faults)
            return answers, tables
        if not ask.interactive:
            missing = _find_missing(call, before, tables, ask)
            raise FaultError(*(make_open_fault(each) for each in survey.open_decisions), *faults, *missing)
        for decision in survey.open_decisions:
            answers = answers.add(decision.option, ask.decide(decision))


def _map_sheets(survey: Survey, before: Package | None, call: argparse.Namespace, answers: Answers) -> list[Sheet]:
    mapped = []
    for sheet in survey.sheets:
        resource = before.resources.get(_name_table(sheet, survey.sheets, before, call)) if before else None
        if resource is not None:
            named = [name for name in resource.key if resource.fields[name].get("type") == "string"]
            codes = {name: list(resource.values[name]) for name in named}
            sheet, asked = map_names(sheet, answers, list(resource.fields), codes)
            survey.decisions += asked
        mapped.append(sheet)
    return mapped


def _name_table(sheet: Sheet, sheets: Sequence[Sheet], before: Package | None, call: argparse.Namespace) -> str:
    """Return the name of a sheet's table. The one table of a package goes on, whatever its file is called."""
    if call.resource and len(sheets) == 1:
        return str(call.resource)
    if len(sheets) == 1 and before and len(before.resources) == 1:
        return next(iter(before.resources))
    return make_slug(sheet.name, "-") or str(call.package)


def _infer_tables(
    sheets: Sequence[Sheet], before: Package | None, call: argparse.Namespace, answers: Answers, decisions: list[Decision]
) -> list[Table]:
    known = {str(e.get("name")): e for e in (before.descriptor.get("resources", ()) if before else ())}
    tables: list[Table] = []
    faults: list[Fault] = []
    for sheet in sheets:
        name = _name_table(sheet, sheets, before, call)
        if not name or any(each.name == name for each in tables):
            raise FaultError(Fault(Place(sheet.path), "sheet", f'gives a second resource "{name}"', "name the sheets or files differently"))
        try:
            check_table(sheet)
            found = infer_table(sheet, known.get(name), name=name, answers=answers, decisions=decisions)
            tables.append(widen_constraints(found) if call.widen else found)
        except FaultError as error:
            faults += error.faults
    if faults:
        raise FaultError(*faults)
    return tables


def _show_table(found: Table) -> None:
    rows = len(found.sheet_line_by_csv_line) - 1
    print(f"\n{found.name}: {rows} row{'s' if rows != 1 else ''}, read from {found.sheet}")
    width = max(len(f["name"]) for f in found.fields)
    for f in found.fields:
        extras = [*(["key"] if f["name"] in found.key else []), *([f["unit"]] if f.get("unit") else [])]
        extras += [] if f.get("constraints", {}).get("required") else ["may be empty"]
        print(f"  {f['name']:{width}}  {f.get('type', 'string'):8}{'  ' + ', '.join(extras) if extras else ''}".rstrip())
    head, *rows_shown = [line.split(",") for line in found.write_csv(_SHOWN_ROWS).decode().splitlines()]
    wide = [min(_WIDEST, max(len(row[at]) for row in (head, *rows_shown) if at < len(row))) for at in range(len(head))]
    for row in (head, *rows_shown):
        print("    " + "  ".join(f"{cell[:_WIDEST]:{size}}" for cell, size in zip(row, wide, strict=False)).rstrip()[:_LINE])
    for note in found.notes:
        print(name_as_called(f"  note: {note}"))


def _make_draft(call: argparse.Namespace, ask: Prompter, package: str, date: str, tables: list[Table], before: Package | None) -> Draft:
    old = before.descriptor if before else {}
    *others, source = _list_sources(before)
    print() if ask.interactive else None
    title, publication, publisher, day, chosen = ask.ask_all(_list_questions(call, date, tables, before))
    is_same = publication == source.get("title")  # the address of another publication is another
    told = {**(source if is_same else {}), "title": publication, "publisher": publisher, "date": day}
    told |= {"path": call.source_url} if call.source_url else {}
    licences = list(old.get("licenses", ())) if chosen == _name_licence(before) else [_read_licence(chosen)]
    taken = {
        f'title "{publication}"': call.source,
        f"publisher {publisher}": call.publisher,
        f"address {told.get('path')}": call.source_url or "path" not in told,
        f"licence {chosen}": call.licence,
    }
    if before is not None and (kept := [fact for fact, said in taken.items() if not said]):
        options = name_as_called("--source, --publisher, --source-url, --licence")
        print(f"\nSource as in {before.version}: {', '.join(kept)} (another: {options})")
    return Draft(package, date, title, call.description or str(old.get("description", "")), licences, [*others, told], tables, before)


def _list_sources(before: Package | None) -> list[Mapping[str, Any]]:
    """Return the sources of the version before, the newest last, or one that says nothing."""
    return sorted(before.sources, key=lambda source: str(source.get("date", ""))) if before and before.sources else [{}]


def _name_licence(before: Package | None) -> str:
    licence = (before.descriptor.get("licenses") or [{}])[0] if before else {}
    return str(licence.get("name") or licence.get("title") or licence.get("path") or "")


def _list_questions(call: argparse.Namespace, date: str, tables: Sequence[Table], before: Package | None) -> list[Question]:
    """Return the questions about the package. What the version before says is not asked again; what the file says is the default."""
    title, source, licence = str(before.descriptor.get("title", "")) if before else "", _list_sources(before)[-1], _name_licence(before)
    facts = tables[0].facts if tables else {}
    publisher = str(source.get("publisher", ""))
    return [
        Question("--title", "title of the package", call.title or title, facts.get("title", "")),
        Question("--source", "source: title of the publication", call.source or str(source.get("title", ""))),
        Question("--publisher", "source: who published it", call.publisher or publisher, facts.get("publisher", "")),
        Question("--source-date", "source: day of publication", call.source_date or "", date, _check_date),
        Question("--licence", _LICENCE, call.licence or licence, find_problem=_make_licence_check(licence)),
    ]


def _find_missing(call: argparse.Namespace, before: Package | None, tables: Sequence[Table], ask: Prompter) -> Sequence[Fault]:
    """Return the fault for what a script does not say of the package, so that it is told with the questions about the file."""
    try:
        ask.ask_all(_list_questions(call, str(call.date), tables, before))
    except FaultError as error:
        return error.faults
    return ()


def _check_package(name: str) -> str:
    return "" if _PACKAGE.fullmatch(name) else "use a-z, 0-9 and hyphens"


def _check_date(text: str) -> str:
    return "" if is_date(text) else "write YYYY-MM-DD, a day that exists"


def _make_licence_check(known: str) -> Any:
    def check_licence(text: str) -> str:
        fits = text in LICENCES or text == known or re.fullmatch(r"[^,]+, *https?://\S+", text)
        return "" if fits else _LICENCE

    return check_licence


def _read_licence(chosen: str) -> dict[str, str]:
    if chosen in LICENCES:
        title, path = LICENCES[chosen]
        return {"name": chosen, "title": title, "path": path}
    title, _, path = chosen.rpartition(",")
    return {"name": make_slug(title, "-"), "title": title.strip(), "path": path.strip()}


def _print_report(project: Project, draft: Draft, staged: Package, model: StructureUpdate, scratch: Path) -> None:
    print("\nsha256:")
    for resource in staged.resources.values():
        print(f"  {resource.name}.csv  {resource.sha256}")
    for resource in staged.resources.values():
        for name, kind in resource.fields.items():
            texts = resource.values[name].items() if kind.get("type") == "date" else ()
            if late := next((text for text, value in texts if str(value or "") > draft.version), ""):
                print(f"  note: {resource.name}, {name}: {late} is later than the version's own day, {draft.version}")
    for path, text in model.text_by_path.items():
        print(f"\n{path}:")
        for line in model.find_new_lines(path, text):
            print(f"  {line}")
    for line in model.author_lines:
        print(f"  note: add to {line}")
    if draft.previous is not None:
        from macros.authoring.changes import list_changes  # pandas takes a third of a second to load

        print(f"\nAgainst {draft.previous.label}:")
        for line in list_changes(draft.previous, staged):
            print(f"  {line}")
        if draft.carried_resources:
            print(f"  carried over, unchanged: {', '.join(draft.carried_resources)}")
        found = find_effects(project.root, project.languages, staged, scratch, model.text_by_path)
        print(f"\nFigures that change as of {draft.version}: {len(found.figures) or 'none'}")
        for line in found.figures:
            print(f"  {line}")
        where = f"on pages that see the newest data and on updates of {draft.version} or later"
        print(f"\nSentences that change, {where}:{'' if found.sentences else ' none'}")
        for line in found.sentences:
            print(f"  {line}")
        if found.refused_pages:
            day = max(map(find_page_date, found.refused_pages))
            print(f"Published on older data, and refused if it changes: {', '.join(found.refused_pages)}. Date the version after {day}.")
        if found.unaffected_updates:
            print(f"Updates before that day keep their data: {found.unaffected_updates}.")
        for line in found.unread_pages:
            print(f"  note: not searched for sentences: {line}")
    nouns, sentences = find_counted_nouns(project.root, project.languages, model.old_structures, model.new_structures)
    if nouns:
        print(f"\nNumbers that must now be figures, because a measure has the nouns {', '.join(nouns)}: {len(sentences) or 'none'}")
        for line in sentences:
            print(f"  {line}")


def _print_next_steps(draft: Draft, model: StructureUpdate) -> None:
    todo = []
    descriptor = f"data/{draft.package}/{draft.version}/datapackage.json"
    if draft.previous is None:
        todo.append(f"Read {descriptor}, and describe each field in it.")
    else:
        todo.append("Fix what is listed above: each line names the words to write.")
        todo.append('make correct WHY="..."    (python -m macros correct) writes the entry of data/corrections.yml and the record.')
        todo.append(f"Read {descriptor}: its notes and descriptions are those of {draft.previous.version}.")
    todo += [f"Read {path}, and give its codes the names that readers use." for path in model.text_by_path]
    if draft.previous is None and model.new_structures.structure_by_table:
        for what in ("figure", "chart", "table"):
            todo.append(f"make {what} MEASURE={draft.package}    (python -m macros {what} --measure {draft.package})")
    print("\nNext:")
    for number, each in enumerate(todo, 1):
        print(f"  {number}. {each}")
    print("  Then: make check    (python -m macros check)")
