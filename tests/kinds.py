"""Which tests ask what of the site that stands beside the engine. All others are tests of the engine, and pass beside any site."""

OF_A_SITE = (
    "tests/check/test_as_browsers_read.py",
    "tests/datapackage/test_published_data.py",
    "tests/outputs/test_embedded.py",
    "tests/pages/test_card.py",
    "tests/test_accessibility.py",
    "tests/test_checked_site.py",
    "tests/test_languages.py",
    "tests/test_privacy.py",
    "tests/test_proof.py",
    "tests/test_registered.py",
    "tests/test_schemas.py",
    "tests/test_site.py",
)
"""Tests of a site: that it builds and is sound. They run on whatever is in docs/ and data/, and name nothing of it."""
