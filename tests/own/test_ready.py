"""What is an example in this repository is listed, and only that."""

from macros.__main__ import main
from tests.project import ROOT, write


def test_a_copy_is_ready_when_no_address_and_no_owner_is_an_example(tmp_path, monkeypatch, capsys):
    for name in ("mkdocs.yml", "CITATION.cff", ".github/CODEOWNERS"):
        write(tmp_path, name, (ROOT / name).read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    assert main(["ready"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert all(line.startswith("error: ") and line.endswith("is an example; write your own before you publish [example]") for line in told)
    assert [line.split(":")[1].strip() for line in told] == ["mkdocs.yml"] * 3 + ["CITATION.cff"] * 2 + [".github/CODEOWNERS"] * 10
    for name in ("mkdocs.yml", "CITATION.cff", ".github/CODEOWNERS"):
        own = (tmp_path / name).read_text(encoding="utf-8").replace("//example.org/", "//reports.test.eu/")
        own = own.replace("github.com/example/", "github.com/us/").replace("@example.org", "@reports.test.eu")
        write(tmp_path, name, own.replace("@example/", "@us/"))
    assert main(["ready"]) == 0 and capsys.readouterr().err == ""
