"""The check reads every file of the built site and checks every number in it."""

from macros.check.editions import SiteChecks
from macros.check.model import Tally
from macros.check.site import SiteCheck

__all__ = ["SiteCheck", "SiteChecks", "Tally"]
