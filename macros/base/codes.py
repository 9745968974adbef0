# ruff: noqa: E501
"""The closed list of fault codes: what each means, a line that shows it, and the remedy.

A fault of another code cannot be made (macros/base/errors.py). `python -m macros explain` prints this list, and the page for authors shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "misleading"]


@dataclass(frozen=True)
class Code:
    """One kind of fault.

    name: stays, for tests, machines and whoever looks it up.
    meaning: one sentence.
    example: the line of such a fault, without its severity and code.
    remedy: what to do about each of them.
    severity: `error` (the number or the file is wrong) or `misleading` (the number stands, the conclusion flips).
    """

    name: str
    meaning: str
    example: str
    remedy: str
    severity: Severity = "error"

    @property
    def line(self) -> str:
        """The example as it is shown to authors."""
        place, _, message = self.example.partition(": ")
        return f"{place}: {self.begun(message)}"

    def begun(self, message: str) -> str:
        """A message as it is shown behind its place: with the severity where the number itself is right, and the code."""
        return f"{'' if self.severity == 'error' else f'{self.severity}: '}{message} [{self.name}]"


# Of each code, between empty lines: its name, with the severity where that is no error; meaning, example, remedy.
_TABLE = """
active-content
A page, a text or a file holds markup, an address or an element that could run something, fetch something or hide something.
site/index.html:40: links to javascript:, which pages do not link to; remove it from the page or its template
Write it in Markdown; the page for authors lists the HTML that a page may hold.

address-taken
Two files of the site would have the same address, and one of both would be lost.
docs/en/visits/index.md: has the address of docs/en/visits.md, and one of both would be lost; give it another name
Give one of both another name.

ambiguous (misleading)
The wording is read in two ways.
docs/en/index.md:14:9: says "three times more", which is read in two ways; write "47% decrease"
Write a percentage, or "times as many".

backdated
A new version of data is dated so that it would change what was published before it.
data/visits/2023-02-01: is dated before the published version 2024-03-01; date it after that
Give the version the day on which it is published.

bound-operand
A figure is computed from bounds ("more than", "under") that leave open on which side of its value the truth lies.
data/figures.yml:3:5: visits-ratio computes with cells that are bounds of different sides (data/visits/2024-03-01/visits.csv:3, data/visits/2024-03-01/visits.csv:5), so no side is known of its value; quote the cells themselves
Quote the cells themselves.

broken-link
A link in a folder of the project leads nowhere, or to itself.
docs/en/old.md: is a link that leads to itself; remove it
Remove it.

by-for-to (misleading)
A sentence says that something changed by what is a level.
docs/en/index.md:14:9: says "by 340" but visits-2023 is what there was, not by how much it changed; write "to", or quote the change
Write "to", or quote the figure of the change.

call
A command was called with an option that does not fit.
command line: has the date "2024-02-30", which does not exist; write DATE=YYYY-MM-DD (--date YYYY-MM-DD)
Mend the option that the message names; --help lists all.

card
The picture by which a page is shared cannot be set.
docs/en/index.md:2:8: has a card of 1200 by 630 pixels that is too full; shorten its text
Shorten the text that stands on it.

cell
A cell of a table is no value of its column.
data/visits/2024-03-01/visits.csv:3:3: count is "12a", which is no integer; mend the cell; the column of this place counts cells
Mend the cell, or declare the column in the schema as what it is.

chart
A chart cannot be drawn as it is declared.
data/charts.yml:3:3: visits: there is no quantity to draw; give at least one row with a cell; mend the declaration
Mend the declaration in data/charts.yml.

clash
Two changes have each recorded another text for the same thing.
data/published.csv:3: has title visits-change en twice, as "Visitors" and "Visits": two changes have met; run python -m macros publish-record
Renew the record, and read what it says then.

colours
The style sheet lacks a colour that charts, cards and documents are drawn with.
docs/en/assets/tokens.css: docs/en/assets/tokens.css has no --chart-mark in its light scheme; give each custom property of a chart its colour
Give the custom property a colour in the light scheme.

