"""What HTML's elements and attributes are to the check: where text flows on, where it ends, what is no prose."""

# Inline elements: text flows through them. All others part passages.
INLINE = frozenset(
    "a abbr b bdi bdo big cite data del dfn em font i ins label mark q rp rt ruby s small span strong sub sup time tspan u var wbr tt "
    "strike acronym nobr".split()
)
# What readers do not see as text, and code, which is text about something else.
SKIPPED = frozenset("script style template code pre kbd samp".split())
CODE = frozenset("code kbd samp".split())
# Attributes that people meet.
ATTRIBUTES = frozenset(
    "alt title aria-label aria-description aria-roledescription aria-valuetext placeholder label summary abbr content data-note".split()
)
# `content` of these is for machines, and never text about the subject.
MACHINE_META = frozenset(
    "viewport generator theme-color color-scheme referrer robots format-detection og:type og:locale og:url og:image og:image:width "
    "og:image:height og:image:type twitter:card content-security-policy date article:published_time article:modified_time".split()
)
# What could show a number that is not read, or fetch something: none of it stands in a page's text.
ACTIVE = frozenset("script style iframe object embed input select textarea meter progress math foreignobject base template".split())
# Attributes that load something.
LOADING = frozenset("src srcset poster data background".split())
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
