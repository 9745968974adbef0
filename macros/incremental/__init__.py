"""Incremental builds: a content-addressed store, cached tasks, reused output files, the stamp of an unchanged site, workers and a lock.

This folder knows neither figures nor pages nor MkDocs. A task has inputs (its key and its reads), effects (events of a log) and outputs
(files). It is current or stale, and its result is reused or computed. No other folder touches the cache folder.
"""
