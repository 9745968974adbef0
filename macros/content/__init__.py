"""The context in which a page's parts are written, and the dated records they tell: events and statements."""
