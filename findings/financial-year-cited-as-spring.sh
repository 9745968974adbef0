#!/usr/bin/env bash
# A report for the financial year 2020/21 is cited by citeproc-js as of "Spring 2020": the second number is taken for a month, and the
# months 13 to 16 and 21 to 24 stand for seasons. So the years 2012/13 to 2015/16 and 2020/21 to 2023/24 become seasons, while
# 2024/25 is cited as 2024.
# Version: citeproc 2.4.63. Source: citeproc-js issue 61 (seasons as months); what this does to 2020/21 is undocumented.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-fund --no-audit --prefix "$folder" citeproc@2.4.63
cd "$folder"
node - <<'EOF'
const CSL = require("citeproc")
const locale = `<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="en-US"><terms>
  <term name="season-01">Spring</term><term name="season-02">Summer</term>
  <term name="season-03">Autumn</term><term name="season-04">Winter</term></terms></locale>`
const date = '<date variable="issued"><date-part name="month" suffix=" "/><date-part name="year"/></date>'
const style = `<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Dates</title><id>dates</id><updated>2023-01-01T00:00:00Z</updated></info>
  <citation><layout>${date}</layout></citation><bibliography><layout>${date}</layout></bibliography></style>`
const written = ["2020/21", "2012-13", "2023/24", "2020/2021", "2024/25"]
const items = Object.fromEntries(written.map((raw, place) => [place, { id: String(place), type: "report", issued: { raw } }]))
const engine = new CSL.Engine({ retrieveLocale: () => locale, retrieveItem: id => items[id] }, style)
const cited = written.map((raw, place) => {
  engine.updateItems([String(place)])
  return engine.makeBibliography()[1][0].replace(/<[^>]*>/g, "").trim()
})
console.log("citeproc", require("citeproc/package.json").version)
console.log("expected: the same years as written:", written.join(", "))
console.log("observed:", cited.join(", "))
process.exitCode = cited.join() === "Spring 2020,Spring 2012,Winter 2023,2020\u20132021,2024" ? 0 : 1
EOF
