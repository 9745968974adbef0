# ruff: noqa: E501
"""The closed list of fault codes: the meaning, an example line and the remedy of each.

A fault with another code cannot be created (macros/base/errors.py). `python -m macros explain` prints this list, and the page for authors
shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "misleading"]


@dataclass(frozen=True)
class Code:
    """One kind of fault.

    Attributes:
        name: permanent, for tests, programs and searches.
        meaning: one sentence.
        example: the line of such a fault, without severity and code.
        remedy: advice for each such fault.
        severity: `error` (the number or the file is wrong) or `misleading` (the number is right, the conclusion flips).
    """

    name: str
    meaning: str
    example: str
    remedy: str
    severity: Severity = "error"

    @property
    def example_line(self) -> str:
        """Return the example as authors see it."""
        place, _, message = self.example.partition(": ")
        return f"{place}: {self.complete_message(message)}"

    def complete_message(self, message: str) -> str:
        """Add the code to a message, and the severity if the number itself is right."""
        return f"{'' if self.severity == 'error' else f'{self.severity}: '}{message} [{self.name}]"


# One entry a code, between empty lines: name (with a severity other than error), meaning, example, remedy.
_TABLE = """
active-content
A page, a text or a file holds markup, an address or an element that could run something, fetch something or hide something.
site/index.html:40: links to javascript:, which pages do not link to; remove it from the page or its template
Write it in Markdown; the page for authors lists the HTML that a page may contain.

address-taken
Two files of the site would have the same address, and one would be lost.
docs/en/visits/index.md: has the address of docs/en/visits.md, and one of them would be lost; give it another name
Give one of them another name.

ambiguous (misleading)
The wording can be read in two ways.
docs/en/index.md:14:9: says "three times more", which is read in two ways; write "47% decrease"
Write a percentage, or "times as many".

backdated
A new version of data is dated so that it would change what was published before it.
data/visits/2023-02-01: is dated before the published version 2024-03-01; date it after that
Give the version the day on which it is published.

bound-operand
A figure is computed from bounds ("more than", "under") that do not settle on which side of its value the truth lies.
data/figures.yml:3:5: visits-ratio computes with cells that are bounds of different sides (data/visits/2024-03-01/visits.csv:3, data/visits/2024-03-01/visits.csv:5), so no side is known of its value; quote the cells themselves
Quote the cells themselves.

broken-link
A link in a folder of the project leads nowhere, or to itself.
docs/en/old.md: is a link that leads to itself; remove it
Remove it.

by-for-to (misleading)
A sentence says that something changed "by" a number that is a level.
docs/en/index.md:14:9: says "by 340" but visits-2023 is what there was, not by how much it changed; write "to", or quote the change
Write "to", or quote the figure of the change.

call
A command was called with an option that does not fit.
command line: has the date "2024-02-30", which does not exist; write DATE=YYYY-MM-DD (--date YYYY-MM-DD)
Fix the option that the message names; --help lists all.

card
The picture used when a page is shared cannot be drawn.
docs/en/index.md:2:8: has a card of 1200 by 630 pixels that is too full; shorten its text
Shorten the text on it.

cell
A cell of a table is not a valid value for its column.
data/visits/2024-03-01/visits.csv:3:3: count is "12a", which is not a valid integer; fix the cell; the column of this place counts cells
Fix the cell, or correct the declaration of the column in the schema.

chart
A chart cannot be drawn as it is declared.
data/charts.yml:3:3: visits: there is no quantity to draw; give at least one row with a cell; fix the declaration
Fix the declaration in data/charts.yml.

clash
Two changes have recorded different texts for the same thing.
data/published.csv:3: has title visits-change en twice, as "Visitors" and "Visits": two changes have met; run python -m macros publish-record
Renew the record, then read what it says.

colours
The style sheet is missing a colour used in charts, cards and documents.
docs/en/assets/tokens.css: docs/en/assets/tokens.css has no --chart-mark in its light scheme; give each custom property of a chart its colour
Give the custom property a colour in the light scheme.

