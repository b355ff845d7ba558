"""Where decks are read: in sandboxed workers of this machine, or on a Dask cluster (``DEALFLOW_EXECUTOR=dask://...``).

Both are a ``concurrent.futures.Executor``. Bytes travel, not paths: another machine needs our package, no shared disk.
On each machine a deck is read in the sandbox as it is here.
"""

from __future__ import annotations

import importlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from pydantic import TypeAdapter

from dealflow.actions.claims.sandboxed_reading import read_file
from dealflow.domain.claims.claims import Reading
from dealflow.errors import ExecutorMissingError, ExecutorUnreachableError, InvalidInputError, UnreadableDeckError

_DASK: Final = "dask://"
_READING: Final = TypeAdapter(Reading)
_CONNECTING_S: Final = 5
_AHEAD: Final = 2
_REFUSED: Final = b'{"refused":'


@dataclass(frozen=True, slots=True)
class Pool:
    """An executor, and how many decks it reads at once."""

    executor: Executor
    at_once: int
    address: str


def pool_of(address: str, readers: int) -> Pool:
    """Return the pool at an address, connected once a process: ``""`` is this machine, with so many readers.

    Raises:
        InvalidInputError: the address is of no known kind.
        ExecutorMissingError: ``dask://...`` is wanted and Dask is not installed.
        ExecutorUnreachableError: nobody answers there, or nobody works there.
    """
    if not address:
        return Pool(ThreadPoolExecutor(max(1, readers), thread_name_prefix="reader"), max(1, readers), address)
    if not address.startswith(_DASK):
        raise InvalidInputError(field="executor", problem="unknown", value=address)
    return _cluster(address)


def read_by(address: str, data: bytes, file_name: str, *, read_on: date | None = None) -> Reading:
    """Return what a file says, read here (``""``) or by the cluster at an address.

    Raises:
        UnreadableDeckError: with the one reason why it cannot be read.
        ExecutorMissingError, ExecutorUnreachableError, InvalidInputError: as ``pool_of``.
    """
    if not address:
        return read_file(data, file_name, read_on=read_on)
    return reading_of(_begun(pool_of(address, 1), data, file_name, read_on), address)


def read_many(
    pool: Pool, files: Iterable[tuple[str, bytes]], *, read_on: date | None = None
) -> Iterator[tuple[str, Reading | UnreadableDeckError]]:
    """Yield each file's name with what it says or why not, in the order of the files, however they come to an end.

    Only a few files are held at a time, so that memory does not grow with their number.

    Raises:
        ExecutorUnreachableError: the cluster is lost on the way.
    """
    begun: deque[tuple[str, Future[bytes]]] = deque()
    for name, data in files:
        begun.append((name, _begun(pool, data, name, read_on)))
        if len(begun) >= _AHEAD * pool.at_once:
            yield _ended(*begun.popleft(), pool.address)
    while begun:
        yield _ended(*begun.popleft(), pool.address)


def reading_as_json(data: bytes, file_name: str, day: str) -> bytes:
    """Return what a file says, or its refusal, as JSON: this is what the machine that reads runs."""
    try:
        reading = read_file(data, file_name, read_on=date.fromisoformat(day) if day else None)
    except UnreadableDeckError as error:
        plain = {
            key: value if isinstance(value, int | float) else str(value) for key, value in error.parameters.items()
        }
        return _REFUSED + json.dumps(plain).encode() + b"}"
    return _READING.dump_json(reading)


def reading_of(begun: Future[bytes], address: str) -> Reading:
    """Return the reading that was begun, once it is there.

    Raises:
        UnreadableDeckError: with the one reason why the file cannot be read.
        ExecutorUnreachableError: whoever was to read it is gone, or does not know our package.
    """
    try:
        answer = begun.result()
    except Exception as error:  # the edge of another process: whatever happens there, the deck stays unread
        raise ExecutorUnreachableError(url=address, cause=type(error).__name__) from error
    if answer.startswith(_REFUSED):
        raise UnreadableDeckError(**json.loads(answer)["refused"])
    return _READING.validate_json(answer)


def _begun(pool: Pool, data: bytes, file_name: str, read_on: date | None) -> Future[bytes]:
    return pool.executor.submit(reading_as_json, data, file_name, read_on.isoformat() if read_on else "")


def _ended(name: str, begun: Future[bytes], address: str) -> tuple[str, Reading | UnreadableDeckError]:
    try:
        return name, reading_of(begun, address)
    except UnreadableDeckError as error:
        return name, error


@lru_cache(maxsize=4)
def _cluster(address: str) -> Pool:
    try:
        distributed = importlib.import_module("distributed")  # the optional extra `dask`; costs a second to import
    except ImportError as error:
        raise ExecutorMissingError(url=address) from error
    place = "tcp://" + address.removeprefix(_DASK)
    try:
        client = distributed.Client(place, timeout=_CONNECTING_S, set_as_default=False)
        threads = sum(client.nthreads().values())
    except (OSError, ValueError) as error:
        raise ExecutorUnreachableError(url=address, cause=type(error).__name__) from error
    if not threads:
        client.close()
        raise ExecutorUnreachableError(url=address, cause="no workers")
    return Pool(client.get_executor(pure=False), threads, address)
