"""Which tests ask what of the site that stands beside the engine. All others are tests of the engine, and pass beside any site."""

OF_A_SITE = (
    "tests/check/test_as_browsers_read.py",
    "tests/datapackage/test_published_data.py",
    "tests/test_accessibility.py",
    "tests/test_checked_site.py",
    "tests/test_privacy.py",
    "tests/test_proof.py",
    "tests/test_registered.py",
    "tests/test_schemas.py",
    "tests/test_site.py",
)
"""Tests of a site: that it builds and is sound. They run on whatever is in docs/ and data/, and name nothing of it."""

OWN = (
    "tests/benchmarks/test_synthetic.py",
    "tests/check/test_command.py",
    "tests/check/test_files.py",
    "tests/check/test_laid_files.py",
    "tests/check/test_markup.py",
    "tests/check/test_memory.py",
    "tests/check/test_needs.py",
    "tests/check/test_status.py",
    "tests/freeze/test_base.py",
    "tests/freeze/test_draft.py",
    "tests/freeze/test_entries.py",
    "tests/freeze/test_git.py",
    "tests/freeze/test_record.py",
    "tests/freeze/test_settle.py",
    "tests/freeze/test_walk.py",
    "tests/generated/test_generated.py",
    "tests/mutations/test_mutations.py",
    "tests/numbers/test_icu.py",
    "tests/outputs/test_ahead.py",
    "tests/outputs/test_cards.py",
    "tests/outputs/test_documents.py",
    "tests/outputs/test_downloads.py",
    "tests/outputs/test_feeds.py",
    "tests/outputs/test_metadata.py",
    "tests/outputs/test_pictures.py",
    "tests/review/test_figures_and_records.py",
    "tests/review/test_told.py",
    "tests/test_languages.py",
    "tests/test_links.py",
)
"""Tests that name pages or figures of this site, build its pages, or have not been seen to pass beside another: to be moved to
tests/another_site, those that fail most first."""