column-order
The columns of a table stand in another order than its schema has them.
data/visits/2024-03-01/visits.csv:1: has the columns scope, year, count, bound where the schema has year, scope, count, bound; put them in the schema's order, each once
Put them in the order of the schema, each once.

control-character
A text holds a character that nobody sees, or that turns the direction of what follows.
docs/en/index.md:7:3: holds the control character U+0007; remove it
Remove it; an editor that shows hidden characters finds it.

correction
An entry of the corrections is not whole, or names what there is not.
data/corrections.yml:9:5: has in entry 2 no date that exists; write date: YYYY-MM-DD
Mend the entry.

correction-changed
An entry of the corrections that was published was changed or removed.
data/corrections.yml: has lost its entry 2 (2024-03-01); restore it, and append a new one
Restore it; what is to be said now goes into a new entry at the end.

csv
A file is no CSV that can be read in one way.
data/visits/2024-03-01/visits.csv:3: is not valid CSV (unexpected end of data); mend the quotes
Mend the quotes or the separators at the line.

date-after-update
A dated text tells of a later day as past.
docs/en/updates/2024-03-01-spring.md:9:4: tells of 1 May 2024 as past on a page of 2024-03-01; mend the date, or say that it is to come
Mend the date, or say that it is to come.

declaration
The declaration of a figure is not whole, or its parts contradict each other.
data/figures.yml:13:11: visits-change has the unit "visits" with the operation percentage_change; write unit: percent, or leave it out
Mend the entry in data/figures.yml; the schema lists what it may hold.

descriptor
A file datapackage.json lacks a part, or says what its folder does not.
data/visits/2024-03-01/datapackage.json: has no title; add "title"
Mend the descriptor.

division-by-zero
A figure is computed from a base that is zero, or takes a root of a negative value.
data/figures.yml:3:5: visits-change takes 0 as from (data/visits/2024-03-01/visits.csv:3), and cannot be computed from zero; choose another base, or quote the counts instead
Choose another base, or quote the counts.

document
A document cannot be typeset.
data/handouts.yml:9:3: one-page is longer than its page; mend its text
Mend or shorten its text.

double-negative (misleading)
A minus sign stands with a word for a decrease.
docs/en/index.md:14:9: says "−47%" with a word for a decrease: a double negative; drop the minus sign or the word
Drop one of both.

duplicate-key
Two entries have the same key, so that one would hide the other.
data/figures.yml:2:1: has the key "figures" twice; remove one of them
Remove one of them.

empty-file
A table holds no rows.
data/visits/2024-03-01/visits.csv: is empty; add the header and the rows
Add the header and the rows.

empty-package
The folder of a data package holds no version.
data/guests: holds no version; add a folder named YYYY-MM-DD
Add the folder of a version, or remove the package.

encoding
A file is not in UTF-8, or was once read in the wrong encoding.
data/visits/2024-03-01/visits.csv:3: is not UTF-8 (byte 50); save it as UTF-8
Save it as UTF-8, or name its encoding to the command.

example
An address or an owner of this copy is an example still.
mkdocs.yml:5: names an address that is an example; write your own before you publish
Write your own.

exception
An entry of the links that may fail has no address or no reason.
.github/links.yml:3:5: has no address and reason in entry 2; write address: https://… and reason: …
Write both.

exhibit
The declaration of a chart or a table is not whole, or names what there is not.
data/charts.yml:3:5: visits has no headline; add headline
Mend the entry; the schema lists what it may hold.

exists
A version of the data exists already, and published data is never edited.
data/visits/2024-03-01: exists, and published data is never edited; give the date of the new version, or remove it if it is a draft of yours
Give the date of the new version.

extra-column
A table has a column that its schema does not declare.
data/visits/2024-03-01/visits.csv:1: has the column "remark"; remove it, or declare it in the schema
Remove it, or declare it.

figure-removed
A figure that was published is no longer declared.
data/figures.yml: has no figure visits-change, which is published; declare it again as it was, with status: withdrawn
Declare it again, with the status withdrawn.

figure-reused
The id of a figure that was published stands for another quantity.
data/figures.yml:8:3: visits-change was published as the change of visits and is now the change of tickets; restore it (status: withdrawn says that it is no longer quoted), and declare a new id
Restore it, and give the new quantity an id of its own.

