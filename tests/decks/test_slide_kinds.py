"""Slides and files that PowerPoint shows in its own way: each kind is read as it is shown, or named as unread."""

from __future__ import annotations

import io
import random

import pytest
import xlsxwriter
from pptx.util import Pt

from dealflow.decks.pptx import read_pptx
from dealflow.decks.read import read_deck
from dealflow.domain.claims.page import Gap
from dealflow.errors import UnreadableDeckError
from tests.decks.office_files import (
    RELATION,
    A,
    R,
    blank,
    box,
    changed,
    deck,
    frame,
    lines_of,
    saved,
    slides_of,
    strict,
    texts,
    with_shapes,
)

PML = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.mark.parametrize(
    "kind",
    [
        b"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
        b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
        b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
        b"application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
        b"application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    ],
)
def test_shows_templates_and_files_with_macros_are_read_like_any(kind: bytes) -> None:
    plain = slides_of("2025년 매출 120억원", "둘째")
    other = changed(
        plain, lambda _, content: content.replace(PML, kind), {"ppt/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro"}
    )
    assert [page.words for page in read_deck(other).pages] == [page.words for page in read_deck(plain).pages]


def test_strict_open_xml_is_read_like_any() -> None:
    plain = slides_of("2025년 매출 120억원")
    assert [page.words for page in read_deck(strict(plain)).pages] == [page.words for page in read_deck(plain).pages]


@pytest.mark.parametrize(
    ("choice", "fallback", "shown"),
    [
        ("매출 120억", "매출 120억", ["매출", "120억"]),
        ("매출 120억", "", ["매출", "120억"]),
        ("", "매출 95억", ["매출", "95억"]),
    ],
)
def test_of_alternatives_one_branch_is_read_once(choice: str, fallback: str, shown: list[str]) -> None:
    branches = [f"<mc:Choice Requires='a14'>{box(choice) if choice else ''}</mc:Choice>"]
    branches.append(f"<mc:Fallback>{box(fallback) if fallback else ''}</mc:Fallback>")
    data = with_shapes(slides_of(""), f"<mc:AlternateContent {MC}>{''.join(branches)}</mc:AlternateContent>")
    assert texts(read_pptx(data).pages[0]) == shown


def test_alternatives_inside_alternatives_and_groups_are_settled() -> None:
    inner = f"<mc:AlternateContent {MC}><mc:Choice Requires='x'>{box('안쪽')}</mc:Choice></mc:AlternateContent>"
    group = (
        f'<p:grpSp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {A}><p:nvGrpSpPr>'
        '<p:cNvPr id="7" name="g"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="9144000" cy="5143500"/><a:chOff x="0" y="0"/>'
        '<a:chExt cx="9144000" cy="5143500"/></a:xfrm></p:grpSpPr>'
        f"{inner}</p:grpSp>"
    )
    outer = f"<mc:AlternateContent {MC}><mc:Choice Requires='y'>{group}</mc:Choice></mc:AlternateContent>"
    assert texts(read_pptx(with_shapes(slides_of(""), outer)).pages[0]) == ["안쪽"]


def test_words_of_a_hidden_slide_are_marked_and_the_others_are_not() -> None:
    hidden = changed(
        slides_of("구버전 매출 95억", "매출 120억"),
        lambda part, content: (
            content.replace(b"<p:sld ", b'<p:sld show="0" ') if part.endswith("slide1.xml") else content
        ),
    )
    pages = read_pptx(hidden).pages
    assert [{word.hidden for word in page.words} for page in pages] == [{True}, {False}]


@pytest.mark.parametrize("strike", ["sngStrike", "dblStrike"])
def test_struck_words_are_left_out(strike: str) -> None:
    data = with_shapes(
        slides_of(""), box("300억원", 200, f'strike="{strike}"') + box("250억원", 300, 'strike="noStrike"')
    )
    assert texts(read_pptx(data).pages[0]) == ["250억원"]


def test_a_raised_mark_becomes_no_digit_of_its_number_and_a_power_stays() -> None:
    def run(text: str, raised: bool) -> str:
        mark = 'baseline="30000"' if raised else ""
        return f"<a:r><a:rPr {mark}/><a:t>{text}</a:t></a:r>"

    whole = box("X")
    old = whole[whole.index("<a:r>") : whole.index("</a:r>") + len("</a:r>")]
    for runs, shown in (
        ((("120억", False), ("1", True)), ["120억"]),
        ((("매출", False), ("1)", True), (" 120", False)), ["매출", "120"]),
        ((("300 m", False), ("2", True)), ["300", "m2"]),
    ):
        data = with_shapes(slides_of(""), whole.replace(old, "".join(run(*each) for each in runs)))
        assert texts(read_pptx(data).pages[0]) == shown


def test_shapes_switched_off_or_beside_the_slide_are_left_out() -> None:
    aside = box("옛 매출 95억", 400).replace('x="1270000"', 'x="-9270000"')
    data = with_shapes(slides_of(""), box("초안 80억", 200, own='hidden="1"') + aside + box("매출 120억", 300))
    assert texts(read_pptx(data).pages[0]) == ["매출", "120억"]


def test_notes_are_marked_as_unseen_and_page_numbers_are_left_out() -> None:
    presentation = deck()
    slide = blank(presentation)
    slide.notes_slide.notes_text_frame.text = "매출 95억"
    number = box("X").replace("<a:r>", '<a:fld id="{0}" type="slidenum">').replace("</a:r>", "</a:fld>")
    page = read_pptx(with_shapes(saved(presentation), number + box("매출 120억"))).pages[0]
    assert [(word.text, word.hidden) for word in page.words] == [
        ("매출", False),
        ("120억", False),
        ("매출", True),
        ("95억", True),
    ]


def test_words_of_masters_and_layouts_are_furniture() -> None:
    presentation = deck()
    presentation.slide_layouts[6].shapes._spTree.append(
        __import__("pptx.oxml", fromlist=["parse_xml"]).parse_xml(box("Confidential 2024"))
    )
    blank(presentation).shapes.add_textbox(Pt(10), Pt(10), Pt(300), Pt(50)).text_frame.text = "매출"
    assert texts(read_pptx(saved(presentation)).pages[0]) == ["매출"]


def test_merged_cells_stand_over_all_that_they_head() -> None:
    presentation = deck()
    table = blank(presentation).shapes.add_table(2, 3, Pt(0), Pt(0), Pt(600), Pt(80)).table
    table.cell(0, 1).merge(table.cell(0, 2))
    for (down, across), text in {(0, 1): "2025", (1, 0): "매출", (1, 1): "상반기 50", (1, 2): "하반기 70"}.items():
        table.cell(down, across).text = text
    table.cell(0, 1).text_frame.paragraphs[0].alignment = 2
    head = next(word for word in read_pptx(saved(presentation)).pages[0].words if word.text == "2025")
    assert (head.box.x0_pt + head.box.x1_pt) / 2 == pytest.approx(400)


def smartart(words: list[str], *, drawn: bool) -> bytes:
    points = "".join(
        f'<dgm:pt modelId="{at}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for at, text in enumerate(words)
    )
    links = "".join(
        f'<dgm:cxn modelId="c{at}" srcId="d" destId="{at}" srcOrd="{at}" destOrd="0"/>' for at in range(len(words))
    )
    model = (
        f'<dgm:dataModel xmlns:dgm="{DIAGRAM}" {A}><dgm:ptLst>{points}<dgm:pt modelId="d" type="doc"/></dgm:ptLst>'
        f"<dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>"
    )
    parts = {"ppt/diagrams/data1.xml": model.encode()}
    relations = f'<Relationship Id="rId21" Type="{RELATION}diagramData" Target="../diagrams/data1.xml"/>'
    if drawn:
        shapes = "".join(
            box(text, at * 60).replace("<p:", "<dsp:").replace("</p:", "</dsp:") for at, text in enumerate(words)
        )
        ours = 'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"'
        parts["ppt/diagrams/drawing1.xml"] = (
            f"<dsp:drawing {ours} {A}><dsp:spTree>{shapes}</dsp:spTree></dsp:drawing>".encode()
        )
        kind = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
        relations += f'<Relationship Id="rId25" Type="{kind}" Target="../diagrams/drawing1.xml"/>'
    told = f'<dgm:relIds xmlns:dgm="{DIAGRAM}" r:dm="rId21" r:lo="rId22" r:qs="rId23" r:cs="rId24"/>'
    return with_shapes(slides_of(""), frame(told, DIAGRAM), relations, parts)


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_smartart_gives_its_texts_once_in_their_order(seed: int, drawn: bool) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    words = [
        f"{chance.choice(('매출', '고객사', 'ARR'))} {chance.randrange(1, 999)}" for _ in range(chance.randint(1, 6))
    ]
    page = read_pptx(smartart(words, drawn=drawn)).pages[0]
    assert lines_of(page) == words
    assert page.gaps == ()
    assert all(word.box.x0_pt >= 100 and word.box.y0_pt >= 200 for word in page.words)


def test_a_diagram_whose_parts_are_lost_is_named() -> None:
    told = f'<dgm:relIds xmlns:dgm="{DIAGRAM}" r:dm="rId21"/>'
    page = read_pptx(with_shapes(slides_of("제목"), frame(told, DIAGRAM))).pages[0]
    assert (texts(page), page.gaps) == (["제목"], (Gap.DIAGRAM,))


def embedded(data: bytes, icon: str = "") -> bytes:
    told = f'<p:oleObj {R} r:id="rId31" progId="Excel.Sheet.12" {icon}><p:embed/></p:oleObj>'
    relation = f'<Relationship Id="rId31" Type="{RELATION}package" Target="../embeddings/sheet.xlsx"/>'
    shape = frame(told, "http://schemas.openxmlformats.org/presentationml/2006/ole")
    deck_with = with_shapes(slides_of("손익"), shape, relation, {"ppt/embeddings/sheet.xlsx": data})
    sheet = (
        b'<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
    )
    return changed(
        deck_with,
        lambda part, content: (
            content.replace(b"<Override", sheet + b"<Override", 1) if part.startswith("[") else content
        ),
    )


def workbook() -> bytes:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["(백만원)", 2024, 2025])
    sheet.write_row(1, 0, ["매출액", 5800, 12000])
    made.close()
    return file.getvalue()


