"""Files of charts: those in `charts/<id>/<version>/` never change, `charts/<id>/` leads to the newest version."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from macros.base.errors import Fault, FaultError, Place
from macros.charts import ChartError, picture
from macros.edition.edition import Edition
from macros.exhibits import Exhibit
from macros.exhibits.differences import find_unseen_differences
from macros.incremental.tasks import digest
from macros.outputs import chart_data, chart_page
from macros.outputs.chart import list_variants
from macros.outputs.written import write_file, write_json


def write_charts(build: Edition, site: Path) -> None:
    """Write every chart in every form. The fault of a chart that cannot be drawn is already reported on its page."""
    told = chart_page.find_chart_pages(build)
    for exhibit in build.charts.values():
        shown = told.get(exhibit.id)
        facts = (shown, build.site.address, build.site.name, build.events if exhibit.events else ())
        build.run_cached(f"chart {exhibit.id}", digest(facts), partial(_write_chart, build, site, exhibit, shown))
    picture.open_download_cache(build.project.root).trim()


def _write_chart(build: Edition, site: Path, exhibit: Exhibit, told: str | None) -> None:
    try:
        by = picture.read_colours(build.project.root)
        for one in list_variants(build, exhibit):
            build.wait_for_chart(one.chart)
            shown = (figure for line in one.figures for figure in line if figure)
            build.faults.extend(find_unseen_differences(exhibit, one.chart, one.texts, shown, one.view))
            svg = picture.make_svg(build.project.root, one.chart, by)
            files: dict[str, str | bytes] = {
                "data.csv": chart_data.write_csv(one),
                "chart.svg": svg,
                "chart.png": picture.make_png(build.project.root, svg),
                "chart.vl.json": picture.make_specification(build.project.root, one.chart, by),
                "index.html": chart_page.write_page(build, one, told),
            }
            for name, data in files.items():
                write_file(build, site, one.folder + name, data)
            if one.is_newest:
                write_file(build, site, f"{one.newest_folder}index.html", chart_page.write_way_to_newest(build, one, told))
                write_file(build, site, f"{one.newest_folder}oembed.json", write_json(chart_page.make_oembed(build, one)))
    except FaultError as error:
        build.faults.extend(error.faults)
    except ChartError as error:
        build.faults.add(Fault(exhibit.find_place(), "chart", str(error), "fix the declaration"))
    except picture.MissingGlyphError as error:
        build.faults.add(Fault(exhibit.find_place(), "chart", str(error), "write it with other letters"))
    except (OSError, ValueError) as error:
        build.faults.add(Fault(Place(picture.TOKENS), "colours", str(error), "give each custom property of a chart its colour"))