column-order
The columns of a table are not in the order of its schema.
data/visits/2024-03-01/visits.csv:1: has the columns scope, year, count, bound where the schema has year, scope, count, bound; put them in the schema's order, each once
Put them in the order of the schema, each once.

control-character
A text contains a character that is invisible, or that reverses the direction of what follows.
docs/en/index.md:7:3: holds the control character U+0007; remove it
Remove it; an editor that shows hidden characters will find it.

correction
An entry in the corrections is incomplete, or names something that does not exist.
data/corrections.yml:9:5: has in entry 2 no date that exists; write date: YYYY-MM-DD
Fix the entry.

correction-changed
A published entry in the corrections was changed or removed.
data/corrections.yml: has lost its entry 2 (2024-03-01); restore it, and append a new one
Restore it, and add anything new as an entry at the end.

csv
A file is not CSV that can be read in only one way.
data/visits/2024-03-01/visits.csv:3: is not valid CSV (unexpected end of data); fix the quotes
Fix the quotes or the separators at the line.

date-after-update
A dated text mentions a later day as if it were past.
docs/en/updates/2024-03-01-spring.md:9:4: mentions 1 May 2024 as past on a page dated 2024-03-01; fix the date, or say that it is still to come
Fix the date, or say that it is still to come.

declaration
The declaration of a figure is incomplete, or its parts contradict each other.
data/figures.yml:13:11: visits-change has the unit "visits" with the operation percentage_change; write unit: percent, or leave it out
Fix the entry in data/figures.yml; the schema lists what it may contain.

descriptor
A file datapackage.json is missing a part, or disagrees with its folder.
data/visits/2024-03-01/datapackage.json: has no title; add "title"
Fix the descriptor.

division-by-zero
A figure is computed from a base that is zero, or takes a root of a negative value.
data/figures.yml:3:5: visits-change takes 0 as from (data/visits/2024-03-01/visits.csv:3), and cannot be computed from zero; choose another base, or quote the counts instead
Choose another base, or quote the counts.

document
A document cannot be typeset.
data/handouts.yml:9:3: one-page is longer than its page; fix its text
Fix or shorten its text.

double-negative (misleading)
A minus sign is used together with a word for a decrease.
docs/en/index.md:14:9: says "−47%" with a word for a decrease: a double negative; drop the minus sign or the word
Drop one of the two.

duplicate-key
Two entries have the same key, so one would hide the other.
data/figures.yml:2:1: has the key "figures" twice; remove one of them
Remove one of them.

empty-file
A table has no rows.
data/visits/2024-03-01/visits.csv: is empty; add the header and the rows
Add the header and the rows.

empty-package
The folder of a data package contains no version.
data/guests: holds no version; add a folder named YYYY-MM-DD
Add the folder of a version, or remove the package.

encoding
A file is not in UTF-8, or was once read in the wrong encoding.
data/visits/2024-03-01/visits.csv:3: is not UTF-8 (byte 50); save it as UTF-8
Save it as UTF-8, or name its encoding to the command.

example
An address or an owner of this copy is still an example.
mkdocs.yml:5: names an address that is an example; write your own before you publish
Write your own.

exception
An entry in the list of links that may fail has no address or no reason.
.github/links.yml:3:5: has no address and reason in entry 2; write address: https://… and reason: …
Write both.

exhibit
The declaration of a chart or a table is incomplete, or names something that does not exist.
data/charts.yml:3:5: visits has no headline; add headline
Fix the entry; the schema lists what it may contain.

exists
This version of the data already exists, and published data is never edited.
data/visits/2024-03-01: exists, and published data is never edited; give the date of the new version, or remove it if it is a draft of yours
Give the date of the new version.

extra-column
A table has a column that its schema does not declare.
data/visits/2024-03-01/visits.csv:1: has the column "remark"; remove it, or declare it in the schema
Remove it, or declare it.

figure-removed
A published figure is no longer declared.
data/figures.yml: has no figure visits-change, which is published; declare it again as it was, with status: withdrawn
Declare it again, with the status withdrawn.

figure-reused
The id of a published figure is now used for another quantity.
data/figures.yml:8:3: visits-change was published as the change of visits and is now the change of tickets; restore it (status: withdrawn says that it is no longer quoted), and declare a new id
Restore it, and give the new quantity an id of its own.