@pytest.mark.parametrize(("icon", "hidden"), [("", False), ('showAsIcon="1"', True)])
def test_an_embedded_workbook_is_read_where_it_stands(icon: str, hidden: bool) -> None:
    page = read_pptx(embedded(workbook(), icon)).pages[0]
    assert lines_of(page) == ["손익", "(백만원) 2024 2025", "매출액 5800 12,000"]
    assert {word.hidden for word in page.words if word.text != "손익"} == {hidden}
    assert page.gaps == ()


def test_a_workbook_that_cannot_be_read_is_named_and_the_slide_goes_on() -> None:
    page = read_pptx(embedded(b"PK\x03\x04 no workbook")).pages[0]
    assert (texts(page), page.gaps) == (["손익"], (Gap.SHEET,))


def test_entities_are_not_expanded_and_no_link_is_followed() -> None:
    def change(part: str, content: bytes) -> bytes:
        if part != "ppt/slides/slide1.xml":
            return content
        start = content.index(b"<p:sld")
        laughs = b'<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        return content[:start] + laughs + content[start:].replace(b"<a:t>x", b"<a:t>120 &b; &f;")

    assert texts(read_pptx(changed(slides_of("x"), change)).pages[0]) == ["120"]


def test_a_part_packed_like_a_bomb_is_refused() -> None:
    data = changed(slides_of("x"), lambda _, content: content, {"ppt/media/image9.png": bytes(50_000_000)})
    with pytest.raises(UnreadableDeckError) as refused:
        read_deck(data)
    assert refused.value.reason == "decompression_bomb"