file-name
The name of a file is one that some systems cannot have.
docs/en/what?.md: has ? in its name, which Windows does not know; rename it
Rename it.

forged-binding
A page says that a text is a figure, and no macro has written that.
site/index.html:40: holds a binding to "visits-2023" that no macro wrote; quote it through figure() or not_a_figure()
Quote it through figure() or not_a_figure().

formula
A text begins with a sign by which a spreadsheet would run it as a formula.
data/visits/2024-03-01/visits.csv:1:3: has the column "=count", which a spreadsheet would run; begin with a word
Begin it with a word, or put a space behind the sign.

front-matter
The front matter of a page lacks a key, or has one that is not what it should be.
docs/en/index.md:2:1: has no description; add description: to the front matter
Mend the lines between the --- at the top of the page.

frozen-data
A data file that was published was changed, removed or added to.
data/visits/2024-03-01/visits.csv: was edited after it was published; published data is never edited: restore it, and add a new version folder
Restore it; what is new goes into a new version folder.

generated
A number that the generator has written is bound to no figure.
site/feed.xml:9: says "47%", which is bound to no figure (feed of site/feed.xml), which stands in no author's file: the generator wrote it; mend the generator (macros/), or report this line to who keeps it
It is a fault of the generator, and none of your text: report it.

half-bound
Only a part of a number is bound to its figure.
docs/en/index.md:14:9: says "47%", of which only "47" is bound; put the whole wording into figure()
Put the whole wording into figure().

half-registered
A member of a closed list is known in one room of the generator and not in another.
macros/figures/declaration.py: has the measure "median", which the check does not know; add it there, or take it out everywhere
Add it there, or take it out everywhere.

handout
The declaration of a card or a document is not whole, or names what there is not.
data/handouts.yml:4:3: visits-card quotes no figure in its text; quote the figure that it is about: {{ figure("id", "wording") }}
Mend the entry in data/handouts.yml.

hidden
A workbook hides a sheet, a row or a column.
visits.xlsx, sheet Sheet:4: row 4 is hidden; show it, if it is to be published; else delete it
Show what is to be published, and delete the rest.

join
A rate joins two tables, and a row of the one has no partner in the other, or several.
data/figures.yml:3:5: visits-2023 joins year 2023 with no row of data/population/2024-03-01/people.csv; mend the rows, or name others in per: {where: ...}
Add the row, or name in `per: {where: ...}` what tells the partners apart.

json
A file is not valid JSON.
data/visits/2024-03-01/datapackage.json:3: is not valid JSON (Expecting ',' delimiter); mend the syntax
Mend the syntax at the line.

lacking
A page lacks what its readers need to find their way in it.
docs/en/index.md:18:1: gives the id "prices" to several elements; give each an id of its own
Write what the message asks for.

lacks-part
The theme or a template has left out a part that each page needs.
overrides/main.html: gives no canonical address of its own to site/index.html and 40 more; see that the template and what it asks for (plugins of mkdocs.yml) still go together
See what was changed of the template.

leads-out
A link in a folder of the project leads out of it.
docs/en/notes.md: is a link that leads out of docs/, to what nobody has meant to publish; put the file itself there
Put the file itself there.

link
A link leads to what is not there.
docs/en/index.md:14:9: links to "visits.md#prices", which has no such anchor; mend the link
Mend the address.

link-to-folder
A link in a folder of the project leads to a folder.
docs/en/old: is a link to a folder, which can lead in circles; put the folder itself there, or remove the link
Put the folder itself there.

macro-call
A macro is called with values that it does not take.
docs/en/index.md:14:9: quotes visits-change as 47, which is no text; write it in quotes: "47"
Write the call as the message shows it.

many-rows
The selection of a figure leaves more than one row.
data/figures.yml:3:5: visits-2023 takes 2 rows of data/visits/2024-03-01/visits.csv (lines 2, 3); name scope too
Name the other dimensions in where.

many-readings
More than one in fifty quotes of the site declares that the words around it make no other quantity of it than its figure is.
docs/en/index.md:14:9: declares reads="average", as 6 of the 150 quotes of the site declare how they are read, and at most 3 may; write the sentence so that it needs none
Write the sentences so that they need no declaration.

