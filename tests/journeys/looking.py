"""What a browser finds wrong with a page: by axe, in its console, by its width."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # what passes need not be told element by element
}
Rooms = tuple[tuple[int, Any], ...]
ROOMS: Rooms = ((1440, "light"), (320, "dark"))
MORE_ROOMS: Rooms = ((1440, "dark"), (320, "light"), (768, "light"), (390, "dark"))


def seen(page: Page, where: str) -> list[str]:
    """Return what axe, itself a script, finds on the open page; whether it scrolls sideways."""
    page.wait_for_load_state()  # a click returns when the next page begins
    found = []
    scripted = page.scripted  # type: ignore[attr-defined]
    for fault in Axe().run(page, options=RULES).response["violations"] if scripted else []:
        targets = [node["target"][0] for node in fault["nodes"][:3]]
        found.append(f"{where}: {fault['id']} {targets}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{where}: scrolls sideways")
    return found


def seen_in(page: Page, where: str, rooms: Rooms) -> list[str]:
    """Return what is wrong with the open page in rooms of a width and a colour scheme."""
    found = []
    for width, scheme in rooms:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += seen(page, f"{where} at {width} {scheme}")
    return found


def look(page: Page) -> None:
    """Find nothing wrong with the page that is open, nor in the console so far."""
    complaints = page.complaints  # type: ignore[attr-defined]
    said = [text for text in complaints if "422" not in text]
    assert seen(page, page.url) + said == []


def faults(page: Page, address: str, rooms: Rooms) -> list[str]:
    """Return what is wrong with a page in some rooms, each with where it was seen."""
    answer = page.goto(address)
    assert answer is not None
    told = "" if answer.ok else f"the server responded with a status of {answer.status}"
    found = seen_in(page, address, rooms)
    complaints = page.complaints  # type: ignore[attr-defined]
    found += [f"{address}: {text}" for text in complaints if not told or told not in text]
    page.complaints.clear()  # type: ignore[attr-defined]
    return found
