"""Rows changed by a new version of a package, matched by their key."""

from __future__ import annotations

from collections.abc import Iterator

import pandas

from macros.datapackage import Package, Resource

_MAX_ROWS = 10  # rows of each kind


def list_changes(before: Package, after: Package) -> list[str]:
    """List the rows added, removed and changed in each resource, as lines of text."""
    lines = []
    for name, new in after.resources.items():
        old = before.resources.get(name)
        if old is None:
            lines.append(f"{name}: new, {_format_count(len(new.rows))}")
        elif old.sha256 == new.sha256:
            lines.append(f"{name}: as before, {_format_count(len(new.rows))}")
        else:
            lines += _describe_resource(old, new)
    lines += [f"{name}: gone" for name in before.resources if name not in after.resources]
    return lines


def _describe_resource(old: Resource, new: Resource) -> Iterator[str]:
    key = new.key if new.key and new.key == old.key else ()
    names = [name for name in new.fields if name in old.fields]
    was, now = (_index_rows(each, list(key or names or each.fields)) for each in (old, new))
    added, removed = now[~now.index.isin(was.index)], was[~was.index.isin(now.index)]
    both = now.index[now.index.isin(was.index)]
    differ = now.loc[both, names] != was.loc[both, names]
    changed = differ[differ.any(axis=1)]
    yield f"{new.name}: {_format_count(len(added))} added, {len(removed)} removed, {len(changed)} changed" + (
        "" if key else " (by all columns: there is no key)"
    )
    for sign, listed in (("+", added), ("-", removed)):
        yield from (f"  {sign} {', '.join(cells)}" for cells in listed[:_MAX_ROWS].to_numpy().tolist())
        yield from _describe_rest(sign, len(listed))
    first = changed.index[:_MAX_ROWS]
    olds, news = was.loc[first].to_dict("index"), now.loc[first].to_dict("index")
    for row, after in news.items():
        cells = (f"{n}: {olds[row][n] or 'empty'} → {after[n] or 'empty'}" for n in names if olds[row][n] != after[n])
        yield f"  ~ {', '.join(after[name] for name in key)}: {'; '.join(cells)}"
    yield from _describe_rest("~", len(changed))


def _index_rows(resource: Resource, key: list[str]) -> pandas.DataFrame:
    """Return the rows indexed by their key, every cell as text. Of rows with one key the last is kept."""
    frame = pandas.DataFrame({name: list(texts) for name, texts in resource.columns.items()}, dtype=object)
    frame.index = pandas.Index([repr(cells) for cells in frame[key].to_numpy().tolist()], dtype=object)
    return frame[~frame.index.duplicated(keep="last")]


def _describe_rest(sign: str, count: int) -> Iterator[str]:
    if count > _MAX_ROWS:
        yield f"  {sign} and {count - _MAX_ROWS} more"


def _format_count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"
