#!/usr/bin/env bash
# CLDR says that Spanish, Polish and European Portuguese group digits only from 10 000 on and that Swedish and Finnish write their own
# minus sign; Babel and a browser's Intl both take their rules from CLDR, yet Babel follows neither of the two, so that a page made by
# one and a chart drawn by the other show different numbers, and Babel cannot read back the negative numbers of Intl.
# Version: Babel 2.18.0, Node.js 20 or newer. Source: Unicode TR 35, minimumGroupingDigits; that Babel differs is undocumented.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet babel==2.18.0
intl=$(node -e '
  const written = {}
  for (const language of ["es", "pl", "pt-PT", "sv", "fi"]) {
    const format = new Intl.NumberFormat(language)
    written[language] = [1234, 12345, -47].map(number => format.format(number))
  }
  console.log(JSON.stringify([process.versions.node, process.versions.cldr, written]))')
"$folder/venv/bin/python" - "$intl" <<'EOF'
import json
import sys
from importlib.metadata import version

from babel.numbers import NumberFormatError, format_decimal, parse_decimal

node, cldr, by_intl = json.loads(sys.argv[1])
numbers = [1234, 12345, -47]
by_babel = {language: [format_decimal(number, locale=language.replace("-", "_")) for number in numbers] for language in by_intl}


def read(text, language):
    try:
        return int(parse_decimal(text, locale=language))
    except NumberFormatError:
        return "an error"


print("Babel", version("babel"), "and Node.js", node, "with CLDR", cldr)
print("expected: both write 1234, 12345 and -47 in the same way, and Babel reads what Intl writes")
differences = {language: [number for number, ours, theirs in zip(numbers, by_babel[language], by_intl[language]) if ours != theirs]
               for language in by_intl}
for language, values in by_intl.items():
    print("observed:", language, "Intl", ascii(values), "Babel", ascii(by_babel[language]))
back = {language: read(by_intl[language][2], language) for language in ["sv", "fi"]}
print("observed: Babel reads the -47 of Intl as", back)
sys.exit(differences != {"es": [1234], "pl": [1234], "pt-PT": [1234], "sv": [-47], "fi": [-47]}
         or back != {"sv": "an error", "fi": "an error"})
EOF