file-name
The name of a file is not allowed on some systems.
docs/en/what?.md: has ? in its name, which Windows does not allow; rename it
Rename it.

forged-binding
A page presents a text as a figure, but no macro wrote it.
site/index.html:40: holds a binding to "visits-2023" that no macro wrote; quote it through figure() or not_a_figure()
Quote it through figure() or not_a_figure().

formula
A text begins with a character that makes a spreadsheet run it as a formula.
data/visits/2024-03-01/visits.csv:1:3: has the column "=count", which a spreadsheet would run; begin with a word
Begin it with a word, or put a space after the character.

front-matter
The front matter of a page is missing a key, or has an invalid one.
docs/en/index.md:2:1: has no description; add description: to the front matter
Fix the lines between the --- at the top of the page.

frozen-data
A published data file was changed, removed or added to.
data/visits/2024-03-01/visits.csv: was edited after it was published; published data is never edited: restore it, and add a new version folder
Restore it, and put new data in a new version folder.

generated
A number that the generator has written is not bound to a figure.
site/feed.xml:9: says "47%", which is not bound to a figure (feed of site/feed.xml), which no author wrote: it comes from the generator; fix the generator (macros/), or report this line to its maintainers
This is a fault in the generator, not in your text: report it.

half-bound
Only a part of a number is bound to its figure.
docs/en/index.md:14:9: says "47%", of which only "47" is bound; put the whole wording into figure()
Put the whole wording into figure().

half-registered
A member of a closed list is known in one part of the generator and not in another.
macros/figures/declaration.py: has the measure "median", which the check does not know; add it there, or take it out everywhere
Add it there, or take it out everywhere.

handout
The declaration of a card or a document is incomplete, or names something that does not exist.
data/handouts.yml:4:3: visits-card quotes no figure in its text; quote the figure that it is about: {{ figure("id", "wording") }}
Fix the entry in data/handouts.yml.

join
A rate joins two tables, and a row of one has no match in the other, or several.
data/figures.yml:3:5: visits-2023 joins year 2023 with no row of data/population/2024-03-01/people.csv; fix the rows, or name others in per: {where: ...}
Add the row, or name in `per: {where: ...}` what distinguishes the matches.

json
A file is not valid JSON.
data/visits/2024-03-01/datapackage.json:3: is not valid JSON (Expecting ',' delimiter); fix the syntax
Fix the syntax at the line.

lacking
A page is missing something that readers need to find their way around it.
docs/en/index.md:18:1: gives the id "prices" to several elements; give each an id of its own
Write what the message asks for.

lacks-part
The theme or a template has left out a part that every page needs.
overrides/main.html: gives no canonical address of its own to site/index.html and 40 more; see that the template and what it asks for (plugins of mkdocs.yml) still go together
Check what was changed in the template.

leads-out
A link in a folder of the project leads out of it.
docs/en/notes.md: is a link that leads out of docs/, to something not meant to be published; put the file itself there
Put the file itself there.

link
A link leads to something that does not exist.
docs/en/index.md:14:9: links to "visits.md#prices", which has no such anchor; fix the link
Fix the address.

link-to-folder
A link in a folder of the project leads to a folder.
docs/en/old: is a link to a folder, which can lead in circles; put the folder itself there, or remove the link
Put the folder itself there.

macro-call
A macro is called with values that it does not accept.
docs/en/index.md:14:9: quotes visits-change as 47, which is not a text; write it in quotes: "47"
Write the call as the message shows it.

many-rows
The selection of a figure leaves more than one row.
data/figures.yml:3:5: visits-2023 takes 2 rows of data/visits/2024-03-01/visits.csv (lines 2, 3); name scope too
Name the other dimensions in where.

many-readings
More than one in fifty quotes on the site are declared to be read otherwise than the words around them suggest.
docs/en/index.md:14:9: declares reads="average", as 6 of the 150 quotes of the site declare how they are read, and at most 3 may; write the sentence so that it needs none
Write the sentences so that they need no declaration.

missing-column
A table is missing a column that its schema declares.
data/visits/2024-03-01/visits.csv:1: has no column "count"; add it: the schema declares it
Add it.

