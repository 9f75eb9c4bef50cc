"""Every format as Word, converted by LibreOffice: no heading, list, table or picture lost."""

import shutil
import subprocess
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from defusedxml import ElementTree
from docx import Document

from portal.reports import word
from tests.portal.test_papers_printed import TYPED, content

ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, SVG = (f"{ODF}{each}:1.0}}" for each in ("text", "table", "svg-compatible"))
LONGEST = 240  # seconds for the office to start and convert


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Return one content in each format, as Word."""
    return {code: word.render(content(code)) for code in TYPED}


@pytest.fixture(scope="module")
def converted(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the same as LibreOffice understood them, all in one call."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("No LibreOffice is found: Word papers are not converted.")
    folder = tmp_path_factory.mktemp("word")
    for code, body in made.items():
        (folder / f"{code}.docx").write_bytes(body)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{code}.docx") for code in made]
    command = [office, profile, "--headless", "--convert-to", "odt", "--outdir", str(folder)]
    command = [*command, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)  # noqa: S603
    return folder


@pytest.mark.parametrize("code", TYPED)
def test_nothing_of_a_word_paper_is_lost_in_conversion(code, made, converted) -> None:
    before = Document(BytesIO(made[code]))
    with zipfile.ZipFile(converted / f"{code}.odt") as parts:
        after = ElementTree.fromstring(parts.read("content.xml"))
    heads = [each for each in before.paragraphs if each.style.name.startswith("Heading")]
    assert [said(each) for each in after.iter(f"{TEXT}h")] == [each.text for each in heads]
    lists = Counter(each.text for each in before.paragraphs if each.style.name.startswith("List "))
    items = Counter(
        said(each) for item in after.iter(f"{TEXT}list-item") for each in item.iter(f"{TEXT}p")
    )
    assert lists - items == Counter()
    assert rows_of(after) == [len(each.rows) for each in before.tables]
    pictures = [each._inline.docPr.get("descr") for each in before.inline_shapes]  # noqa: SLF001
    described = [said(each) for each in after.iter(f"{SVG}desc")]
    assert described == pictures
    assert all(described)


def rows_of(after: ElementTree) -> list[int]:
    """Return how many rows each table has."""
    return [len([*each.iter(f"{TABLE}table-row")]) for each in after.iter(f"{TABLE}table")]


def said(element: ElementTree) -> str:
    """Return the words of a paragraph: its spaces are elements of their own."""
    words = element.text or ""
    for each in element:
        words += " " * int(each.get(f"{TEXT}c", "1")) if each.tag == f"{TEXT}s" else said(each)
        words += each.tail or ""
    return words
