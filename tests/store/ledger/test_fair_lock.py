from __future__ import annotations

import threading
import time

from dealflow.store.ledger.fair_lock import Turns


def test_whoever_asked_first_is_next() -> None:
    turns, order = Turns(), []
    assert turns.acquire(1)

    def ask(number: int) -> None:
        assert turns.acquire(10)
        order.append(number)
        turns.release()

    askers = []
    for number in range(8):
        askers.append(threading.Thread(target=ask, args=(number,)))
        askers[-1].start()
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    turns.release()
    for asker in askers:
        asker.join()
    assert order == list(range(8))
    assert turns.acquire(0)


def test_whoever_waited_too_long_leaves_the_queue_and_blocks_nobody() -> None:
    turns = Turns()
    assert turns.acquire(0)
    assert not turns.acquire(0.01)
    turns.release()
    assert turns.acquire(0)


def test_there_is_never_more_than_one_holder_even_with_impatient_ones() -> None:
    turns, inside, most = Turns(), [0], [0]

    def work() -> None:
        for _ in range(200):
            if turns.acquire(0.0005):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1
                turns.release()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most == [1]
    assert turns.acquire(0)
