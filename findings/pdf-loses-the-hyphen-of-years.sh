#!/usr/bin/env bash
# Typst marks the hyphen of a divided word as a soft hyphen (U+00AD), and both hyphens are one sign of the font; so once a word is
# divided, every later 2020-21 is 2020<U+00AD>21 to readers of text that, as pypdf, know no ActualText. Who then drops soft hyphens,
# as is usual, has 202021; where the divided word comes last, the years are whole and the divided word keeps its hyphen.
# Version: typst 0.15.2, pypdf 7.1.1. Source: typst pull request 6799 (the hyphen of divided words); the effect on years seen by running.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet typst==0.15.2 pypdf==7.1.1 pypdfium2==5.15.2
cd "$folder"
"$folder/venv/bin/python" - <<'EOF'
import pathlib
import sys
from importlib.metadata import version

import pypdf
import pypdfium2
import typst

YEARS = "In 2020-21 reports fell."
DIVIDED = '#box(width: 2.2cm)[Internationally]'


def read_years(*parts):
    source = '#set text(lang: "en", hyphenate: true)\n' + "\n\n".join(parts)
    pathlib.Path("years.typ").write_text(source)
    typst.compile("years.typ", output="years.pdf")
    by_pypdf = pypdf.PdfReader("years.pdf").pages[0].extract_text()
    by_pdfium = pypdfium2.PdfDocument("years.pdf")[0].get_textpage().get_text_range()
    return [text[text.index("2020"):][:7] for text in (by_pypdf, by_pdfium)]


print("typst", version("typst"), "read by pypdf", version("pypdf"), "and pypdfium2", version("pypdfium2"))
print("expected: 2020-21, whatever stands around it")
observed = {"alone": read_years(YEARS), "before a divided word": read_years(YEARS, DIVIDED),
            "after a divided word": read_years(DIVIDED, YEARS)}
for place, years in observed.items():
    print("observed:", place, ascii(years), "without soft hyphens:", [text.replace("\u00ad", "") for text in years])
kept = ["2020-21", "2020-21"]
sys.exit(observed != {"alone": kept, "before a divided word": kept, "after a divided word": ["2020\u00ad21", "2020-21"]})
EOF
