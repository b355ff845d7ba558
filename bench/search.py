"""How fast what is written on slides is found, how large the index is, and what other engines do with the same texts.

``python bench/search.py [DECKS]`` (1,000 decks of 14 pages unless told) writes slides by chance from a seed, in Korean
and English, of about 90 words each with the field's own words among them; puts them into a ledger on SQLite, and with
``--postgres URL`` on PostgreSQL; and looks for two hundred queries of each kind: two syllables, a part of a compound, a
word of English, three letters of one, a figure, two words, and what stands nowhere. Printed are the median, the 95th
percentile and the worst, by CPU time, since machines are shared, with the rights of a viewer in the same query.

``--others`` puts the same slides into SQLite's trigrams, DuckDB's scan and (where it is installed) tantivy.
"""

from __future__ import annotations

import argparse
import importlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
from sqlalchemy import column, func, select, table
from sqlmodel import Session

from dealflow.domain.claims.events import DeckRead, DeckReceived
from dealflow.domain.claims.page import Box, Word
from dealflow.domain.people.access import Audience, Role, Viewer
from dealflow.domain.values.event import By
from dealflow.domain.values.search_words import query_of, squeezed
from dealflow.store.ledger import journal, search_sources
from dealflow.store.ledger.database import SQLITE, Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.ledger.queries import search
from dealflow.store.ledger.search_sources import Kind

PAGES: Final = 14
START: Final = datetime(2099, 1, 1, tzinfo=UTC)
SYLLABLES: Final = (
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후기니디리미비시이지"
    "강남당람맘발산안장찬칼탄판한경년단련면변성연정청결녕동룡명병선양전천건능덕록물방술업종축금님등률민본실용증출계념력류말반상원중침"
)
_FIELD: Final = """매출액 영업이익 방사선 민감제 임상시험 특허 등록 고객사 누적 투자유치 시장규모 성장률 구독자 이용자
재구매율 인공지능 로봇 반도체 이차전지 바이오 플랫폼 파이프라인 기술이전 양산 공급계약 보스턴 동남권 경남 부산 울산 창원
제조 데이터 솔루션 자율주행 의료기기 진단키트"""
_ENGLISH: Final = """revenue growth ARR customers churn pipeline platform series funding valuation market retention
clinical
patent license manufacturing battery semiconductor autonomous diagnostic partnership unit economics runway margin"""
FIELD: Final = tuple(_FIELD.split())
ENGLISH: Final = tuple(_ENGLISH.split())
ENDINGS: Final = ("", "", "을", "의", "에서", "으로", "하는")
SHORT: Final = 4
NOWHERE: Final = ("쿨랑뷁", "zqxjkv", "뿔텍스트", "98.7654")


def words_of(chance: random.Random, coined: Sequence[str]) -> list[str]:
    """Return the words of one slide: half coined, a quarter of the field, the rest English and figures."""
    words = []
    for _ in range(chance.randint(60, 120)):
        match chance.choices(("coined", "field", "english", "figure"), (50, 25, 15, 10))[0]:
            case "coined":
                words.append(chance.choice(coined) + chance.choice(ENDINGS))
            case "field":
                words.append(chance.choice(FIELD))
            case "english":
                words.append(chance.choice(ENGLISH))
            case _:
                words.append(f"{chance.randint(1, 9999) / 10:,}{chance.choice(('억원', '%', '백만', '명', ''))}")
    return words


def decks(number: int) -> Iterator[list[list[str]]]:
    """Yield decks as pages of words; of twenty thousand coined words few are used often, as in any language."""
    chance = random.Random(17)
    lexicon = ["".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 2, 3, 3, 4)))) for _ in range(20_000)]
    for _ in range(number):
        own = [lexicon[int(len(lexicon) * chance.random() ** 3)] for _ in range(400)]
        yield [words_of(chance, own) for _ in range(PAGES)]


