from __future__ import annotations

import io
import random
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from PIL import Image

from dealflow.actions.claims.page_image_worker import picture
from dealflow.catalogue.metrics import load_metrics
from dealflow.decks.docx import laid_out, read_docx
from dealflow.decks.read import read_deck
from dealflow.domain.claims.page import Gap
from dealflow.errors import InvalidInputError, UnreadableDeckError
from dealflow.extract import read_claims
from tests.decks.office_files import changed, lines_of, saved, strict, texts

W = nsdecls("w")
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def answers(*pairs: tuple[str, str]) -> bytes:
    document = Document()
    for question, answer in pairs:
        document.add_heading(question, 2)
        document.add_paragraph(answer)
    return saved(document)


def with_runs(*runs: str) -> bytes:
    """Return a document of one paragraph whose runs are given as XML."""
    document = Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph._p.append(parse_xml(run.replace(">", f" {W}>", 1)))
    return saved(document)


def test_questions_and_answers_are_read_with_their_figures() -> None:
    data = answers(
        ("2025년 매출은 얼마입니까?", "2025년 매출 120억원"), ("고객사는 몇 곳입니까?", "누적 고객사 48개사")
    )
    deck = read_deck(data, "answers.docx")
    assert lines_of(deck.pages[0]) == [
        "2025년 매출은 얼마입니까?",
        "2025년 매출 120억원",
        "고객사는 몇 곳입니까?",
        "누적 고객사 48개사",
    ]
    claims = {(claim.metric, int(claim.quantity.value or 0)) for claim in read_claims(deck, load_metrics())}
    assert claims == {("revenue", 12_000_000_000), ("customers_count", 48)}


@pytest.mark.parametrize("seed", range(6))
def test_drawn_tables_keep_every_cell_in_its_row_and_column(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    down, across = chance.randint(1, 8), chance.randint(1, 5)
    cells = [[f"{chance.randrange(10**6):,}" for _ in range(across)] for _ in range(down)]
    document = Document()
    table = document.add_table(down, across)
    for row, texts_of_row in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts_of_row, strict=True):
            cell.text = text
    page = read_docx(saved(document)).pages[0]
    assert lines_of(page) == [" ".join(row) for row in cells]
    columns = [{round(word.box.x0_pt) for word in page.words if word.text == row[-1]} for row in cells]
    assert len(set.union(*columns)) == 1
    assert len(page.rules) == 4 * down * across


def test_merged_cells_and_tables_in_cells_are_read_once() -> None:
    document = Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "2025년"
    for across, text in enumerate(("매출", "120", "억원")):
        table.cell(1, across).text = text
    inner = table.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "속", "표"
    assert sorted(texts(read_docx(saved(document)).pages[0])) == sorted(["2025년", "매출", "120", "억원", "속", "표"])


def test_only_what_is_shown_is_read() -> None:
    data = with_runs(
        "<w:r><w:t>보임</w:t></w:r>",
        "<w:del><w:r><w:delText>지움</w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t xml:space='preserve'> 넣음</w:t></w:r></w:ins>",
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>그음</w:t></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>숨김</w:t></w:r>",
        "<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t xml:space='preserve'> 그대로</w:t></w:r>",
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1)</w:t></w:r>",
        "<w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'> 서식</w:t></w:r></w:sdtContent></w:sdt>",
    )
    assert texts(read_docx(data).pages[0]) == ["보임", "넣음", "그대로", "서식"]


