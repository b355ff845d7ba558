"""How well are figures read? Scores the fictional decks against their golden claims, and other decks by a given scorer.

``python bench/extraction.py [--misses NAME...] [--pictures NAME...] [--write]`` prints tables in Markdown; ``--misses``
tells every fault on these decks, ``--pictures`` reads these decks a second time as mere pictures (OCR), ``all`` means
all. ``--write`` puts the counts into dealflow/catalogue/quality.json and the tables into docs/extraction.md.

``--decks FILES|FOLDER --truth DIR --scorer SCRIPT`` adds decks of one's own: SCRIPT is called with ``--truth DIR
--predictions DIR --json`` (one ``<deck>.jsonl`` a deck) and prints shares by deck, and their ``MEAN``; if it has
``matches`` and ``NAMES``, confidence is judged too. The tables do not name these decks. ``--strangers``: nobody looked
into them while building, so their mean alone is told, and it is what the app says of decks that it does not know.
"""

from __future__ import annotations

import argparse
import io
import json
import runpy
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "data" / "demo"), str(ROOT / "bench")]

from fiction import judged, truth
from fiction import told as words
from fiction.judged import Answers, Bin, Part, Verdict
from fiction.score import Outcome, leaks, outcomes
from PIL import Image
from reliability_plot import drawn

from dealflow.catalogue.metrics import load_metrics
from dealflow.decks.read import read_deck
from dealflow.decks.render import page_picture
from dealflow.domain.claims.claims import Claim
from dealflow.domain.claims.page import DeckText, Source
from dealflow.domain.values.quantity import Unit
from dealflow.errors import UnreadableDeckError
from dealflow.extract import EXTRACTOR
from dealflow.extract.record import rows

QUALITY = ROOT / "dealflow" / "catalogue" / "quality.json"
DOCUMENT = ROOT / "docs" / "extraction.md"
PLOT = ROOT / "docs" / "img" / "reliability.svg"
BEGIN, END = "<!-- make bench-extraction: begin -->", "<!-- make bench-extraction: end -->"
SCOPES = ("company", "market", "customer", "product", "competitor", "other", "unknown")
LANGUAGES = {"ko": "Korean", "en": "English", "mixed": "both mixed"}
SHIPPED = ("id", "printed", "found", "named", "scoped", "claims", "right")
DPI = 150
MOST_FAULTS = 16
METRICS = load_metrics()


@dataclass(frozen=True)
class Other:
    """One deck of one's own: what the scorer says, and what kind of deck it is."""

    shares: dict[str, Any]
    pages: int
    is_korean: bool
    is_picture: bool
    pairs: tuple[tuple[float, bool], ...]


def as_pictures(data: bytes) -> bytes:
    """Return a PDF whose pages are pictures of the given one's pages."""
    pages = [
        Image.open(io.BytesIO(page_picture(data, number + 1, DPI))) for number in range(len(read_deck(data).pages))
    ]
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    return file.getvalue()


def read(names: Sequence[str], change: Callable[[bytes], bytes] = bytes) -> tuple[Answers, int]:
    """Return what is said of each of the event's decks beside its golden claims, and the count of pages."""
    decks = {name: read_deck(change((truth.DECKS / f"{name}.pdf").read_bytes()), f"{name}.pdf") for name in names}
    answers = {name: (words.read(deck)[0], truth.read(name)) for name, deck in decks.items()}
    return answers, sum(len(deck.pages) for deck in decks.values())


def words_table() -> str:
    """Return how facts without a number are read on the event's decks, by metric."""
    heads = ("fact", "printed", "found", "said", "right")
    counts = words.counts(words.answers())
    lines = [
        (count.metric, count.printed, share(count.found, count.printed), count.claims, share(count.right, count.claims))
        for count in counts
    ]
    return table(heads, lines)