merged
A workbook has merged cells.
visits.xlsx, sheet Sheet:1:1: has the merged cells A1:B1; unmerge them, and write into each cell what it holds; each column needs one header of its own in one row
Unmerge them, and write into each cell what it holds.

missing-column
A table lacks a column that its schema declares.
data/visits/2024-03-01/visits.csv:1: has no column "count"; add it: the schema declares it
Add it.

missing-file
A file that is named does not exist, or cannot be read.
data/guests/2024-03-01/datapackage.json: is missing; add the descriptor
Add it, or name one that exists.

missing-package
A data package that the pages need does not exist.
docs/en/timeline.md:9:1: lists the events, and there are none in the data; add data/events/
Add it.

missing-record
What was published is changed without an entry in the corrections.
data/figures.yml:8:3: changes the value of "visits-change" on data that was published; restore it, or add an entry to data/corrections.yml
Restore it, or add an entry to data/corrections.yml.

missing-words
A language lacks some of the site's own words.
macros/interface/fr.yml: has no words for "source"; add them: other languages have them
Add them; another language shows which they are.

mkdocs
MkDocs, its theme or a plugin refuses a setting or warns.
mkdocs.yml:12: has the setting "nav": Expected nav to be a list; mend the setting
Mend what it names.

negated (misleading)
A sentence denies the number that it quotes.
docs/en/index.md:14:9: says "not ... 47%", which denies what visits-change is; say what happened, not what did not
Say what happened.

newer-version
A dated page quotes data that it does not see.
site/updates/2024-03-01-spring/index.html: quotes visits-change from visits@2025-03-01 on a page of 2024-03-01, which sees visits@2024-03-01; quote it through figure()
Quote it through figure().

no-direction (misleading)
A change is quoted without a word or a sign that says whether it is a rise or a fall.
docs/en/index.md:14:9: says "47%" without saying that visits-change is a decrease; say that it fell, or write the minus sign
Say that it rose or fell, or write the sign.

no-git
What was published cannot be asked of git.
data/published.csv: cannot be compared with what was published: git is not installed; install git: nothing is published unchecked
Do what the message says; in CI, fetch the whole history.

no-hedge (misleading)
The source gives a bound, and the wording gives the bare number.
docs/en/index.md:14:9: says "1,200" but guests-2023 is more than 1,200 (reported; visits@2024-03-01); write "more than 1,200"
Write the hedge of the source.

no-plain-file
Something that is no plain file lies in a folder of the project.
docs/en/pipe: is a pipe, from which no site can be made; remove it
Remove it.

no-reason
A number is declared to be no figure, or a listing an example, without a reason in words.
docs/en/index.md:14:9: declares "47%" to be no figure without a reason of two words; write not_a_figure("the quantity alone", "the reason, in words")
Give the reason.

no-site
The site that a command is to read was not built.
site: holds no page; build the site first (make build)
Build it first.

no-text
A page or a record says nothing.
docs/en/updates/2024-03-01-spring.md:12: has no sentence below its front matter; write what happened, who says so and on what day, in the place of the note
Write the text.

no-value
A figure takes a cell that has no value: it is empty, or its source suppressed it.
data/figures.yml:3:5: visits-2023 takes count of data/visits/2024-03-01/visits.csv:5, which is missing; quote another figure, or leave it out with skip: {reason: ...}
Quote another figure. A sum, mean or median may leave such cells out, with a reason that readers see.

no-version
A page quotes a figure of which no data was published by the day of the page.
docs/en/index.md:14:9: quotes visits-change, whose data visits begins on 2024-03-01, after 2023-03-01; quote it on a page of that date or later
Quote it on a later page.

not-a-number
A figure takes a cell that holds no number.
data/figures.yml:3:5: visits-2023 takes scope of line 5, which is no number; see data/visits/2024-03-01/visits.csv:5
Name the field that holds the number.

not-in-nav
A page stands in no navigation.
docs/en/prices.md: stands in no navigation; add "- Its title: prices.md" to nav: in mkdocs.yml, or "/*/prices.md" to not_in_nav: where other pages lead to it
Add it to the navigation, or to not_in_nav.

