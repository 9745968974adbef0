"""Which tests ask what of the site that stands beside the engine. All others are tests of the engine, and pass beside any site."""

OF_A_SITE = (
    "tests/test_proof.py",
    "tests/test_site.py",
    "tests/test_languages.py",
    "tests/test_accessibility.py",
    "tests/test_privacy.py",
    "tests/datapackage/test_published_data.py",
)
"""Tests of a site: that it builds and is sound. They run on whatever is in docs/ and data/, and name nothing of it."""

OWN = (
    "tests/check/test_bindings.py",
    "tests/check/test_command.py",
)
"""Tests of the engine that still name pages or figures of this site: they fail beside another. To be moved to tests/another_site."""
