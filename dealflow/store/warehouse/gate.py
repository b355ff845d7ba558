"""The gate before the warehouse: one question, and nothing that writes, loads, attaches or sets."""

from __future__ import annotations

from typing import Final

import duckdb

from dealflow.errors import InvalidInputError

_QUESTIONS: Final = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN})


def require_question(cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Require that the text is one statement that only asks.

    Raises:
        InvalidInputError: it is no SQL (``sql_wrong``), no single statement (``sql_not_one``), or does more than ask
            (``sql_not_read_only``).
    """
    try:
        statements = cursor.extract_statements(sql)
    except duckdb.Error as error:
        raise InvalidInputError(field="sql", problem="sql_wrong", value=str(error)) from error
    if len(statements) != 1:
        raise InvalidInputError(field="sql", problem="sql_not_one", value=len(statements))
    if statements[0].type not in _QUESTIONS:
        raise InvalidInputError(field="sql", problem="sql_not_read_only", value=statements[0].type.name.lower())