missing-file
A file that is named does not exist, or cannot be read.
data/guests/2024-03-01/datapackage.json: is missing; add the descriptor
Add it, or name one that exists.

missing-package
A data package that pages need does not exist.
docs/en/timeline.md:9:1: lists the events, and there are none in the data; add data/events/
Add it.

missing-record
Something published is changed without an entry in the corrections.
data/figures.yml:8:3: changes the value of "visits-change" on data that was published; restore it, or add an entry to data/corrections.yml
Restore it, or add an entry to data/corrections.yml.

missing-words
Some of the site's own words are missing in a language.
macros/interface/fr.yml: has no words for "source"; add them: other languages have them
Add them; the file of another language shows which.

mkdocs
MkDocs, its theme or a plugin refuses a setting or warns.
mkdocs.yml:12: has the setting "nav": Expected nav to be a list; fix the setting
Fix what it names.

negated (misleading)
A sentence denies the number that it quotes.
docs/en/index.md:14:9: says "not ... 47%", which denies what visits-change is; say what happened, not what did not
Say what happened.

newer-version
A dated page quotes data from after its date.
site/updates/2024-03-01-spring/index.html: quotes visits-change from visits@2025-03-01 on a page of 2024-03-01, which sees visits@2024-03-01; quote it through figure()
Quote it through figure().

no-direction (misleading)
A change is quoted without a word or a sign that says whether it is a rise or a fall.
docs/en/index.md:14:9: says "47%" without saying that visits-change is a decrease; say that it fell, or write the minus sign
Say that it rose or fell, or write the sign.

no-git
Git cannot say what was published, or on which day.
data/published.csv: cannot be compared with what was published: git is not installed; install git: nothing is published unchecked
Do what the message says; in CI, fetch the whole history.

no-hedge (misleading)
The source gives a bound, and the wording gives the bare number.
docs/en/index.md:14:9: says "1,200" but guests-2023 is more than 1,200 (reported; visits@2024-03-01); write "more than 1,200"
Write the hedge of the source.

no-plain-file
A folder of the project contains something that is not a plain file.
docs/en/pipe: is a pipe, from which no site can be made; remove it
Remove it.

no-reason
A number is declared not to be a figure, or a listing an example, without a reason in words.
docs/en/index.md:14:9: declares "47%" not to be a figure without a reason of two words; write not_a_figure("the quantity alone", "the reason, in words")
Give the reason.

no-site
The site that a command needs has not been built.
site: holds no page; build the site first (make build)
Build it first.

no-text
A page or a record has no text.
docs/en/updates/2024-03-01-spring.md:12: has no sentence below its front matter; write what happened, who says so and on what day, instead of the note
Write the text.

no-value
A figure takes a cell that has no value: it is empty, or its source suppressed it.
data/figures.yml:3:5: visits-2023 takes count of data/visits/2024-03-01/visits.csv:5, which is missing; quote another figure, or leave it out with skip: {reason: ...}
Quote another figure. A sum, mean or median may leave such cells out, with a reason that readers see.

no-version
A page quotes a figure whose data was not yet published on the date of the page.
docs/en/index.md:14:9: quotes visits-change, whose data visits begins on 2024-03-01, after 2023-03-01; quote it on a page of that date or later
Quote it on a later page.

not-a-number
A figure takes a cell that does not contain a number.
data/figures.yml:3:5: visits-2023 takes scope of line 5, which is not a valid number; see data/visits/2024-03-01/visits.csv:5
Name the field that contains the number.

not-in-nav
A page is not in the navigation.
docs/en/prices.md: is not in the navigation; add "- Its title: prices.md" to nav: in mkdocs.yml, or "/*/prices.md" to not_in_nav: where other pages lead to it
Add it to the navigation, or to not_in_nav.

not-translated
A text that another language has is missing in this one.
data/charts.yml:3:3: has no headline in fr for visits; add it, or leave the language out of mkdocs.yml
Translate it.

not-zero (misleading)
A value that only rounds to zero is called zero.
docs/en/index.md:14:9: says "0%" but visits-change is −46.875000% (computed; visits@2024-03-01), which is not zero; write "47% decrease"
Write "less than".

