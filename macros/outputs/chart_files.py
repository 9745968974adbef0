"""Files of charts: `charts/<id>/` follows the newest data, `charts/<id>/<version>/` never changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from macros.base.errors import Fault, FaultError, Place
from macros.charts import ChartError, picture
from macros.edition.edition import Edition
from macros.exhibits import Exhibit
from macros.exhibits.differences import unseen
from macros.incremental.tasks import digest
from macros.outputs import chart_data, chart_page
from macros.outputs.chart import takes
from macros.outputs.written import json_text, write


def write_charts(build: Edition, site: Path) -> None:
    """Write every chart in every form. The fault of a chart that cannot be drawn is already reported on its page."""
    told = chart_page.shown_on(build)
    for exhibit in build.project.charts.values():
        shown = told.get(exhibit.id)
        facts = (shown, build.site.address, build.site.name, build.project.events if exhibit.events else ())
        build.step(f"chart {exhibit.id}", digest(facts), partial(_write_chart, build, site, exhibit, shown))
    picture.store(build.project.root).trim()


def _write_chart(build: Edition, site: Path, exhibit: Exhibit, told: str | None) -> None:
    try:
        by = picture.colours(build.project.root)
        for one in takes(build, exhibit):
            build.until_drawn(one.chart)
            shown = (figure for line in one.figures for figure in line if figure)
            build.faults.extend(unseen(exhibit, one.chart, one.texts, shown, one.view))
            svg = picture.svg_text(build.project.root, one.chart, by)
            cited = chart_page.citation(build, one)
            files: dict[str, str | bytes] = {
                "data.csv": chart_data.csv_text(one),
                "data.json": json_text(chart_data.data(one, build.site.address)),
                "chart.svg": svg,
                "chart.png": picture.png_bytes(build.project.root, svg),
                "chart.vl.json": picture.specification_text(build.project.root, one.chart, by),
                "index.html": chart_page.page(build, one, told),
                "oembed.json": json_text(chart_page.oembed(build, one)),
                "cite.txt": cited.plain(),
                "cite.bib": cited.bibtex(),
                "cite.ris": cited.ris(),
            }
            for name, data in files.items():
                write(build, site, one.folder + name, data)
    except FaultError as error:
        build.faults.extend(error.faults)
    except ChartError as error:
        build.faults.add(Fault(exhibit.place(), "chart", str(error), "fix the declaration"))
    except picture.NoLetter as error:
        build.faults.add(Fault(exhibit.place(), "chart", str(error), "write it with other letters"))
    except (OSError, ValueError) as error:
        build.faults.add(Fault(Place(picture.TOKENS), "colours", str(error), "give each custom property of a chart its colour"))