def test_forms_in_content_controls_are_read() -> None:
    document = Document()
    control = parse_xml(f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>ARR 12억원</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    document.element.body.insert(0, control)
    assert texts(read_docx(saved(document)).pages[0]) == ["ARR", "12억원"]


def test_a_text_box_in_alternatives_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>상자</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    run = (
        f"<w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read_docx(with_runs("<w:r><w:t>글</w:t></w:r>", run)).pages[0]) == ["글", "상자"]


def test_pages_are_words_own_where_it_left_its_marks() -> None:
    document = Document()
    document.add_paragraph("하나")
    document.add_page_break()
    following = document.add_paragraph()
    following._p.append(parse_xml(f"<w:r {W}><w:lastRenderedPageBreak/><w:t>둘</w:t></w:r>"))
    for number in range(90):
        document.add_paragraph(f"줄{number}")
    last = document.add_paragraph()
    last._p.append(parse_xml(f"<w:r {W}><w:t>끝</w:t><w:lastRenderedPageBreak/><w:t>셋</w:t></w:r>"))
    pages = read_docx(saved(document)).pages
    assert [texts(page)[0] for page in pages] == ["하나", "둘", "셋"]
    assert pages[1].height_pt > pages[0].height_pt


def test_without_marks_a_full_sheet_is_followed_by_another_and_nothing_is_lost() -> None:
    document = Document()
    for number in range(200):
        document.add_paragraph(f"줄{number}")
    pages = read_docx(saved(document)).pages
    assert len(pages) > 3
    assert [word for page in pages for word in texts(page)] == [f"줄{number}" for number in range(200)]
    assert all(word.box.y1_pt <= page.height_pt for page in pages for word in page.words)


def test_headers_and_footnotes_are_read_once() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "한빛정공(가상)"
    document.sections[0].footer.paragraphs[0].text = "대외비"
    document.add_paragraph("본문")
    assert texts(read_docx(saved(document)).pages[0]) == ["한빛정공(가상)", "본문", "대외비"]


def test_a_picture_stands_in_the_flow_and_its_page_is_drawn() -> None:
    photo = io.BytesIO()
    Image.new("RGB", (200, 100), "red").save(photo, "PNG")
    document = Document()
    document.add_paragraph("앞")
    document.add_picture(io.BytesIO(photo.getvalue()), Pt(200))
    document.add_paragraph("ARR 12")
    data = saved(document)
    page = read_docx(data).pages[0]
    ((box, _),) = page.pictures
    assert (box.width_pt, box.height_pt) == pytest.approx((200, 100))
    shown = Image.open(io.BytesIO(picture(data, 1, 72)))
    assert shown.size == (round(page.width_pt), round(page.height_pt))
    middle = round((box.x0_pt + box.x1_pt) / 2), round((box.y0_pt + box.y1_pt) / 2)
    assert shown.getpixel(middle) == pytest.approx((254, 0, 0), abs=6)
    word = next(word for word in page.words if word.text == "ARR")
    darkest, lightest = shown.convert("L").crop(tuple(map(round, word.box))).getextrema()
    assert lightest - darkest > 60
    with pytest.raises(InvalidInputError):
        picture(data, 2, 72)


def test_an_object_that_cannot_be_read_is_named() -> None:
    office = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    run = f'<w:r><w:object><o:OLEObject {office} ProgID="Excel.Sheet.12"/></w:object></w:r>'
    page = read_docx(with_runs("<w:r><w:t>손익</w:t></w:r>", run)).pages[0]
    assert page.gaps
    assert set(page.gaps) <= {Gap.SHEET, Gap.OBJECT}


def test_templates_macros_and_strict_files_are_read_like_any() -> None:
    plain = answers(("질문", "매출 120억원"))
    template = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    others = [changed(plain, lambda _, part, kind=kind: part.replace(MAIN, kind)) for kind in (template, macros)]
    for other in (*others, strict(plain)):
        assert [page.words for page in read_deck(other).pages] == [page.words for page in read_deck(plain).pages]


def test_the_same_bytes_are_laid_out_alike() -> None:
    data = answers(("질문", "답 " * 300))
    assert laid_out(data) == laid_out(data)


def test_an_empty_document_is_said_to_be_empty() -> None:
    with pytest.raises(UnreadableDeckError) as refused:
        read_deck(saved(Document()))
    assert refused.value.reason == "empty"


@pytest.mark.parametrize("end", [400, 3000, -60])
def test_half_a_document_is_damaged_and_entities_stay_folded(end: int) -> None:
    data: Any = answers(("질문", "답"))
    with pytest.raises(UnreadableDeckError) as refused:
        read_deck(data[:end], "a.docx")
    assert refused.value.reason in {"damaged", "unsupported"}
    laughs = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document'
    folded = changed(data, lambda _, part: part.replace(b"<w:document", laughs, 1).replace("답".encode(), b"&b;12"))
    assert "haha" not in " ".join(texts(read_docx(folded).pages[0]))


def test_a_paragraph_of_nothing_but_marks_is_no_error() -> None:
    document = Document()
    document.add_paragraph()._p.append(OxmlElement("w:r"))
    assert read_docx(saved(document)).pages[0].words == ()