other-quantity (misleading)
Words beside a number turn it into a quantity that its figure is not: an average, a running total, the number for a part or for another place.
docs/en/index.md:14:9: says "each" with "340", which makes an average of it, but visits-2023 is a total, "Visits, 2023"; quote the figure that is meant, or declare reads="average", because="..."
Quote the figure for that quantity, or say what the number is of. Where the words mean something else, declare it: figure("visits-2023", "340", reads="average", because="the reason, in words").

out-of-date
A file generated from others no longer matches them.
data/published.csv: is out of date (2 new, 0 replaced by a correction, 0 never published and dropped); run python -m macros publish-record (or make record) and commit it
Run the command that the message names, and commit the file.

package-name
The folder of a data package has a name that cannot be used in addresses.
data/Visits 2024/2024-03-01: has the package name "Visits 2024"; use a-z, 0-9 and hyphens
Rename the folder.

percent-for-points (misleading)
A change in percentage points is quoted in percent.
docs/en/index.md:14:9: says "37%" but share-change is −37.111111 percentage points (computed; visits@2024-03-01); write "37 percentage points"
Write percentage points.

picture
A picture on a page is not the one that somebody has reviewed.
data/pictures.yml:6:5: lists "assets/plan.png" with the sha256 0123456789ab…, which is not that of the file; look at the picture, then write down its sha256 (`make pictures` does)
Look at it, then write down its sha256.

points-for-percent (misleading)
A change in percent is quoted in percentage points.
docs/en/index.md:14:9: says "47 points" but visits-change is −46.875000% (computed; visits@2024-03-01); write "47%"
Write percent.

port
The server cannot listen at its address.
127.0.0.1:8000: is in use by another program; make serve PORT=8001 takes another
Name another port.

range
A range is quoted for a figure that is one value.
docs/en/index.md:14:9: says "40 to 50%" for visits-change, which is one value; write "47% decrease", or quote each end as its own figure
Write the value, or quote each end as its own figure.

recipe
A recipe of a data package holds what is no answer.
data/visits/recipe.yml:2:1: has the option "heading"; did you mean encoding or header or hidden?
Fix the option, or remove it.

record
The record of what is published lacks entries, or cannot be read.
data/published.csv:2: has the line "visits", which is not an entry; run python -m macros publish-record
Renew it: make record.

refused
The system refuses to read or write a file.
data/visits/2024-03-01/visits.csv: is refused by the system (No space left on device); make room on the disk, and run it again
Fix what the system names, and run it again.

relative-time (misleading)
A page without a date says "last year", which means a different year for each reader.
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
Two names differ only in case or accents.
docs/en/visits.md: has the name of VISITS.md but for its case, and many systems would keep only one of them; rename it
Rename one of them.

schema
The schema of a table has a type, a constraint or a key that does not fit.
data/visits/2024-03-01/datapackage.json: gives visits.count the type "numbr"; use one of string, integer, year, number, date, boolean
Fix the schema in the descriptor.

sha256
A data file is not the one that its descriptor describes.
data/visits/2024-03-01/visits.csv: has sha256 d1ca2e6c59f2… but data/visits/2024-03-01/datapackage.json says 2333ec9b5916…; published data is never edited: restore the file, or add a new version folder
Restore the file, or add a new version folder.

sheet
A sheet to be imported can be read in more than one way, or contains something that is not data.
visits.csv:1:2: cell B1 repeats the header "year"; give each column a header of its own
Fix the sheet: one header, each row one number, each cell its value.

site-url
The site has no address of its own.
mkdocs.yml: has no site_url; name the address that readers use
Write it in mkdocs.yml.

structure
A file that describes the columns of a table is invalid, or contradicts the table.
data/visits/dimensions.yml:5:9: has the column "yaer", which is not in visits; did you mean year?
Fix the entry; the schema lists what the file may contain.

stray-file
A file in data/ belongs to nothing.
data/visits/notes.txt: belongs to no version; move it into one, or remove it
Move it, list it in the descriptor, or remove it.

