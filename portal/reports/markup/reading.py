"""From typed text to blocks: paragraphs, lists, tables, and parts under their headings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from portal.reports.content import Block, Bullets, Item, Para, Paras, Part, Run, Subhead, Words
from portal.reports.markup.finding import Finding, Findings
from portal.reports.markup.lines import ready
from portal.reports.markup.tables import table
from portal.reports.markup.words import Phrase, joined, plain

LONGEST = 50_000
"""Characters of one text that are read as markup; a longer one is printed as plain paragraphs."""

_ENABLED = ["heading", "list", "table", "emphasis", "link", "image", "newline", "escape"]


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed text as blocks of a paper, and what is to be said of it."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()


def read(text: str, *, about: str = "") -> Typed:
    """Return what `text` says; `about`: the section's title, for tables without a heading."""
    findings = Findings()
    lines = ready(text, findings)
    if len(text) > LONGEST:
        findings.say(1, f"This text is longer than {LONGEST:,} characters: it is printed without"
                     " headings, lists and tables.")  # fmt: skip
        return Typed(_as_plain(lines), findings.listed())
    tree = SyntaxTreeNode(_Markup().parse("\n".join(lines)))
    return Typed(_Reader(lines, about, findings).blocks(tree.children), findings.listed())


class _Markup(MarkdownIt):
    """The grammar, all else switched off; which links may stand is decided later."""

    def __init__(self) -> None:
        super().__init__("zero", {"maxNesting": 60})
        self.enable(_ENABLED).disable("text_join")

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        return url


class _Reader:
    """Walks the tree of one text."""

    def __init__(self, lines: Sequence[str], about: str, findings: Findings) -> None:
        self._lines = lines
        self._about = about
        self._findings = findings
        self._phrase = Phrase(findings)

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        """Return the text before the first heading, then a part for each heading."""
        levels = sorted({node.tag for node in nodes if node.type == "heading"})
        made: list[Block] = []
        title, under = "", list[SyntaxTreeNode]()
        for node in nodes:
            if node.type == "heading" and (node.tag == levels[0] or not title):
                if found := self._title(node):
                    made.extend(self._part(title, under))
                    title, under = found, []
            else:
                under.append(node)
        return (*made, *self._part(title, under))

    def _part(self, title: str, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        blocks = tuple(self._flow(nodes, title or self._about))
        return (Part(title=title, blocks=blocks),) if title else blocks

    def _flow(self, nodes: Iterable[SyntaxTreeNode], about: str) -> Iterable[Block]:
        """Yield what stands under one heading; paragraphs that follow each other as one block."""
        paras: list[Para] = []
        for node in nodes:
            if node.type == "paragraph":
                if words := self._words(node):
                    paras.append(Para(words=words))
                continue
            if paras:
                yield Paras(paras=tuple(paras))
                paras = []
            block = self._block(node, about)
            if block:
                yield block
                about = block.title if isinstance(block, Subhead) else about
        if paras:
            yield Paras(paras=tuple(paras))

    def _block(self, node: SyntaxTreeNode, about: str) -> Block | None:
        if node.type == "heading":
            title = self._title(node)
            return Subhead(title=title) if title else None
        if node.type == "table":
            return table(node, self._lines, about, self._phrase, self._findings)
        return self._list(node)

    def _title(self, heading: SyntaxTreeNode) -> str:
        title = plain(self._words(heading))
        if not title:
            self._say(heading, "A heading without words was left out.")
        return title

    def _words(self, node: SyntaxTreeNode) -> Words:
        """Return the words that stand in `node` itself."""
        inline = (each.token for each in node.children if each.type == "inline" and each.token)
        return joined(tuple(run for token in inline for run in self._phrase.read(token)))

    def _list(self, node: SyntaxTreeNode) -> Bullets | None:
        items = tuple(self._item(each) for each in node.children)
        items = tuple(item for item in items if item.words)
        return Bullets(items=items, ordered=node.tag == "ol") if items else None

    def _item(self, node: SyntaxTreeNode) -> Item:
        """Return an item with what stands below it; deeper lists are taken up to that level."""
        own: list[Words] = []
        under: list[Words] = []
        ordered = False
        for each in node.children:
            if each.type in {"bullet_list", "ordered_list"}:
                ordered = ordered or each.tag == "ol"
                under.extend(self._under(each))
            else:
                own.append(self._within(each))
        if len(own) > 1:
            self._say(node, "An item of a list is one paragraph; its parts were joined.")
        words = _spaced(own) or (under.pop(0) if under else ())
        return Item(words=words, under=tuple(under), ordered=ordered)

    def _under(self, node: SyntaxTreeNode) -> Iterable[Words]:
        """Yield the words of a nested list, item by item, whatever lies deeper among them."""
        for item in node.children:
            deeper = [each for each in item.children if each.type.endswith("_list")]
            own = _spaced([self._within(each) for each in item.children if each not in deeper])
            if own:
                yield own
            for each in deeper:
                self._say(each, "Lists nest once; what lies deeper stands one level up.")
                yield from self._under(each)

    def _within(self, node: SyntaxTreeNode) -> Words:
        """Return the words of anything that stands in an item, as one paragraph."""
        if node.type == "paragraph":
            return self._words(node)
        self._say(node, "A list holds paragraphs and one more list; this stands as plain words.")
        inline = (each for each in node.walk() if each.type == "inline" and each.token)
        return _spaced([self._phrase.read(each.token) for each in inline if each.token])

    def _say(self, node: SyntaxTreeNode, words: str) -> None:
        self._findings.say(node.map[0] + 1 if node.map else 1, words)


def _spaced(parts: Sequence[Words]) -> Words:
    runs = [run for part in parts if part for run in (Run(" "), *part)]
    return joined(tuple(runs))


def _as_plain(lines: Iterable[str]) -> tuple[Block, ...]:
    paras = tuple(Para(words=(Run(line.strip()),)) for line in lines if line.strip())
    return (Paras(paras=paras),) if paras else ()
