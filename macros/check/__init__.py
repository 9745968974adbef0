"""The check: reads what was built, every file of it, and judges every number that it finds."""

from macros.check.editions import SiteChecks
from macros.check.model import Tally
from macros.check.site import SiteCheck

__all__ = ["SiteCheck", "SiteChecks", "Tally"]