def table(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table, its first column to the left."""
    align = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in (heads, align, *lines))


def share(part: float, whole: float) -> str:
    """Return a share in per cent with one decimal, a dash of nothing."""
    return f"{100 * part / whole:.1f}" if whole else "–"


HEADS = (
    *("printed", "headline found", "found", "named", "scope", "wrong scope", "status said", "status", "period"),
    *("claims", "to be recorded", "wholly right", "leaks"),
)


def cells(part: Part) -> tuple[object, ...]:
    """Return one line of the main table."""
    return (
        part.printed,
        share(part.headline_found, part.headline),
        share(part.found, part.printed),
        share(part.named, part.printed),
        share(part.scoped, part.named),
        share(part.scope_wrong, part.named),
        share(part.status_judged, part.named),
        share(part.status_right, part.status_judged),
        share(part.period_right, part.period_judged),
        part.claims,
        share(part.due, part.claims),
        share(part.right, part.claims),
        f"{part.leaked} of {part.distractors}" if part.distractors else part.leaked,
    )


def parts_table(first: str, parts: Sequence[Part], *, total: bool = True) -> str:
    """Return the main table of some parts, with their sum."""
    lines = [(LANGUAGES.get(part.id, part.id), *cells(part)) for part in parts]
    lines += [("**all**", *cells(judged.together("all", parts)))] if total else []
    return table((first, *HEADS), lines)


def scopes_table(counts: Counter[tuple[str, str]]) -> str:
    """Return which scope was said (across) of figures of which scope (down)."""
    meant = [scope for scope in SCOPES if any(golden == scope for golden, _ in counts)]
    lines = [(f"**{golden}**", *(counts[golden, scope] or "·" for scope in SCOPES)) for golden in meant]
    return table(("printed as / said", *SCOPES), lines)


def reliability_table(bins: Sequence[Bin]) -> str:
    """Return what claims said of themselves, and how many held."""
    lines = [
        (f"{each.low:.2f} to {each.high:.2f}", each.claims, f"{each.said:.2f}", f"{each.right / each.claims:.2f}")
        for each in bins
    ]
    return table(("confidence", "claims", "said on average", "wholly right"), lines)


def faults(outcome: Outcome) -> list[str]:
    """Return what is wrong with the answer to one golden claim."""
    if outcome.claim is None:
        return ["missed"]
    if not outcome.is_named:
        return [f"named {outcome.claim.metric}"]
    claim = outcome.claim
    texts = [f"scope {claim.scope.value}"] if outcome.scope != "right" else []
    texts += [f"status {claim.status.value}"] if outcome.status == "wrong" else []
    return texts + ([f"period {claim.period.label if claim.period else '-'}"] if outcome.period == "wrong" else [])


def fault_lines(name: str, claims: Sequence[Claim], golden: Sequence[truth.Golden]) -> Iterator[tuple[str, str]]:
    """Yield every fault on one deck: its kind, and its words."""
    for outcome in outcomes(claims, golden):
        for fault in faults(outcome):
            words = f"p.{outcome.golden.page} {outcome.golden.printed!r} ({outcome.golden.quote}): {fault}"
            yield f"{fault.split()[0]} · {outcome.golden.metric}", f"{name} {outcome.golden.metric} {words}"
    for claim in claims:
        if judged.verdict_of(claim, golden) is Verdict.SURPLUS:
            piece = claim.evidence[0]
            words = f"p.{piece.page} {piece.quote!r} ({claim.label}) {claim.scope.value}"
            yield f"surplus · {claim.metric}", f"{name} surplus {claim.metric} {words}"
    for line, claim in leaks(claims, golden):
        yield f"leak · {line.why}", f"{name} LEAK {line.why} p.{line.page} {line.printed!r} as {claim.metric}"


def faults_table(answers: Answers) -> str:
    """Return the most frequent faults with the decks that have them."""
    many: Counter[str] = Counter()
    where: dict[str, set[str]] = {}
    for name, answer in answers.items():
        for kind, _ in fault_lines(name, *answer):
            many[kind] += 1
            where.setdefault(kind, set()).add(name)
    common = many.most_common(MOST_FAULTS)
    lines = [(kind, count, len(where[kind]), ", ".join(sorted(where[kind])[:6])) for kind, count in common]
    rest = (f"{len(many) - len(common)} other kinds", sum(many.values()) - sum(count for _, count in common), "", "")
    return table(("fault · metric", "times", "decks", "on"), [*lines, rest])


def deck_faults_table(answers: Answers) -> str:
    """Return what is still wrong on each deck, the most frequent first."""
    lines = []
    for name, answer in answers.items():
        many = Counter(kind for kind, _ in fault_lines(name, *answer))
        words = [kind if count == 1 else f"{kind} x {count}" for kind, count in many.most_common()]
        lines.append((name, sum(many.values()), "; ".join(words) or "nothing"))
    return table(("deck", "faults", "which"), lines)


def held(claim: Claim, figures: Sequence[dict[str, Any]], scorer: dict[str, Any]) -> bool:
    """Say whether a claim is right in amount, metric (where the scorer knows it) and scope by the scorer's truth."""
    said_rows = list(rows((claim,)))
    hits = [line for line in figures if any(scorer["matches"](line, row) for row in said_rows)]
    named = [line for line in hits if claim.metric in scorer["NAMES"].get(line["metric"], {claim.metric})]
    return any(line.get("scope") == claim.scope.value for line in named)


def other(path: Path, options: argparse.Namespace, scorer: dict[str, Any], folder: Path) -> Other:
    """Read one deck of one's own and leave its predictions in ``folder``; an unreadable one says so on stderr."""
    try:
        deck = read_deck(path.read_bytes(), path.name)
    except UnreadableDeckError as error:
        sys.stderr.write(f"{path.name}: {error}\n")
        deck = DeckText("", (), "")
    claims = tuple(claim for claim in words.read(deck)[0] if claim.quantity.unit is not Unit.TEXT)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(claims))
    (folder / f"{path.stem}.jsonl").write_text(lines, "utf-8")
    letters = "".join(word.text for page in deck.pages for word in page.words)
    known = json.loads((options.truth / f"{path.stem}.json").read_text("utf-8")) if "matches" in scorer else []
    return Other(
        shares={},
        pages=len(deck.pages),
        is_korean=sum("가" <= letter <= "힣" for letter in letters) > len(letters) / 8,
        is_picture=sum(page.source is Source.OCR for page in deck.pages) > len(deck.pages) / 2,
        pairs=tuple((claim.confidence, held(claim, known, scorer)) for claim in claims) if known else (),
    )


