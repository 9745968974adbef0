"""What may change of what was published, rule by rule: a record before, a record now, the entries of the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from macros.base.errors import Place
from macros.corrections import Correction, RecordComparison, ShownFigures, compare_records, find_lost_rows
from macros.published import Record, Row, parse
from tests.project import figure

HOME, DATA = "docs/en/index.md", "docs/en/data.md"
UPDATE = "docs/en/updates/2021-04-29-agreement.md"
DEFINITION = "value of numbers/counts/count, reports; rows scope=eu, year=2020"
CSV = "data/numbers/2021-03-01/counts.csv"
AGAIN = "2021-03-15"  # a version on which the value is that of the version before: it has no line of its own
BASE = frozenset(
    {
        Row("data", CSV, "", "aaaa"),
        Row("data", "data/numbers/2021-03-01/datapackage.json", "", "bbbb"),
        Row("data", f"data/numbers/{AGAIN}/datapackage.json", "", "ffff"),
        Row("figure", "eu-2020", "", DEFINITION),
        Row("status", "eu-2020", "", "computed"),
        Row("title", "eu-2020", "en", "EU count, 2020"),
        Row("value", "eu-2020", "2021-03-01", "50"),
        Row("page", HOME, "", ""),
        Row("page", DATA, "", ""),
        Row("page", UPDATE, "", ""),
        Row("wording", HOME, "eu-2020", "50 reports", surface="text"),
        Row("wording", UPDATE, "eu-2020", "50", surface="summary"),
        Row("wording", HOME, "eu-2020", "fifty", "1", "text"),
    }
)
CONTENT: dict[str, Any] = {"what": {"en": "What."}, "why": {"en": "Why."}, "scale": {"en": "A word."}, "old": {"en": "50"}}
SAID = {"docs/en/index.md": {"eu-2020": {"2021-03-01"}}, DATA: {"eu-2020": {"2021-03-01"}}, UPDATE: {"eu-2020": {"2021-03-01"}}}


def entry(number: int, *, old: str = "", pages: Iterable[str] = (), figures: Iterable[str] = (), data: str = "", **more) -> Correction:
    changed = {"eu-2020": (figure("50", "reports", id="eu-2020"), figure("51", "reports", id="eu-2020"))} if data else {}
    return Correction(
        number=number,
        date="2021-05-01",
        kind="correction",
        nature="error",
        texts={},
        pages=tuple(pages),
        data=data,
        figures=tuple(figures),
        changed_figures=changed,
        replaced_wordings=(),
        old_text_by_language={"en": old},
        untranslated={},
        content={**CONTENT, "date": f"2021-05-0{number}"},
        place=Place("data/corrections.yml", number),
        **more,
    )


FIRST = entry(1)
BASE |= {Row("correction", "1", "2021-05-01", FIRST.sha256)}


def settled(rows: Iterable[Row], *entries: Correction, said: Mapping[str, Mapping[str, set[str]]] = SAID) -> RecordComparison:
    """Settle against BASE. rows: what the project says now."""
    now = Record(frozenset(row for row in rows if not row.superseded_by and row.kind != "correction"))
    quotes = {page: {name: frozenset(seen) for name, seen in names.items()} for page, names in said.items()}
    return compare_records(Record(BASE), now, [FIRST, *entries], ShownFigures(quotes, {(HOME, "eu-2020", "text"): Place(HOME, 7, 3)}), {})


def without(*gone: Row) -> set[Row]:
    assert set(gone) <= BASE
    return set(BASE) - set(gone)


def row(kind: str, subject: str | None = None) -> Row:
    (found,) = (r for r in BASE if r.kind == kind and not r.superseded_by and (subject is None or r.subject == subject))
    return found


def instead(old: Row, text: str) -> set[Row]:
    return without(old) | {replace(old, text=text)}


def version(date: str, value: str) -> set[Row]:
    files = {Row("data", f"data/numbers/{date}/{name}", "", "eeee") for name in ("counts.csv", "datapackage.json")}
    return files | ({Row("value", "eu-2020", date, value)} if value != row("value").text else set())


HOME_WORDING, UPDATE_WORDING = row("wording", HOME), row("wording", UPDATE)


def test_what_is_unchanged_settles_to_the_same_record():
    assert settled(BASE) == RecordComparison(Record(BASE), ())


def test_what_is_new_is_added():
    more = {Row("page", "docs/es/index.md", "", ""), Row("title", "eu-2020", "es", "x")}
    more |= {Row("wording", DATA, "eu-2020", "50 reports", surface="text"), replace(HOME_WORDING, surface="text 2")}
    assert settled(BASE | more) == RecordComparison(Record(BASE | more), ())


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param(without(row("data", CSV)), [("frozen-data", CSV)], id="a data file removed"),
        pytest.param(instead(row("data", CSV), "ffff"), [("frozen-data", CSV)], id="a data file edited"),
        pytest.param(
            BASE | {Row("data", "data/numbers/2021-03-01/more.csv", "", "ffff")},
            [("frozen-data", "data/numbers/2021-03-01/more.csv")],
            id="a data file added to a published version",
        ),
        pytest.param(
            instead(row("data", CSV), "ffff") - {row("value")} | {replace(row("value"), text="49")},
            [("frozen-data", CSV)],
            id="a value that follows from edited data",
        ),
        pytest.param(
            without(row("figure"), row("status"), row("title"), row("value")),
            [("figure-removed", "data/figures.yml")],
            id="an id removed, with all that is said of it",
        ),
        pytest.param(
            instead(row("figure"), DEFINITION.replace("2020", "2021")), [("figure-reused", "data/figures.yml")], id="an id reused"
        ),
        pytest.param(
            instead(row("value"), "49"),
            [("unrecorded", "data/figures.yml")],
            id="a value that is another on the same data",
        ),
        pytest.param(without(row("value")), [("unrecorded", "data/figures.yml")], id="a value that is none any more"),
        pytest.param(
            BASE | {Row("value", "eu-2020", AGAIN, "51")},
            [("unrecorded", "data/figures.yml")],
            id="a value that is another on a published version without a line",
        ),
        pytest.param(
            BASE | {Row("value", "eu-2020", AGAIN, "")},
            [("unrecorded", "data/figures.yml")],
            id="a value that is missing on a published version without a line",
        ),
        pytest.param(instead(row("status"), "withdrawn"), [("unrecorded", "data/figures.yml")], id="a status"),
        pytest.param(instead(row("title"), "EU count, 2021"), [("unrecorded", "data/figures.yml")], id="a title"),
        pytest.param(instead(HOME_WORDING, "exactly 50 reports"), [("unrecorded", f"{HOME}:7:3")], id="a wording"),
        pytest.param(
            without(HOME_WORDING) | {replace(HOME_WORDING, surface="summary")},
            [("unrecorded", f"{HOME}:7:3")],
            id="a wording that only the summary says now",
        ),
        pytest.param(without(HOME_WORDING), [("unrecorded", f"{HOME}:7:3")], id="a wording removed"),
        pytest.param(without(row("page", HOME), HOME_WORDING), [("unrecorded", HOME)], id="a page removed, told once"),
        pytest.param(BASE | version("2021-02-01", "50"), [("backdated", "data/numbers/2021-02-01")], id="a version before the published"),
        pytest.param(BASE | version("2021-06-01", "51"), [("unrecorded", "data/numbers/2021-06-01")], id="a version that changes a value"),
    ],
)
def test_a_change_without_an_entry_is_refused(rows, told):
    found = settled(rows)
    assert [(fault.code, str(fault.place)) for fault in found.faults] == told
    assert all(fault.remedy for fault in found.faults)


def test_what_is_said_less_often_is_told_with_the_surface_and_how_often_it_is_left():
    twice = Record(BASE | {replace(HOME_WORDING, surface="text 2")})
    now = Record(Record(BASE).current)
    (fault,) = compare_records(twice, now, [FIRST], ShownFigures({}, {}), {}).faults
    assert fault.fact == 'in its text (1 of 2 left) no longer says "50 reports" of eu-2020, as was published'
    found = compare_records(twice, now, [FIRST, entry(2, old="50 reports", pages=["index.md"])], ShownFigures({}, {}), {})
    assert found.faults == () and replace(HOME_WORDING, superseded_by="2", surface="text 2") in found.record.rows
    assert HOME_WORDING in found.record.rows


def test_a_value_that_an_entry_changes_on_a_version_without_a_line_gets_one():
    new = Row("value", "eu-2020", AGAIN, "51")
    found = settled(BASE | {new}, entry(2, figures=["eu-2020"]))
    assert found.faults == () and {new, replace(new, text="50", superseded_by="2"), row("value")} <= found.record.rows
    assert compare_records(found.record, Record(found.record.current), [FIRST, entry(2)], ShownFigures({}, {}), {}) == RecordComparison(
        found.record, ()
    )


def test_an_update_that_is_renamed_is_told_in_one_line_with_its_new_name():
    new = UPDATE.replace("agreement", "another-name")
    other = Row("page", "docs/es/" + UPDATE.split("/", 2)[2], "", "")
    (fault,) = settled(without(row("page", UPDATE), UPDATE_WORDING) | {Row("page", new, "", ""), other}).faults
    assert str(fault) == (
        f"{UPDATE}: was published and is now {new}, to which no published link leads; give it back its name, "
        f"or append an entry to data/corrections.yml with pages: [{UPDATE.split('/', 2)[2]}] [unrecorded]"
    )
    (fault,) = settled(without(row("page", UPDATE), UPDATE_WORDING)).faults
    assert str(fault).startswith(f"{UPDATE}: was published and is gone; restore it, or append an entry")


def test_a_version_by_which_an_earlier_update_would_change_is_refused_with_what_it_quotes():
    said = {**SAID, UPDATE: {"eu-2020": {"2021-04-01"}}}
    found = settled(BASE | version("2021-04-01", "51"), entry(2, pages=["index.md", "data.md"], data="numbers@2021-04-01"), said=said)
    (fault,) = (each for each in found.faults if each.code == "backdated")
    assert fault.fact == f"would change {UPDATE}, which was published on older data (it quotes eu-2020)"
    assert fault.remedy == "date it after 2021-04-29"


def test_a_version_has_the_day_of_its_source_where_no_earlier_update_changes_by_it():
    said = {**SAID, UPDATE: {"eu-2020": {"2021-04-01"}}}  # it sees the version, on which its figure is as it was
    assert settled(BASE | version("2021-04-01", "50"), said=said).faults == ()


def test_a_version_that_changes_no_published_value_needs_no_entry():
    rows = BASE | version("2021-06-01", "50") | {Row("value", "new-figure", "2021-06-01", "3")}
    assert settled(rows).faults == ()


@pytest.mark.parametrize(
    ("rows", "record", "replaced"),
    [
        pytest.param(instead(row("status"), "withdrawn"), entry(2, figures=["eu-2020"]), row("status"), id="a status"),
        pytest.param(instead(row("title"), "EU count"), entry(2, figures=["eu-2020"]), row("title"), id="a title"),
        pytest.param(
            instead(HOME_WORDING, "exactly 50 reports"),
            entry(2, old="There were 50 reports.", pages=["index.md"]),
            HOME_WORDING,
            id="a wording",
        ),
        pytest.param(without(HOME_WORDING), entry(2, old="50 reports", pages=["index.md"]), HOME_WORDING, id="a wording removed"),
    ],
)
def test_with_its_entry_a_change_is_accepted_and_what_it_replaced_is_kept(rows, record, replaced):
    found = settled(rows, record)
    assert found.faults == ()
    assert replace(replaced, superseded_by="2") in found.record.rows and replaced not in found.record.rows
    assert replace(HOME_WORDING, text="fifty", superseded_by="1") in found.record.rows
    assert find_lost_rows(Record(BASE), found.record) == []


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(entry(2, old="50 reports", pages=["data.md"]), id="of another page"),
        pytest.param(entry(2, old="150 reports", pages=["index.md"]), id="of another number"),
        pytest.param(entry(2, old="50 reportsagain", pages=["index.md"]), id="of another word"),
        pytest.param(entry(2, figures=["eu-2020"], pages=["index.md"]), id="without the old words"),
    ],
)
def test_an_entry_about_something_else_does_not_allow_a_change(record):
    found = settled(instead(HOME_WORDING, "exactly 50 reports"), record)
    assert [fault.code for fault in found.faults] == ["unrecorded"]


def test_an_entry_that_was_published_allows_nothing_more():
    spent = replace(FIRST, old_text_by_language={"en": "50 reports"}, pages=("index.md",))
    now = Record(frozenset(instead(HOME_WORDING, "exactly 50 reports")))
    found = compare_records(Record(BASE), Record(now.current), [spent], ShownFigures({}, {}), {})
    assert [fault.code for fault in found.faults] == ["unrecorded"]


def test_a_revision_allows_what_its_data_changes_on_its_pages_and_has_to_name_all_of_them():
    said = {**SAID, HOME: {"eu-2020": {"2021-06-01"}}, DATA: {"eu-2020": {"2021-06-01"}}}
    rows = instead(HOME_WORDING, "51 reports") | version("2021-06-01", "51")
    found = settled(rows, entry(2, pages=["index.md"], data="numbers@2021-06-01"), said=said)
    assert [(fault.code, fault.remedy) for fault in found.faults] == [("unrecorded", "add data.md to its pages")]
    found = settled(rows, entry(2, pages=["index.md", "data.md"], data="numbers@2021-06-01"), said=said)
    assert found.faults == () and replace(HOME_WORDING, superseded_by="2") in found.record.rows
    # An update goes on seeing the older data: its words are not the revision's to change.
    rows = rows - {UPDATE_WORDING}
    pages = ["index.md", "data.md", "updates/2021-04-29-agreement.md"]
    found = settled(rows, entry(2, pages=pages, data="numbers@2021-06-01"), said=said)
    assert [fault.code for fault in found.faults] == ["unrecorded"] and '"50" of eu-2020' in found.faults[0].fact


@pytest.mark.parametrize(
    ("entries", "fact"),
    [
        pytest.param([], "has lost its entry 1 (2021-05-01)", id="removed"),
        pytest.param(
            [replace(FIRST, content={**CONTENT, "what": {"en": "Other."}})],
            "has another entry 1 than was published (2021-05-01)",
            id="edited",
        ),
    ],
)
def test_entries_are_append_only(entries, fact):
    now = Record(frozenset(r for r in BASE if not r.superseded_by and r.kind != "correction"))
    found = compare_records(Record(BASE), now, entries, ShownFigures({}, {}), {})
    assert [(fault.code, fault.fact) for fault in found.faults] == [("correction-changed", fact)]


CHANGED_IN_BOTH = {"en": "50", "es": "50"}
PARTS = ("what", "why", "scale", "old")


@pytest.mark.parametrize(
    ("published", "now"),
    [
        pytest.param(("en",), {name: {**CONTENT[name], "es": "Palabras."} for name in PARTS}, id="an English entry gains Spanish"),
        pytest.param(("es",), {name: {**CONTENT[name], "es": "Palabras."} for name in PARTS}, id="a Spanish entry gains English"),
        pytest.param(
            ("en",),
            {name: {**CONTENT[name], "es": "Palabras.", "de": "Worte."} for name in PARTS},
            id="an English entry gains two languages",
        ),
    ],
)
def test_a_published_entry_may_gain_a_language_and_is_recorded_as_it_was(published, now):
    def cut(texts: Mapping[str, str]) -> dict[str, str]:
        return {lang: text for lang, text in texts.items() if lang in published}

    before = replace(FIRST, content={name: cut(texts) for name, texts in now.items()})
    base = Record(frozenset({Row("correction", "1", "2021-05-01", before.sha256)}))
    found = compare_records(base, Record(), [replace(FIRST, content=now)], ShownFigures({}, {}), {})
    assert found.faults == () and found.record == base
    # What was published in a language stays: a word of it is changed, or it is removed.
    for edited in (dict.fromkeys(now["why"], "x"), {lang: t for lang, t in now["why"].items() if lang not in published}):
        changed = replace(FIRST, content={**now, "why": edited})
        found = compare_records(base, Record(), [changed], ShownFigures({}, {}), {})
        assert [fault.code for fault in found.faults] == ["correction-changed"]


def test_words_of_a_page_in_two_languages_with_one_explanation_may_gain_the_other():
    whole = {name: {**CONTENT[name], "es": "Palabras."} for name in PARTS}
    before = {**CONTENT, "old": CHANGED_IN_BOTH}
    base = Record(frozenset({Row("correction", "1", "2021-05-01", replace(FIRST, content=before).sha256)}))
    now = replace(FIRST, content={**whole, "old": CHANGED_IN_BOTH})
    assert compare_records(base, Record(), [now], ShownFigures({}, {}), {}).faults == ()


def test_a_translated_entry_covers_the_words_of_the_translated_page_and_no_others():
    spanish = Row("wording", "docs/es/index.md", "eu-2020", "50", surface="text")
    english = replace(spanish, subject=HOME)
    before = replace(FIRST, pages=("index.md",), content=CONTENT)
    base = Record(frozenset({spanish, english, Row("correction", "1", "2021-05-01", before.sha256)}))
    content = {name: {**CONTENT[name], "es": "Había 50."} for name in PARTS}
    now = replace(before, content=content, old_text_by_language={"en": "50", "es": "Había 50."})

    def leave(*rows: Row) -> RecordComparison:
        return compare_records(base, Record(frozenset(rows)), [now], ShownFigures({}, {}), {})

    assert leave(english).faults == () and replace(spanish, superseded_by="1") in leave(english).record.rows
    assert [fault.code for fault in leave(spanish).faults] == ["unrecorded"]
    assert [fault.code for fault in leave().faults] == ["unrecorded"]


def test_a_record_that_has_lost_lines_is_found_out():
    assert find_lost_rows(Record(BASE), Record(BASE - {row("status")})) == [row("status")]
    assert find_lost_rows(Record(BASE), Record(frozenset(replace(r, superseded_by="9") for r in BASE if not r.superseded_by) | BASE)) == []
    fifty = next(r for r in BASE if r.superseded_by)
    assert find_lost_rows(Record(BASE), Record(BASE - {fifty} | {fifty.current_form})) == [fifty]  # what was replaced does not stand again


def test_a_clash_that_was_merged_is_settled_by_what_stands():
    other = replace(row("figure"), text="something else")
    base, faults = parse(Record(BASE | {other}).format_text())
    assert [fault.code for fault in faults] == ["clash"]
    now = Record(frozenset(r for r in BASE if not r.superseded_by and r.kind != "correction"))
    assert compare_records(base, now, [FIRST], ShownFigures({}, {}), {}) == RecordComparison(Record(BASE), ())