def queries(pages: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return what people look for, two hundred of each kind, drawn from the slides themselves."""
    chance = random.Random(18)
    hangul = [word for page in pages for word in page if len(word) >= SHORT and "가" <= word[0] <= "힣"]
    return {
        "two syllables": [chance.choice(hangul)[:2] for _ in range(200)],
        "part of a word": [chance.choice(hangul)[1:4] for _ in range(200)],
        "of the field": [chance.choice(FIELD) for _ in range(200)],
        "an English word": [chance.choice(ENGLISH).upper() for _ in range(200)],
        "three letters": [chance.choice([word for word in ENGLISH if len(word) > SHORT + 1])[1:4] for _ in range(200)],
        "a figure": [f"{chance.randint(1, 9999) / 10:,}" for _ in range(200)],
        "two words": [f"{chance.choice(FIELD)} {chance.choice(hangul)}" for _ in range(200)],
        "nowhere": [chance.choice(NOWHERE) for _ in range(200)],
    }


def timed(name: str, texts: Sequence[str], ask: Callable[[str], tuple[int, float]]) -> list[float]:
    """Print how long it takes to ask for each text, and return the times in milliseconds.

    ``ask`` returns how many it found, and the CPU seconds that another process, a database's server, spent on it.
    """
    times, hits = [], []
    for text in texts:
        began = time.process_time()
        count, elsewhere_s = ask(text)
        hits.append(count)
        times.append(1000 * (time.process_time() - began + elsewhere_s))
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(
        f"  {name:<16} median {statistics.median(times):7.1f} ms  p95 {p95:7.1f} ms  worst {ordered[-1]:7.1f} ms"
        f"  hits {statistics.median(hits):.0f}"
    )
    return times


def all_timed(asked: dict[str, list[str]], ask: Callable[[str], tuple[int, float]]) -> None:
    """Print the times of every kind of query, and of all of them."""
    times = [time_ms for name, texts in asked.items() for time_ms in timed(name, texts, ask)]
    print(
        f"  {'all':<16} median {statistics.median(times):7.1f} ms  p95 {sorted(times)[int(len(times) * 0.95)]:7.1f} ms"
    )


def laid_out(words: Sequence[str]) -> list[Word]:
    """Return words with boxes, in lines across a page."""
    return [
        Word(word, Box(40.0 + 60 * (n % 14), 40.0 + 20 * (n // 14), 95.0 + 60 * (n % 14), 55.0 + 20 * (n // 14)), 0.0)
        for n, word in enumerate(words)
    ]


def fill(ledger: Ledger, number: int) -> tuple[int, list[float]]:
    """Put the decks into a ledger, half of them another house's, and return their size and the seconds a deck took."""
    size, times = 0, []
    for n, pages in enumerate(decks(number)):
        deck_id, owner = f"deck-{n:05d}", "mine" if n % 2 else "theirs"
        received = DeckReceived(deck_id, f"{n:064x}", f"{n}.pdf", 1, owner, Audience.ORGANISATION)
        read = DeckRead(deck_id, "bench/1", "bench", ((960.0, 540.0),) * PAGES, (), ())
        size += sum(len(" ".join(page).encode()) for page in pages)
        with ledger.write() as session:
            journal.append(session, "main", received.stream, [received, read], after=0, by=By("p", START, "bench"))
            began = time.process_time()
            search_sources.put_slides(session, "main", deck_id, [laid_out(page) for page in pages])
            times.append(time.process_time() - began)
    return size, times


def ours(url: str, number: int, asked: dict[str, list[str]]) -> None:
    """Print what our own index does at a ledger's address."""
    with tempfile.TemporaryDirectory() as folder:
        migrate(url, Path(folder))
    with closing(Ledger(url, "main")) as ledger:
        size, times = fill(ledger, number)
        print(f"{url.split(':', 1)[0]}: {number} decks, {number * PAGES} pages, {size / 1e6:.1f} MB of text")
        print(
            f"  to put in the words of one deck: median {1000 * statistics.median(times):.0f} ms, worst "
            f"{1000 * max(times):.0f} ms"
        )
        print(f"  index {_index_bytes(ledger) / size:.2f} of the text")
        viewer = Viewer("p", "mine", Role.ANALYST)

        def ask(text: str) -> tuple[int, float]:
            with ledger.read() as session:
                server = _server_of(session)
                began = _spent_s(server)
                hits = search.find(session, "main", viewer, query_of(text), Kind.SLIDE, most=6)
                return len(hits), _spent_s(server) - began

        all_timed(asked, ask)


def _server_of(session: Session) -> Path | None:
    """Return where Linux tells the time of the server's process that serves a session, nothing on SQLite."""
    if session.connection().dialect.name != "postgresql":
        return None
    return Path("/proc", str(session.connection().exec_driver_sql("select pg_backend_pid()").scalar_one()), "schedstat")


def _spent_s(process: Path | None) -> float:
    """Return the CPU seconds of a process so far."""
    return 0.0 if process is None else int(process.read_text().split()[0]) / 1e9


def _index_bytes(ledger: Ledger) -> int:
    """Return how much the index takes, without the texts themselves."""
    with ledger.read() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            return int(connection.exec_driver_sql("select pg_total_relation_size('search_gram')").scalar_one())
        return _full_text_bytes(lambda query: int(connection.exec_driver_sql(query).scalar_one()), "search_gram")


def _full_text_bytes(ask: Callable[[str], tuple[int, float]], name: str) -> int:
    """Return what a full-text table of SQLite takes: its segments, and the pages that lead into them."""
    segments = select(func.sum(func.length(column("block")))).select_from(table(f"{name}_data"))
    leading = select(func.sum(func.length(column("term")) + 12)).select_from(table(f"{name}_idx"))
    return ask(str(segments.compile(compile_kwargs={"literal_binds": True}))) + ask(
        str(leading.compile(compile_kwargs={"literal_binds": True}))
    )


def trigrams(pages: Sequence[str], asked: dict[str, list[str]], folder: Path) -> None:
    """Print what SQLite's trigrams do; below three signs they cannot help, and the texts are looked through."""
    connection = SQLITE.connect(str(folder / "trigram.db"))
    connection.execute("create virtual table slide using fts5(body, tokenize='trigram', content='', detail=none)")
    connection.execute("create table page (id integer primary key, body text)")
    for number, page in enumerate(pages):
        connection.execute("insert into slide (rowid, body) values (?, ?)", (number, page))
        connection.execute("insert into page values (?, ?)", (number, page))
    connection.commit()
    size = _full_text_bytes(lambda query: int(connection.execute(query).fetchone()[0]), "slide")
    print(f"SQLite trigrams: index {size / sum(len(page.encode()) for page in pages):.2f} of the text")

    def ask(text: str) -> tuple[int, float]:
        words = [squeezed(word) for word in text.split()]
        grams = [word[at : at + 3] for word in words for at in range(len(word) - 2)]
        narrowed = "id in (select rowid from slide where slide match ?) and" if grams else ""
        narrows = [" AND ".join(f'"{gram}"' for gram in grams)] if grams else []
        found = " and ".join("instr(body, ?) > 0" for _ in words)
        query = f"select id from page where {narrowed} {found} order by id desc limit 6"  # noqa: S608  our own words
        return len(connection.execute(query, [*narrows, *words]).fetchall()), 0.0

    all_timed(asked, ask)
    connection.close()


def scanned(pages: Sequence[str], asked: dict[str, list[str]]) -> None:
    """Print what DuckDB does by looking through everything; its own index has to be downloaded and knows no Korean."""
    with closing(duckdb.connect()) as connection:
        connection.execute("create table page (id integer, body varchar)")
        connection.executemany("insert into page values (?, ?)", list(enumerate(pages)))
        print("DuckDB, looking through everything: no index")

        def ask(text: str) -> tuple[int, float]:
            words = [squeezed(word) for word in text.split()]
            found = " and ".join("contains(body, ?)" for _ in words)
            query = f"select id from page where {found} order by id desc limit 6"  # noqa: S608  our own words
            return len(connection.execute(query, words).fetchall()), 0.0

        all_timed(asked, ask)
        with suppress(duckdb.Error):
            connection.execute("load fts")
            print("  (its fts extension is installed here)")
            return
        print("  (its fts extension is not installed here)")


def tantivy(pages: Sequence[str], asked: dict[str, list[str]], folder: Path) -> None:
    """Print what tantivy does with pairs of signs, where it is installed."""
    try:
        engine: Any = importlib.import_module("tantivy")  # no types of its own
    except ImportError:
        print("tantivy: not installed here")
        return
    builder = engine.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    builder.add_text_field("body", stored=False, tokenizer_name="pairs", index_option="basic")
    index = engine.Index(builder.build(), path=str(folder))
    tokenizer = engine.TextAnalyzerBuilder(engine.Tokenizer.ngram(min_gram=2, max_gram=2, prefix_only=False)).build()
    index.register_tokenizer("pairs", tokenizer)
    writer = index.writer()
    for number, page in enumerate(pages):
        writer.add_document(engine.Document(id=number, body=page))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    print(f"tantivy, pairs of signs: index {size / sum(len(page.encode()) for page in pages):.2f} of the text")

    def ask(text: str) -> tuple[int, float]:
        words = [squeezed(word) for word in text.split()]
        pairs = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
        terms = [(engine.Occur.Must, engine.Query.term_query(index.schema, "body", pair)) for pair in pairs]
        hits = searcher.search(engine.Query.boolean_query(terms), 200).hits
        numbers = (searcher.doc(address)["id"][0] for _, address in hits)
        return sum(all(word in pages[number] for word in words) for number in numbers), 0.0

    all_timed(asked, ask)


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("decks", nargs="?", type=int, default=1000)
    parser.add_argument("--postgres", default="", help="an empty database's URL")
    parser.add_argument("--others", action="store_true", help="the other engines as well")
    arguments = parser.parse_args()
    pages = [page for deck in decks(arguments.decks) for page in deck]
    asked = queries(pages[-200:])
    print(f"SQLite {SQLITE.sqlite_version}, DuckDB {duckdb.__version__}")
    with tempfile.TemporaryDirectory() as name:
        ours(f"sqlite:///{name}/ledger.db", arguments.decks, asked)
        if arguments.postgres:
            ours(arguments.postgres, arguments.decks, asked)
        if arguments.others:
            squeezed_pages = [squeezed(" ".join(page)) for page in pages]
            trigrams(squeezed_pages, asked, Path(name))
            scanned(squeezed_pages, asked)
            (Path(name) / "tantivy").mkdir()
            tantivy(squeezed_pages, asked, Path(name) / "tantivy")


if __name__ == "__main__":
    main()