def others(options: argparse.Namespace) -> list[Other]:
    """Return one's own decks as the scorer judges them, the mean over them last."""
    files = [found for deck in options.decks for found in (sorted(deck.iterdir()) if deck.is_dir() else [deck])]
    scorer = runpy.run_path(str(options.scorer))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        decks = {path.stem: other(path, options, scorer, folder) for path in files}
        command = [sys.executable, str(options.scorer), "--truth", str(options.truth), "--predictions", name, "--json"]
        scored = subprocess.run(command, check=True, capture_output=True, text=True)
    shares = json.loads(scored.stdout)
    pairs = tuple(pair for deck in decks.values() for pair in deck.pairs)
    pages = sum(deck.pages for deck in decks.values())
    every = Other(shares["MEAN"], pages, is_korean=False, is_picture=False, pairs=pairs)
    return [*(Other(**vars(deck) | {"shares": shares[name]}) for name, deck in decks.items()), every]


def percent(given: float | None) -> str:
    """Return a share that somebody else worked out, a dash where there was nothing to share."""
    return "–" if given is None else share(given, 1)


def others_table(decks: Sequence[Other]) -> str:
    """Return the scorer's shares, decks by their kind instead of their name."""
    names = ("headline_text_recall", "headline_picture_recall", "secondary_recall")
    names += ("core_named", "scope_right", "precision")
    heads = ("deck", "figures", *(name.replace("_", " ") for name in names))
    lines = []
    for deck in decks:
        what = (
            f"{'Korean' if deck.is_korean else 'English'}, {'pictures' if deck.is_picture else 'text'}, {deck.pages} p."
        )
        first = what if deck is not decks[-1] else f"**mean, {deck.pages} pages**"
        lines.append((first, deck.shares["figures"], *(percent(deck.shares[name]) for name in names)))
    return table(heads, lines)


