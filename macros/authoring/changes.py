"""What a version changes against the one before: rows by their key."""

from __future__ import annotations

from collections.abc import Iterator

from macros.datapackage import Package, Resource, Row

_SHOWN = 10  # rows of each kind


def changes(before: Package, after: Package) -> list[str]:
    """Lines that tell the rows added, removed and changed in each resource."""
    lines = []
    for name, new in after.resources.items():
        old = before.resources.get(name)
        if old is None:
            lines.append(f"{name}: new, {_count(len(new.rows))}")
        elif old.sha256 == new.sha256:
            lines.append(f"{name}: as before, {_count(len(new.rows))}")
        else:
            lines += _resource(old, new)
    lines += [f"{name}: gone" for name in before.resources if name not in after.resources]
    return lines


def _resource(old: Resource, new: Resource) -> Iterator[str]:
    key = new.key if new.key and new.key == old.key else ()
    names = [name for name in new.fields if name in old.fields]

    def rows(resource: Resource) -> dict[tuple[str, ...], Row]:
        return {tuple(row.raw[k] for k in key or names): row for row in resource.rows}

    was, now = rows(old), rows(new)
    added = [row for at, row in now.items() if at not in was]
    removed = [row for at, row in was.items() if at not in now]
    changed = [(was[at], row) for at, row in now.items() if at in was and any(was[at].raw[n] != row.raw[n] for n in names)]
    yield f"{new.name}: {_count(len(added))} added, {len(removed)} removed, {len(changed)} changed" + (
        "" if key else " (by all columns: there is no key)"
    )
    for sign, listed in (("+", added), ("-", removed)):
        yield from (f"  {sign} {', '.join(row.raw[name] for name in row.raw)}" for row in listed[:_SHOWN])
        yield from _more(sign, len(listed))
    for before, after in changed[:_SHOWN]:
        cells = (f"{n}: {before.raw[n] or 'empty'} → {after.raw[n] or 'empty'}" for n in names if before.raw[n] != after.raw[n])
        yield f"  ~ {', '.join(after.raw[k] for k in key)}: {'; '.join(cells)}"
    yield from _more("~", len(changed))


def _more(sign: str, count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"  {sign} and {count - _SHOWN} more"


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"
