"""What a build takes from the one before: a store of files by content, tasks that are not run again, outputs that are linked again,
the stamp of a site that needs no build, worker processes, a lock.

It knows neither figures nor pages nor MkDocs. A task has inputs (its key and what it reads), effects (events of a log) and outputs
(files); it is current or stale, and its result is reused or computed. Nothing else touches the folder of the caches.
"""