template
Something in braces is not a call of a macro, or a template of the theme fails.
docs/en/index.md:14:9: has {{ 1 + 1 }}, which is not one of the forms that a text may have; write {{ figure("id", "wording") }}, with texts in quotes, numbers, true, false or lists of these
Write a macro with plain values; in a template, fix the line.

to-for-by (misleading)
A change is quoted as if it were the remaining level.
docs/en/index.md:14:9: says "to 47%" but visits-change is a change, not what remains; write "by"
Write "by".

translated-from
A translation does not say which text it was made from.
docs/es/index.md:1: does not say which text of docs/en/index.md it was translated from; run: python -m macros translate-status --mark docs/es/index.md
Run the command that the message names.

translation
The translated texts of the data packages are incomplete, or name something that does not exist.
data/packages.es.yml:1:8: translates the package "vists", which does not exist; did you mean visits?
Fix the entry.

unattributed (misleading)
A reported value is quoted without saying who reports it.
docs/en/index.md:14:9: quotes guests-2023 as "1,200" without saying that the museum reports it; name the museum in the sentence
Name who reports it in the sentence.

unanswered
A file can be read in more than one way, and the author has not said which.
visits.csv: "c" stands in the place of a value in 1 cell, B3: no value: it is not published; or missing: no value; say which: --missing "c=suppressed"
Give the option that the message names, or call the command on a terminal.

unbound
A number is not bound to a figure.
docs/en/index.md:14:9: says "47%", which is not bound to a figure; write {{ figure("visits-change", "47%") }}; nearest: visits-change (47% decrease)
Paste the macro from the message, or say that it is not a figure: not_a_figure().

unclosed
An element of HTML is not closed, or was not opened.
docs/en/index.md:14:9: opens <div> and does not close it; write </div> where it ends
Close it where it ends.

undefined
A page calls a macro that does not exist.
docs/en/index.md:14:9: uses "figur", which is not defined; did you mean figure?
Fix the name.

unknown-bound
A row has a bound that does not exist.
data/figures.yml:3:5: guests-2023 takes line 6, whose bound is "above"; did you mean over or about? (in data/visits/2024-03-01/visits.csv)
Write one of the bounds that the message lists.

unknown-cell
A page shows a cell that does not exist in the data.
docs/en/index.md:14:9: shows the cell data/visits/2024-03-01/visits.csv:99:count, which does not exist; fix the address
Fix the address.

unknown-code
A cell contains a code that is not in its code list, or a period of another kind.
data/visits/2024-03-01/visits.csv:4: has scope "schols", which is not in the code list scope; did you mean schools? (data/visits/dimensions.yml:3:5)
Add the code to its list; if the cell is wrong, fix it in a new version.

unknown-exhibit
A page shows a chart or a table that is not declared.
docs/en/index.md:14:9: shows the chart "vists", which is not declared; did you mean visits?
Fix the name, or declare it.

unknown-field
An entry names a field that the table does not have.
data/figures.yml:3:5: visits-2023 takes the field "counts", which is not in data/visits/2024-03-01/visits.csv; did you mean count or bound?
Name a column of the table.

unknown-figure
A page quotes a figure that is not declared.
docs/en/index.md:14:9: quotes the figure "visit-change", which is not declared; did you mean visits-change or share-change or visits-ratio?
Fix the id, or declare the figure.

unknown-group
A page lists statements of a group that does not exist.
docs/en/index.md:14:9: lists statements of "companies"; did you mean company?
Fix the name.

unknown-language
A page or the settings name a language that the site does not have.
docs/fr/index.md: belongs to no language of mkdocs.yml, and is not shown; name the language there, or put it into the folder of one
Name the language in mkdocs.yml, and add its words.

unknown-package
An entry names a data package that does not exist.
data/figures.yml:3:5: visits-2023 takes the package "vists", which does not exist; did you mean visits?
Fix the name, or add the package.

unknown-record
A text belongs to a record that does not exist.
data/events/2024-03-01/texts.csv:4: has a text for "opning", which is not in data/events/2024-03-01/events.csv; fix the id
Fix the id.

