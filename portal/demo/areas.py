"""Areas: the borough and its parts, its region, its statistical neighbours, England."""

from datetime import date

from governance.models import Source
from impact.models import Area, Neighbour, NeighbourSet
from portal.demo.shelf import Shelf

KINDS = {
    "region": Area.Kind.REGION,
    "country": Area.Kind.ENGLAND,
    "metropolitan district": Area.Kind.AUTHORITY,
    "statistical neighbour": Area.Kind.AUTHORITY,
}
HOME = "walsall"
LISTED_IN = date(2025, 5, 1)
LICENCE = "OGL v3 (data), MIT (repository)"


def load_areas(shelf: Shelf) -> None:
    """Add the areas and the list of neighbours; each is found again by its name."""
    source = listed(shelf)
    for entry in shelf.library.of("geography"):
        area = Area(
            slug=entry["id"],
            code=entry["gss_code"],
            dfe_code=entry.text("dfe_la_code"),
            name=entry["name"],
            kind=KINDS[entry["kind"]],
            is_home=entry["id"] == HOME,
        )
        shelf.add(area, source=source, name=entry["name"])
        shelf.place(entry)
    home = shelf.one(Area, "Walsall")
    home.parent = shelf.one(Area, "West Midlands")
    home.parent.parent = shelf.one(Area, "England")
    neighbours = NeighbourSet(
        area=home, as_of=LISTED_IN, title="Statistical neighbours of Walsall, May 2025"
    )
    shelf.add(neighbours, source=source)
    for entry in shelf.library.of("geography"):
        if entry.get("rank"):
            member = Neighbour(
                neighbour_set=neighbours,
                area=shelf.one(Area, entry["name"]),
                rank=entry["rank"],
                closeness=entry["closeness"],
            )
            shelf.add(member)


def listed(shelf: Shelf) -> Source:
    """Return the department's list of neighbours as a source."""
    name = shelf.library.heads["geography"]["neighbours_source"]
    return shelf.source({"file": name, "licence": LICENCE})


def area_of(shelf: Shelf, name: str, source: Source) -> Area:
    """Return the area a paper names, made where it is a part of the borough."""
    found = shelf.maybe(Area, name or "Walsall")
    if found is None:
        home = shelf.one(Area, "Walsall")
        slug, title = name.replace(" ", "-"), name[0].upper() + name[1:]
        found = Area(slug=slug, name=title, kind=Area.Kind.PART, parent=home)
        shelf.add(found, source=source, name=name)
    return found
