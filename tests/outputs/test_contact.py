"""To report an error: one address, filled in at each proof."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from macros.base.contact import Contact, is_contact
from macros.base.errors import FaultError
from macros.base.settings import read_settings
from macros.commands.ready import find_examples
from macros.edition.edition import Edition
from macros.links.collect import find_external_links
from tests.project import write

FORM = "https://source.example/bicycles/issues/new?template=number.yml"  # of tests/another_site


@pytest.mark.parametrize("edition", ["", "es/"])
def test_each_proof_leads_to_the_contact_with_its_figure_filled_in_and_to_how_it_is_read(another_built: Path, edition: str) -> None:
    ledger = html.fromstring((another_built / f"{edition}figures/index.html").read_bytes())
    proofs = ledger.xpath("//dl[@class='proof']")
    assert len(proofs) > 10
    for proof in proofs:
        (name,) = proof.xpath(".//code[starts-with(@data-piece, 'name ')]/text()")
        (address,) = proof.xpath(".//a[@rel='nofollow']/@href")
        asked = parse_qs(urlsplit(address).query)
        assert address.startswith(FORM) and asked["template"] == ["number.yml"]
        assert name in asked["title"][0].split()
        assert "../data/" in proof.xpath(".//a/@href")
    assert {link for link in find_external_links(another_built) if link.startswith(FORM.partition("?")[0])} == {FORM.partition("?")[0]}


@given(st.text())
def test_any_subject_arrives_as_it_is(subject: str) -> None:
    for address in (
        "mailto:a@example.org",
        "https://example.org/new",
        "https://example.org/new?template=x.yml",
        "https://e.org/?t={subject}",
    ):
        assert is_contact(address)
        link = Contact(address).make_link(subject)
        values = parse_qs(urlsplit(link).query, keep_blank_values=True)
        assert subject in [value for key in ("subject", "title", "t") for value in values.get(key, ())]
        assert link.isascii() and link.isprintable() and not set(link) & set(' "<>')


WRONG = """nobody mailto:nobody mailto:a@b@c.org mailto:a@b.org?cc=x@y.org http://example.org javascript:x https:// 7 []
    'https://{subject}.org' 'https://example.org/#x' 'https://[x'"""


@pytest.mark.parametrize("value", [*WRONG.split(), "'https://example.org/a b'"])
def test_a_contact_that_is_no_address_is_a_fault_at_its_place(tmp_path: Path, value: str) -> None:
    write(tmp_path, "mkdocs.yml", f"site_name: x\nextra:\n  contact: {value}\n")
    with pytest.raises(FaultError) as caught:
        read_settings(tmp_path)
    (fault,) = caught.value.faults
    assert str(fault).startswith("mkdocs.yml:3") and "which is no address" in str(fault)


@pytest.mark.parametrize(
    ("value", "is_example"),
    [
        ("mailto:corrections@example.org", True),
        ('"mailto:corrections@example.org"', True),
        ("https://github.com/example/site/issues/new", True),
        ("mailto:corrections@counts.eu", False),
        ("https://github.com/office/site/issues/new?template=example.yml", False),
    ],
)
def test_an_example_of_a_contact_is_told_before_publishing(tmp_path: Path, value: str, is_example: bool) -> None:
    write(tmp_path, "mkdocs.yml", f"extra:\n  contact: {value}\n")
    assert len(list(find_examples(tmp_path))) == is_example


def test_a_page_on_how_to_read_that_is_missing_is_a_fault_and_in_no_proof(another: Path) -> None:
    config = another / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("reading: data.md", "reading: date.md#x"), encoding="utf-8")
    build = Edition.read(another, "en", "es", cached=False)
    assert [fault.fact for fault in build.faults] == ["leads from the proofs to docs/en/date.md, which is missing"]
    assert {edition.settings.reading for edition in build.editions.values()} == {""}


def test_a_site_need_not_name_a_contact(tmp_path: Path) -> None:
    write(tmp_path, "mkdocs.yml", "site_name: x\n")
    assert read_settings(tmp_path).contact is None


@pytest.mark.parametrize("value", ["data", "data.html#x", "[]", "../data.md", "7"])
def test_a_wrong_place_of_how_to_read_is_a_fault(tmp_path: Path, value: str) -> None:
    write(tmp_path, "mkdocs.yml", f"extra:\n  reading: {value}\n")
    with pytest.raises(FaultError):
        read_settings(tmp_path)
