"""历年报告库: the reports that an office accepted, year after year.

SQLAlchemy is known to `servers`, `opening`, `schema`, `store` and `refusals` alone, which are imported where there is
a store.
"""