not-translated
A text that another language has is missing in this one.
data/charts.yml:3:3: has no headline in fr for visits; add it, or leave the language out of mkdocs.yml
Translate it.

not-zero (misleading)
What only rounds to zero is called zero.
docs/en/index.md:14:9: says "0%" but visits-change is −46.875000% (computed; visits@2024-03-01), which is not zero; write "47% decrease"
Write "less than".

other-quantity (misleading)
Words beside a number make another quantity of it than its figure is: an average, a running total, the number of a part, of another place.
docs/en/index.md:14:9: says "each" with "340", which makes an average of it, but visits-2023 is a total, "Visits, 2023"; quote the figure that is meant, or declare reads="average", because="..."
Quote the figure that is that, or say what it is of. Where the words mean something else, declare it: figure("visits-2023", "340", reads="average", because="the reason, in words").

out-of-date
A file that is written from others is not what they say now.
data/published.csv: is out of date (2 new, 0 replaced by a correction, 0 never published and dropped); run python -m macros publish-record (or make record) and commit it
Run the command that the message names, and commit the file.

package-name
The folder of a data package has a name that addresses cannot have.
data/Visits 2024/2024-03-01: has the package name "Visits 2024"; use a-z, 0-9 and hyphens
Rename the folder.

percent-for-points (misleading)
A change in percentage points is quoted in percent.
docs/en/index.md:14:9: says "37%" but share-change is −37.111111 percentage points (computed; visits@2024-03-01); write "37 percentage points decrease"
Write percentage points.

picture
A picture of the pages is not the one that somebody has looked at.
data/pictures.yml:6:5: lists "assets/plan.png" with the sha256 0123456789ab…, which is not that of the file; look at the picture, then write down its sha256 (`make pictures` does)
Look at it, then write down its sha256.

points-for-percent (misleading)
A change in percent is quoted in percentage points.
docs/en/index.md:14:9: says "47 points" but visits-change is −46.875000% (computed; visits@2024-03-01); write "47% decrease"
Write percent.

port
The server cannot listen at its address.
127.0.0.1:8000: is in use by another program; make serve PORT=8001 takes another
Name another port.

range
A range is quoted for a figure that is one value.
docs/en/index.md:14:9: says "40 to 50%" for visits-change, which is one value; write "47% decrease", or quote each end as its own figure
Write the value, or quote each end as its own figure.

record
The record of what is published lacks entries, or cannot be read.
data/published.csv:2: has the line "visits", which is no entry; run python -m macros publish-record
Renew it: make record.

refused
The system refuses to read or write a file.
data/visits/2024-03-01/visits.csv: is refused by the system (No space left on device); make room on the disk, and run it again
Mend what the system names, and run it again.

relative-time (misleading)
A page without a date says "last year", which is another year for each reader.
docs/en/index.md:14:9: says "last year" on a page without a date; name the date or the year
Name the date or the year.

revision
Two states of the project cannot be compared.
error: the folder "../other" holds no mkdocs.yml: name the folder of the project
Name a branch, a tag, a commit or a folder of this project.

row-length
A row has more or fewer cells than the header.
data/visits/2024-03-01/visits.csv:3: has 2 cells where the header has 4; add or remove cells
Add or remove cells; a comma inside a cell needs quotes around the cell.

same-date
Two updates have the same date.
docs/en/updates/2024-03-01-spring.md: has the date 2024-03-01 of docs/en/updates/2024-03-01-other.md; give each update a date of its own
Give each a date of its own.

same-name
Two names differ in their case or accents only.
docs/en/visits.md: has the name of VISITS.md but for its case, and many systems would keep only one of both; rename it
Rename one of both.

schema
The schema of a table has a type, a constraint or a key that does not fit.
data/visits/2024-03-01/datapackage.json: gives visits.count the type "numbr"; use one of string, integer, year, number, date, boolean
Mend the schema in the descriptor.

sha256
A data file is not the one that its descriptor describes.
data/visits/2024-03-01/visits.csv: has sha256 d1ca2e6c59f2… but data/visits/2024-03-01/datapackage.json says 2333ec9b5916…; published data is never edited: restore the file, or add a new version folder
Restore the file, or add a new version folder.

