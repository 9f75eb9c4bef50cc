"""Lines made ready to be read: what word processors paste, and what would nest without end."""

import re

from portal.reports.content import clean_text
from portal.reports.markup.finding import Findings

_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DEEPEST = 24  # columns; further in nothing would be told apart

# The signs that word processors leave before the lines of a list.
_BULLET = re.compile(r"^([ \t]*)(?:[•▪●·‣∙–—][ \t]+|[\uf0b7\uf0a7][ \t]*)(?=\S)")
_BULLET_WITHIN = re.compile(r"^[ \t]*(?:[◦○▫][ \t]+|o\t[ \t]*)(?=\S)")
_LETTERED = re.compile(r"^([ \t]*)\(?([a-z])\)[ \t]+(?=\S)")
_RULE = re.compile(r"^[ \t]*(?:[-_*=~`][ \t]*){3,}$")
_MARKER = r"(?:[-+*]|\d{1,9}[.)])[ \t]+"
_NESTED_ON_ONE_LINE = re.compile(rf"^([ \t]*{_MARKER}{_MARKER})(\d*)(?=[-+*.)])")
_OWN_NUMBER = re.compile(r"^(?:[-*] )?\d{1,2}\.\d{1,2}\.?[ \t]+[A-Z‘“]")


def ready(text: str, findings: Findings) -> list[str]:
    """Return the lines of `text`, as many as it has, each as the markup would have it."""
    lines: list[str] = []
    lettered = ""
    for number, typed in enumerate(_ENDS.sub("\n", text).split("\n"), 1):
        line = clean_text(typed)
        if line != typed:
            findings.say(number, "Characters that no paper can carry were left out.")
        line = _shallow(_bulleted(line))
        line, lettered = _numbered(line, number, lettered, findings)
        if _RULE.match(line) and "|" not in (lines[-1] if lines else ""):
            findings.say(number, "A row of signs was left out; headings divide a paper.")
            line = ""
        if _OWN_NUMBER.match(line):
            findings.say(number, "This seems to begin with a paragraph’s number; the paper counts"
                         " its paragraphs by itself.")  # fmt: skip
        lines.append(line)
    return lines


def _bulleted(line: str) -> str:
    within = _BULLET_WITHIN.sub("    - ", line)
    return within if within != line else _BULLET.sub(r"\1- ", line)


def _shallow(line: str) -> str:
    """Return `line` with bounded depth: indented no further, two lists at most begun on it."""
    rest = line.lstrip(" \t")
    depth = len(line.expandtabs(4)) - len(rest.expandtabs(4)) if rest else 0
    line = f"{' ' * min(depth, _DEEPEST)}{rest}"
    return _NESTED_ON_ONE_LINE.sub(r"\1\2\\", line)


def _numbered(line: str, number: int, last: str, findings: Findings) -> tuple[str, str]:
    """Return a line that begins "a)" as one of a numbered list, and the letter it had."""
    found = _LETTERED.match(line)
    if not found:
        return line, last if not line.strip() or line[:1] in " \t" else ""
    letter = found[2]
    if letter != (chr(ord(last) + 1) if last else "a"):
        return line, ""
    findings.say(number, "Lists have numbers here, not letters: “a)” became “1.”.")
    return f"{found[1]}{ord(letter) - ord('a') + 1}) {line[found.end() :]}", letter
