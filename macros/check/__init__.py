"""The check reads every file of the built site and checks every number in it."""

from macros.check.editions import SiteCheck
from macros.check.site import EditionCheck
from macros.check.tally import Tally

__all__ = ["EditionCheck", "SiteCheck", "Tally"]