unknown-resource
An entry names a table that the data package does not have.
data/figures.yml:3:5: visits-2023 takes the resource "visit", which is not in visits@2024-03-01; did you mean visits?
Fix the name, or add the table.

unknown-row
An entry names a row that the table does not have.
data/figures.yml:3:5: visits-2023 takes year "2032", which is not in data/visits/2024-03-01/visits.csv; did you mean 2023 or 2022?
Name a value that is in the column.

unknown-script
A page runs a script that is not on the list of allowed scripts.
site/index.html:40: runs a script that is neither the theme's nor named in macros/check/scripts.yml; remove it, or name it there with its reason: sha256-e4a62ff8f51ba28e61fb4f9802d1913dbc2fe5dfd0c731ec94fe181a751ac51c
Remove it, or name it there with its reason.

unknown-surface
A file of the site is of a kind that the check cannot read.
site/assets/notes.docx: is of a kind that the check cannot read; add a reader for it in macros/check/readers/registry.py, or do not publish it
Do not publish it, or add a reader for it.

unknown-topic
A page lists updates of a topic that does not exist.
docs/en/index.md:14:9: lists updates of the topic "Visit"; did you mean Visits?
Fix the name.

unqualified (misleading)
A provisional or estimated figure is quoted in a text that does not call it so.
docs/en/index.md:14:9: quotes guests-2023 as "1,200" without saying that it is provisional; say so in the sentence: write "1,200 (provisional)", or call it provisional in other words
Call it so in the sentence, or quote it without words of your own: the standard wording says it.

unreadable
A file of the project or of the built site cannot be read.
docs/en/private: cannot be read (Permission denied); give yourself permission to read it
Fix what the message names.

unreadable-wording
The words that quote a figure contain no quantity, or more than one.
docs/en/index.md:14:9: quotes visits-change as "a lot", which holds no quantity that can be read; write one, as in "47% decrease"
Write one number.

unrecorded
Something published is changed without an entry in the corrections.
docs/en/updates/2024-03-01-spring.md: in its text no longer says "fell by 47%" of visits-change, as was published; restore it, or append an entry to data/corrections.yml with pages: [updates/2024-03-01-spring.md]
Restore the words, or append the entry that `make record` prints.

unseen-difference (misleading)
The text of a chart quotes a difference, a change or a ratio between two marks that can hardly be seen on a phone, because the scale suits much larger values.
data/charts.yml:5:7: visits quotes visits-change in its headline, and on a phone its marks of visits-2020 and visits-2021 end 6.3 pixels apart, fewer than 12; draw it so that it can be seen: kind slope or line, small-multiples with scales: own, or figures of an index
Draw it as a slope or a line, in panels with their own scales, or from figures of an index.

version-date
The folder of a version is not named by its date.
data/visits/spring: has the version "spring", which is not a valid date; name it YYYY-MM-DD
Name it YYYY-MM-DD.

wide-exemption
More than one quantity is declared not to be a figure.
docs/en/index.md:14:9: declares "47% of 1,200" not to be a figure, which holds several quantities; write not_a_figure("the quantity alone", "the reason, in words")
Declare each quantity on its own.

withdrawn-figure
A page that is not a dated update quotes a figure that is withdrawn.
docs/en/index.md:14:9: quotes visits-2019, which is withdrawn, on a page that is not a dated update; quote another figure; this one stays in the list of figures
Quote another figure.

workbook
A file is not a workbook that can be read.
visits.xls: is a workbook of the old kind (.xls), or protected by a password; save it as .xlsx without a password
Save it again as .xlsx, or as CSV UTF-8.

wrong-cell
A page shows a different number from the cell that it quotes.
docs/en/index.md:14:9: shows "1,300" for data/visits/2024-03-01/visits.csv:6:count, which is 1200; show 1200
Build again; if the fault remains, report it.

wrong-comparison (misleading)
A sentence says that a number is the highest, or more than another, or the like, but the data says otherwise.
docs/en/index.md:14:9: says that "340" is "highest", but visits/visits/count?year=2022&scope=schools is 640; say what the data shows, or leave out the comparison
Say what the data shows, or leave out the comparison.

