"""`python -m macros links [SITE]`: the external links that no longer answer."""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import asdict
from pathlib import Path

from macros.base.command_line import CommandLine
from macros.base.errors import Fault, FaultError, Place, put_on_one_line
from macros.base.yaml_source import read_yaml
from macros.links.ask import Answer, LinkClient, RequestPolicy
from macros.links.collect import EXCEPTIONS, Exemption, find_external_links, find_places, read_exceptions

_REMEDIES = {
    "broken": "fix or remove the link",
    "failing": "open it: if it stays so, fix or remove the link",
    "moved": "write the new address",
}


def main(argv: list[str]) -> int:
    """Run the command and return its exit code.

    0: all links answer. 1: some do not, or an exception is unused. 2: nothing could be checked.
    """
    parser = CommandLine(
        prog="python -m macros links",
        description="Check whether each external address that the built site links to still works.",
        epilog=f"Links that are not checked are listed in {EXCEPTIONS}, each with a reason.",
    )
    parser.add_argument("site", metavar="SITE", nargs="?", default="site", type=Path, help="the built site (default: site)")
    parser.add_argument("--json", action="store_true", help="print the outcome of every link as JSON")
    parser.add_argument("--list", action="store_true", help="print the links that would be checked, without checking them")
    parser.add_argument("--delay", type=float, default=RequestPolicy.delay, help="seconds between two requests to one host")
    parser.add_argument("--timeout", type=float, default=RequestPolicy.timeout, help="seconds to wait for an answer")
    parser.add_argument("--tries", type=int, default=RequestPolicy.tries, help="how many times to try if there is no answer")
    parser.add_argument(
        "--longest-wait", type=float, default=RequestPolicy.longest_wait, help="longest wait in seconds, even if a server asks for longer"
    )
    options = parser.parse_args(argv)
    if options.delay < 0 or options.timeout <= 0 or options.tries < 1 or options.longest_wait < 0:
        parser.error("--delay and --longest-wait take 0 or more, --timeout more than 0, --tries 1 or more")
    root = Path.cwd()
    try:
        links, exceptions = find_external_links(options.site), read_exceptions(root)
        manners = RequestPolicy(_make_user_agent(root), options.delay, options.timeout, options.tries, options.longest_wait)
    except FaultError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    asked = [address for address in links if not any(each.is_match(address) for each in exceptions)]
    if options.list:
        print("\n".join(asked))
        return 0
    answers = _check_addresses(asked, LinkClient(manners))
    places = find_places(root, [answer.address for answer in answers if answer.outcome != "ok"])
    unused = [each for each in exceptions if not any(each.is_match(address) for address in links)]
    if options.json:
        print(json.dumps(_as_json(answers, links, places, unused), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_format_report(answers, links, places, unused, len(links) - len(asked))))
    return 1 if unused or any(answer.is_rot for answer in answers) else 0


def _check_addresses(addresses: list[str], asker: LinkClient) -> list[Answer]:
    """Ask all addresses, one host after the other, so that the delay of one host is spent on the others."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(address.split("/")[2], []).append(address)
    turns = [address for turn in itertools.zip_longest(*hosts.values()) for address in turn if address]
    return sorted((asker.check_address(address) for address in turns), key=lambda answer: answer.address)


def _format_report(
    answers: list[Answer], links: dict[str, tuple[str, ...]], places: dict[str, Place], unused: list[Exemption], excepted: int
) -> list[str]:
    """Return the lines of the report: faults, worst first, then the counts."""
    lines = []
    for outcome in ("broken", "failing", "moved", "refused"):
        for answer in answers:
            if answer.outcome == outcome:
                place = places.get(answer.address) or Place(f"site/{links[answer.address][0]}")
                fact = f"{outcome}: {answer.address} {answer.fact}"
                lines.append(
                    str(Fault(place, "link", fact, _REMEDIES[outcome])) if outcome in _REMEDIES else put_on_one_line(f"{place}: {fact}")
                )
    lines += [str(Fault(each.place, "exception", f'the exception "{each.pattern}" holds for no link', "remove it")) for each in unused]
    counts = {outcome: sum(answer.outcome == outcome for answer in answers) for outcome in ("ok", "moved", "refused", "broken", "failing")}
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count) or "none"
    return [*lines, f"Links asked: {len(answers)} ({told}); not asked by exception: {excepted}."]


def _as_json(
    answers: list[Answer], links: dict[str, tuple[str, ...]], places: dict[str, Place], unused: list[Exemption]
) -> dict[str, object]:
    return {
        "links": [
            {**asdict(answer), "place": str(places.get(answer.address, "")), "pages": list(links[answer.address])} for answer in answers
        ],
        "unused_exceptions": [each.pattern for each in unused],
    }


def _make_user_agent(root: Path) -> str:
    """Return the User-Agent header with the project's address.

    Raises:
        FaultError: mkdocs.yml cannot be read.
    """
    settings = read_yaml(root / "mkdocs.yml", "mkdocs.yml").value
    told = settings if isinstance(settings, dict) else {}
    where = told.get("repo_url") or told.get("site_url") or ""
    return put_on_one_line(f"microsite-links/1.0 (weekly check of links; +{where})")
