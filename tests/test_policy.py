"""Each page forbids itself whatever the build did not write."""

from __future__ import annotations

import pytest

from macros.plugin.csp import build_policy, write_policies

PAGE = '<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
# Of `alert(1)` and `p{}`, by `openssl dgst -sha256 -binary | base64`.
ALERT = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"


def rules(page: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (rule.split() for rule in build_policy(page).split(";"))}


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        pytest.param("<script>alert(1)</script>", [ALERT], id="an inline script"),
        pytest.param("<SCRIPT type='module'>alert(1)</SCRIPT >", [ALERT], id="a module, in capitals"),
        pytest.param("<script>alert(1)</script><script>alert(1)</script>", [ALERT], id="twice the same"),
        pytest.param('<script src="x.js"></script>', [], id="a script of the site"),
        pytest.param('<script data-src="x">alert(1)</script>', [ALERT], id="an attribute that only ends in src"),
        pytest.param('<script type="application/ld+json">{"a": 1}</script>', [], id="data"),
    ],
)
def test_a_page_runs_the_scripts_that_the_build_wrote_and_those_of_its_site(body: str, allowed: list[str]) -> None:
    assert rules(PAGE.format(head="", body=body))["script-src"] == ["'self'", *allowed]


def test_line_ends_are_hashed_as_a_browser_reads_them() -> None:
    assert build_policy("<script>a\r\nb</script>") == build_policy("<script>a\nb</script>")


def test_nothing_is_allowed_from_elsewhere() -> None:
    found = rules(PAGE.format(head="<style>p{}</style>", body=""))
    assert found["default-src"] == ["'none'"]
    assert all(s in ("'self'", "'none'", "data:") or s.startswith("'sha256-") for sources in found.values() for s in sources)
    assert len(found["style-src"]) == 2


def test_the_policy_stands_before_all_that_it_is_about_and_once(tmp_path) -> None:
    page = tmp_path / "a.html"
    page.write_text(PAGE.format(head='<meta charset="utf-8"><script>alert(1)</script>', body=""), encoding="utf-8")
    write_policies(tmp_path)
    write_policies(tmp_path)
    text = page.read_text(encoding="utf-8")
    assert text.count("Content-Security-Policy") == 1
    assert text.index("charset") < text.index("Content-Security-Policy") < text.index("<script>")