sheet
A sheet that is to become data can be read in more than one way, or holds what is no data.
visits.csv:4: row 4 is the same as row 3; remove one of them
Mend the sheet: one header, each row one number, each cell its value.

site-url
The site has no address of its own.
mkdocs.yml: has no site_url; name the address that readers use
Write it in mkdocs.yml.

structure
A file that says what the columns of a table are holds what cannot be, or contradicts the table.
data/visits/dimensions.yml:5:9: has the column "yaer", which visits has not; did you mean year?
Mend the entry; the schema lists what the file may hold.

stray-file
A file in data/ belongs to nothing.
data/visits/notes.txt: belongs to no version; move it into one, or remove it
Move it, list it in the descriptor, or remove it.

template
Something in braces is no call of a macro, or a template of the theme fails.
docs/en/index.md:14:9: has {{ 1 + 1 }}, which is none of the forms that a text may have; write {{ figure("id", "wording") }}, with texts in quotes, numbers, true, false or lists of these
Write a macro with plain values; of a template, mend the line.

to-for-by (misleading)
A change is quoted as what remains.
docs/en/index.md:14:9: says "to 47%" but visits-change is a change, not what remains; write "by"
Write "by".

translated-from
A translation does not say from which text it was made.
docs/es/index.md:1: does not say which text of docs/en/index.md it was translated from; run: python -m macros translate-status --mark docs/es/index.md
Run the command that the message names.

translation
The translated texts of the data packages are not whole, or name what there is not.
data/packages.es.yml:1:8: translates the package "vists", which does not exist; did you mean visits?
Mend the entry.

unattributed (misleading)
A value that somebody reports is quoted without saying who.
docs/en/index.md:14:9: quotes guests-2023 as "1,200" without saying that the museum reports it; name the museum in the sentence
Name who reports it in the sentence.

unbound
A number is bound to no figure.
docs/en/index.md:14:9: says "47%", which is bound to no figure; write {{ figure("visits-change", "47%") }}; nearest: visits-change (47% decrease)
Paste the macro from the message, or say that it is none: not_a_figure().

unclosed
An element of HTML is not closed, or was not opened.
docs/en/index.md:14:9: opens <div> and does not close it; write </div> where it ends
Close it where it ends.

undefined
A macro is called that does not exist.
docs/en/index.md:14:9: uses "figur", which is not defined; did you mean figure?
Mend the name.

unknown-bound
A row has a bound that there is not.
data/figures.yml:3:5: guests-2023 takes line 6, whose bound is "above"; did you mean over or about? (in data/visits/2024-03-01/visits.csv)
Write one of the bounds that the message lists.

unknown-cell
A page is bound to a cell that the data does not have.
docs/en/index.md:14:9: shows the cell data/visits/2024-03-01/visits.csv:99:count, which does not exist; mend the address
Mend the address.

unknown-code
A cell holds a code that its code list lacks, or a period of another kind.
data/visits/2024-03-01/visits.csv:4: has scope "schols", which is not in the code list scope; did you mean schools? (data/visits/dimensions.yml:3:5)
Add the code to its list; a cell that is wrong is mended in a new version.

unknown-exhibit
A page shows a chart or a table that is not declared.
docs/en/index.md:14:9: shows the chart "vists", which is not declared; did you mean visits?
Mend the name, or declare it.

unknown-field
A field is named that the table does not have.
data/figures.yml:3:5: visits-2023 takes the field "counts", which data/visits/2024-03-01/visits.csv has not; did you mean count or bound?
Name a column of the table.

unknown-figure
A figure is quoted that is not declared.
docs/en/index.md:14:9: quotes the figure "visit-change", which is not declared; did you mean visits-change or share-change or visits-ratio?
Mend the id, or declare the figure.

unknown-group
Statements of a group are listed that there is not.
docs/en/index.md:14:9: lists statements of "companies"; did you mean company?
Mend the name.

unknown-language
A page or the settings name a language that the site does not have.
docs/fr/index.md: belongs to no language of mkdocs.yml, and is not shown; name the language there, or put it into the folder of one
Name the language in mkdocs.yml, and add its words.

