"""The context in which the parts of a page are written, and dated records: events and statements."""
