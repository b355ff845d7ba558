"""The warehouse: what the journal tells, laid out in DuckDB for questions over everything at once.

The only place that knows DuckDB. It can be deleted at any time: the journal makes it again.
"""

from dealflow.store.warehouse.warehouse import Warehouse

__all__ = ["Warehouse"]
