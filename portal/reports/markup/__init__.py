"""What officers type: a small safe markup, read into the blocks of a paper.

Headings (`##`), **bold**, *italic*, lists (`-`, `1.`, nested once), tables (`|`), links
(`[words](address)`), and paragraphs with an empty line between them. All else is printed as it
was typed, and said in a finding. No text is lost, none is ever taken for HTML, none raises.
"""

from portal.reports.markup.finding import Finding
from portal.reports.markup.reading import LONGEST, Typed, read

__all__ = ["LONGEST", "Finding", "Typed", "read"]