unknown-package
A data package is named that does not exist.
data/figures.yml:3:5: visits-2023 takes the package "vists", which does not exist; did you mean visits?
Mend the name, or add the package.

unknown-record
A text belongs to a record that there is not.
data/events/2024-03-01/texts.csv:4: has a text for "opning", which data/events/2024-03-01/events.csv has not; mend the id
Mend the id.

unknown-resource
A table is named that the data package does not have.
data/figures.yml:3:5: visits-2023 takes the resource "visit", which visits@2024-03-01 has not; did you mean visits?
Mend the name, or add the table.

unknown-row
A row is named that the table does not have.
data/figures.yml:3:5: visits-2023 takes year "2032", which data/visits/2024-03-01/visits.csv has not; did you mean 2023 or 2022?
Name a value that stands in the column.

unknown-script
A page runs a script that nobody has named.
site/index.html:40: runs a script that is neither the theme's nor named in macros/check/scripts.yml; remove it, or name it there with its reason: sha256-e4a62ff8f51ba28e61fb4f9802d1913dbc2fe5dfd0c731ec94fe181a751ac51c
Remove it, or name it there with its reason.

unknown-surface
A file of the site is of a kind that the check cannot read.
site/assets/notes.docx: is of a kind that the check cannot read; add a reader for it in macros/check/readers.py, or do not publish it
Do not publish it, or add a reader for it.

unknown-topic
Updates of a topic are listed that there is not.
docs/en/index.md:14:9: lists updates of the topic "Visit"; did you mean Visits?
Mend the name.

unreadable
A file of the project or of the built site cannot be read.
docs/en/private: cannot be read (Permission denied); give yourself the right to it
Mend what the message names.

unreadable-wording
The words in which a figure is quoted hold no quantity, or more than one.
docs/en/index.md:14:9: quotes visits-change as "a lot", which holds no quantity that can be read; write one, as in "47% decrease"
Write one number.

unrecorded
What was published is changed without an entry in the corrections.
docs/en/updates/2024-03-01-spring.md: in its text no longer says "fell by 47%" of visits-change, as was published; restore it, or append an entry to data/corrections.yml with pages: [updates/2024-03-01-spring.md]
Put the words back, or append the entry that `make record` prints.

unseen-difference (misleading)
A chart's words quote a difference, a change or a ratio of two of its marks, which its drawing hardly shows on a phone: the scale is that of much larger values.
data/charts.yml:5:7: visits quotes visits-change in its headline, and on a phone its marks of visits-2020 and visits-2021 end 6.3 pixels apart, fewer than 12; draw it so that it is seen: kind slope or line, small-multiples with scales: own, or figures of an index
Draw it as a slope or a line, in panels with a scale each, or from figures of an index.

version-date
The folder of a version is not named by its date.
data/visits/spring: has the version "spring", which is no date; name it YYYY-MM-DD
Name it YYYY-MM-DD.

wide-exemption
More than a quantity is declared to be no figure.
docs/en/index.md:14:9: declares "47% of 1,200" to be no figure, which holds several quantities; write not_a_figure("the quantity alone", "the reason, in words")
Declare each quantity alone.

withdrawn-figure
A page that is no dated update quotes a figure that is withdrawn.
docs/en/index.md:14:9: quotes visits-2019, which is withdrawn, on a page that is no dated update; quote another figure; this one stays in the ledger
Quote another figure.

workbook
A file is no workbook that can be read.
visits.xls: is a workbook of the old kind (.xls), or protected by a password; save it as .xlsx without a password
Save it anew as .xlsx, or as CSV UTF-8.

wrong-cell
A page shows another number than the cell that it is bound to.
docs/en/index.md:14:9: shows "1,300" for data/visits/2024-03-01/visits.csv:6:count, which is 1200; show 1200
Build again; if it stays, report it.

wrong-comparison (misleading)
A sentence says of a number that it is the highest, or more than another, or the like, and the data says otherwise.
docs/en/index.md:14:9: says that "340" is "highest", but visits/visits/count?year=2022&scope=schools is 640; say what the data shows, or leave out the comparison
Say what the data shows, or leave out the comparison.