wrong-context (misleading)
A sentence says that the number is of something other than what it is of.
docs/en/index.md:14:9: quotes visits-2023 as "340" where neither the sentence nor a heading, caption or header mentions "2023"; say what the number is of, or quote the figure that is meant
Say what the number is of, or quote the figure that is meant.

wrong-direction (misleading)
A word says that something rose when it fell, or the other way round.
docs/en/index.md:14:9: says "47%" with a word for an increase but visits-change is a decrease; use a word for a decrease
Use a word for what happened.

wrong-download
A download or a picture differs from what was written.
site/data/visits.xlsx: is not, byte for byte, what was written; build again
Build again.

wrong-drawing
A chart on a page is not the one that was drawn from its figures.
site/index.html: shows the chart visits as it was not drawn from its figures; build again
Show it with {{ chart(...) }}, and build again.

wrong-hedge (misleading)
The hedge around a number is on the wrong side, or is not the source's.
docs/en/index.md:14:9: says "over 47%" but visits-change is −46.875000% (computed; visits@2024-03-01); write "47%"
Write the words in the message, or another hedge: "nearly", "over".

wrong-number
The number is not the value that the data gives, to the decimals written.
docs/en/index.md:14:9: says "48%" but visits-change is −46.875000% (computed; visits@2024-03-01); write "fell by 47%"
Write the words in the message, or quote the figure that is meant.

wrong-period (misleading)
A sentence puts the number in the wrong period.
docs/en/index.md:14:9: quotes visits-2023 as "340" in a sentence about 2021, but it is of 2023; name its period
Name the period of the figure.

wrong-piece
Something that the generator wrote itself does not match the data.
site/index.html:40: shows "350", where the data gives "340" (value visits-2023@ standard) (proof of site/index.html); build again; if it comes back, macros/ writes it wrongly
Build again; if the fault remains, it is in the generator: report it.

wrong-proof
A number links to another figure's proof.
site/index.html:40: quotes visits-2023 with a link to figures/#visits-change, which is not its proof; quote it through figure()
Quote it through figure().

wrong-reading
A quote declares how it is read with a word that is not in the list, or without a reason.
docs/en/index.md:14:9: declares reads="mean" of visits-2023, which is not in the list; write one of average, running-total, part, with because="the reason, in words"
Give one of the names that the message lists, and a reason of two words or more.

wrong-sign (misleading)
A sign contradicts the figure or the words beside it.
docs/en/index.md:14:9: says "+47%" but visits-change is a decrease; write the minus sign
Write the sign of the figure.

wrong-source (misleading)
A sentence attributes the number to somebody who does not publish it.
docs/en/index.md:14:9: quotes visits-2023 as "340" by the words of "the theatre", but it is published by A publisher; name the source of the figure, or leave out who says it
Name the source of the figure.

wrong-status
A page shows the wrong status of a figure.
site/index.html:40: shows the status of visits-2023 as "computed", which is "reported"; quote it through figure()
Quote it through figure().

wrong-tally
A page shows a count that is not the one the check made.
site/verification/index.html: is not the tally of this site; build again
Build again.

wrong-total
A total is not the sum of its parts.
data/visits/2024-03-01/visits.csv:2: has count 900 for scope "all", 10 more than the sum of its 2 parts; fix the rows in a new version, or take exhaustive out of the code list
Fix the rows in a new version; where a part has no code, the list is not exhaustive.

wrong-unit
The number is written in a unit that the figure does not have.
docs/en/index.md:14:9: says "47" but visits-change is −46.875000% (computed; visits@2024-03-01); write "47% decrease"
Write the unit of the figure.

yaml
A file is not valid YAML, or uses a part of it that is not read.
data/figures.yml:2:12: is not valid YAML (mapping values are not allowed in this context); fix the syntax
Fix the syntax at that place; put a text that contains ": " or "#" in quotes.
"""


def _read_entry(entry: str) -> Code:
    name, meaning, example, remedy = entry.split("\n")
    return Code(name.removesuffix(" (misleading)"), meaning, example, remedy, "misleading" if " " in name else "error")


CODES = {code.name: code for code in map(_read_entry, _TABLE.strip().split("\n\n"))}