def shipped(answers: Answers, pages: int, strangers: Sequence[Other]) -> dict[str, Any]:
    """Return what the app's page shows; without decks that nobody looked into, the last shares on such are kept."""

    def counts(part: Part) -> dict[str, Any]:
        return {name: getattr(part, name) for name in SHIPPED}

    before = json.loads(QUALITY.read_text("utf-8")).get("others") if QUALITY.exists() else None
    names = {
        "headline": "headline_recall",
        "named": "core_named",
        "scope": "scope_right",
        "precision": "precision",
    }
    measured = {short: strangers[-1].shares[name] for short, name in names.items()} if strangers else {}
    return {
        "extractor": EXTRACTOR,
        "decks": len(answers),
        "pages": pages,
        "total": counts(judged.together("all", judged.by_deck(answers))),
        "languages": [counts(part) for part in judged.by_language(answers)],
        "families": [counts(part) for part in judged.by_family(answers, METRICS)],
        "reliability": [asdict(each) for each in judged.reliability(judged.judged(answers))],
        "others": {"decks": len(strangers) - 1, **measured} if strangers else before,
    }


def sections(
    answers: Answers, pictures: Answers, own: Sequence[Other], *, strangers: bool
) -> Iterator[tuple[str, str]]:
    """Yield the title and the table of everything measured."""
    yield "By language", parts_table("language", judged.by_language(answers))
    if pictures:
        text = judged.together("text layer", (judged.part(name, *answers[name]) for name in pictures))
        seen = judged.together("pictures", judged.by_deck(pictures))
        yield (
            f"By text and picture: the same {len(pictures)} decks, read by OCR",
            parts_table("read from", [text, seen], total=False),
        )
    yield "By metric family", parts_table("family", judged.by_family(answers, METRICS))
    yield "Facts told in words", words_table()
    yield "Which scope was said of which", scopes_table(judged.scopes(answers))
    yield "What confidence means", reliability_table(judged.reliability(judged.judged(answers)))
    yield "By deck", parts_table("deck", judged.by_deck(answers))
    yield "Faults", faults_table(answers)
    yield "Still wrong, deck by deck", deck_faults_table(answers)
    if own:
        yield f"{len(own) - 1} real decks, not distributed", others_table(own[-1:] if strangers else own)
        if own[-1].pairs:
            yield "Confidence on these", reliability_table(judged.reliability(own[-1].pairs))


def written(answers: Answers, pages: int, own: Sequence[Other], tables: str, *, strangers: bool) -> None:
    """Put the counts, the plot and the tables where they are shown; of strangers, only what the app says of them."""
    QUALITY.write_text(json.dumps(shipped(answers, pages, own if strangers else ()), indent=1) + "\n", "utf-8")
    if strangers:
        return
    curves = {"fictional decks": judged.reliability(judged.judged(answers))}
    curves |= {"real decks": judged.reliability(own[-1].pairs)} if own and own[-1].pairs else {}
    PLOT.write_text(drawn(curves), "utf-8")
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{rest.partition(END)[2]}", "utf-8")


def main() -> int:
    """Print the tables; tell faults and write files where asked."""
    argument_parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    argument_parser.add_argument("--misses", nargs="*", default=[])
    argument_parser.add_argument("--pictures", nargs="*", default=[])
    argument_parser.add_argument("--decks", nargs="+", type=Path, default=[])
    argument_parser.add_argument("--truth", type=Path)
    argument_parser.add_argument("--scorer", type=Path)
    argument_parser.add_argument("--strangers", action="store_true")
    argument_parser.add_argument("--write", action="store_true")
    options = argument_parser.parse_args()
    if options.decks and not (options.truth and options.scorer):
        argument_parser.error("--decks needs --truth and --scorer")
    answers, pages = read(truth.names())
    painted = [name for name in truth.names() if name in options.pictures or "all" in options.pictures]
    pictures = read(painted, as_pictures)[0] if painted else {}
    own = others(options) if options.decks else []
    tables = "\n\n".join(
        f"### {title}\n\n{body}" for title, body in sections(answers, pictures, own, strangers=options.strangers)
    )
    print(tables)
    for name, answer in answers.items():
        if name in options.misses or "all" in options.misses:
            print("\n".join(words for _, words in fault_lines(name, *answer)))
    if options.write:
        written(answers, pages, own, tables, strangers=options.strangers)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
