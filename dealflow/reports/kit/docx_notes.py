"""Footnotes of Word, which the library that writes our documents does not know: a part of their own, and its marks."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_REFERENCE: Final = "Footnote Reference"
_TEXT: Final = "Footnote Text"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RULES: Final = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_NOTE: Final = (
    '<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="{reference}"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
)
_NOTE_SIZE: Final = Pt(8)


class Footnotes:
    """The footnotes of one document: give each number its words, set marks in the text, and add them at the end."""

    def __init__(self, document: Doc) -> None:
        self._document = document
        self._words: dict[int, str] = {}
        self._reference = document.styles.add_style(_REFERENCE, WD_STYLE_TYPE.CHARACTER)
        self._reference.font.superscript = True
        self._text = document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        self._text.base_style = document.styles["Normal"]
        self._text.font.size = _NOTE_SIZE
        self._text.paragraph_format.space_after = Pt(1)
        self._text.paragraph_format.line_spacing = 1.0

    def set_mark(self, paragraph: Paragraph, number: int, words: str | None) -> None:
        """Add the mark of a note: the note where it is the first, else its number; no words: its number."""
        run = paragraph.add_run()
        run.style = self._reference
        if words is None or number in self._words:
            run.text = str(number)
            return
        self._words[number] = words
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._words)))
        run._r.append(reference)

    def add_to_document(self) -> None:
        """Add the notes to the document, in the order of their marks."""
        if not self._words:
            return
        notes = "".join(
            _NOTE.format(
                number=place,
                style=self._text.style_id,
                reference=self._reference.style_id,
                words=escape(words),
            )
            for place, words in enumerate(self._words.values(), start=1)
        )
        head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
        xml = f"{head}<w:footnotes {nsdecls('w')}>{_RULES}{notes}</w:footnotes>"
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _KIND, xml.encode(), package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        properties = OxmlElement("w:footnotePr")
        for number in ("-1", "0"):
            rule = OxmlElement("w:footnote")
            rule.set(qn("w:id"), number)
            properties.append(rule)
        settings = self._document.settings.element
        compat = settings.find(qn("w:compat"))
        if compat is None:
            settings.append(properties)
        else:
            compat.addprevious(properties)