wrong-context (misleading)
A sentence says that the number is of something else than it is.
docs/en/index.md:14:9: quotes visits-2023 as "340" where neither the sentence nor a heading, caption or header mentions "2023"; say what the number is of, or quote the figure that is meant
Say what the number is of, or quote the figure that is meant.

wrong-direction (misleading)
A word says that something rose which fell, or the other way round.
docs/en/index.md:14:9: says "47%" with a word for an increase but visits-change is a decrease; use a word for a decrease
Use a word for what happened.

wrong-download
A download or a picture is not what was written.
site/data/visits.xlsx: is not, byte for byte, what was written; build again
Build again.

wrong-drawing
A chart on a page is not the one that was drawn from its figures.
site/index.html: shows the chart visits as it was not drawn from its figures; build again
Show it with {{ chart(...) }}, and build again.

wrong-hedge (misleading)
The hedge around a number is on the wrong side, or not that of the source.
docs/en/index.md:14:9: says "over 47%" but visits-change is −46.875000% (computed; visits@2024-03-01); write "47% decrease"
Write the words of the message, or another hedge: "nearly", "over".

wrong-number
The number is not the value that the data gives, at the decimals written.
docs/en/index.md:14:9: says "48%" but visits-change is −46.875000% (computed; visits@2024-03-01); write "47% decrease"
Write the words of the message, or quote the figure that is meant.

wrong-period (misleading)
A sentence puts the number into another period.
docs/en/index.md:14:9: quotes visits-2023 as "340" in a sentence about 2021, but it is of 2023; name its period
Name the period of the figure.

wrong-piece
What the generator has written itself is not what the data gives.
site/index.html:40: shows "350", where the data gives "340" (value visits-2023@ standard) (proof of site/index.html); build again; where it comes back, macros/ writes it wrongly
Build again; if it stays, it is a fault of the generator: report it.

wrong-proof
A number leads to another figure's proof.
site/index.html:40: quotes visits-2023 with a link to figures/#visits-change, which is not its proof; quote it through figure()
Quote it through figure().

wrong-reading
A quote declares how it is read by a word that is none of those there are, or without a reason.
docs/en/index.md:14:9: declares reads="mean" of visits-2023, which is none of them; write one of average, running-total, part, with because="the reason, in words"
Give one of the names that the fault lists, and the reason in two words or more.

wrong-sign (misleading)
A sign contradicts the figure or the words beside it.
docs/en/index.md:14:9: says "+47%" but visits-change is a decrease; write the minus sign
Write the sign of the figure.

wrong-source (misleading)
A sentence gives the number to somebody who does not publish it.
docs/en/index.md:14:9: quotes visits-2023 as "340" by the words of "the theatre", but it is published by A publisher; name the source of the figure, or leave out who says it
Name the source of the figure.

wrong-status
A page shows another status of a figure than it has.
site/index.html:40: shows the status of visits-2023 as "computed", which is "reported"; quote it through figure()
Quote it through figure().

wrong-tally
A page shows another count of the check than it has counted.
site/verification/index.html: is not the tally of this site; build again
Build again.

wrong-total
A total is not the sum of its parts.
data/visits/2024-03-01/visits.csv:2: has count 900 for scope "all", 10 more than the sum of its 2 parts; mend the rows in a new version, or take exhaustive out of the code list
Mend the rows in a new version; where a part has no code, the list is not exhaustive.

wrong-unit
The number is written in a unit that the figure does not have.
docs/en/index.md:14:9: says "47" but visits-change is −46.875000% (computed; visits@2024-03-01); write "47% decrease"
Write the unit of the figure.

yaml
A file is not valid YAML, or uses a part of it that is not read.
data/figures.yml:2:12: is not valid YAML (mapping values are not allowed in this context); mend the syntax
Mend the syntax at the place; put a text that holds ": " or "#" in quotes.
"""


def _read(entry: str) -> Code:
    name, meaning, example, remedy = entry.split("\n")
    return Code(name.removesuffix(" (misleading)"), meaning, example, remedy, "misleading" if " " in name else "error")


CODES = {code.name: code for code in map(_read, _TABLE.strip().split("\n\n"))}
