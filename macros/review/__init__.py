"""Tells the meaning of a change: two states of the project are built, each by its own code, and what was built is compared.

Built sites are compared, and not sources, because readers meet the built site: one line of data, of a template or of code can
change a hundred sentences, and only the site shows which. Each side is built by its own code in a process of its own, so that a
change of the generator shows like any other; both are read by the code that compares, so that a change of a reader does not.
Building runs the code of that side: compare a stranger's change where nothing can be stolen, as the unprivileged half of the
review's workflow does.
"""

from macros.review.difference import Difference, compare

__all__ = ["Difference", "compare"]
