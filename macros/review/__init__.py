"""Semantic comparison of two states of the project: each is built by its own code, and the built sites are compared.

Built sites are compared instead of sources because readers meet the built site. One changed line of data, template or code can
change a hundred sentences, and only the site shows them. Each side is built by its own code in its own process, so a change of the
generator shows like any other. Both are read by the code of this package, so a change of a reader does not show.
A comparison runs the code of both sides. Compare a stranger's change only where there is nothing to steal, as in the unprivileged
half of the review's workflow.
"""

from macros.review.difference import Difference, compare_sides

__all__ = ["Difference", "compare_sides"]
