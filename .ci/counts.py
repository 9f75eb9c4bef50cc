"""Add up what test runs say, refuse skips nobody allowed, and end with the counts."""  # noqa: INP001

import re
import sys
from pathlib import Path

COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")
SKIP = re.compile(r"^SKIPPED \[(\d+)\] (\S+?): (.*)$")


def main() -> int:
    """Read the allowed skips, then each run's output; exit 1 on any failure or strange skip."""
    allowed = reasons(Path(sys.argv[1]).read_text(encoding="utf-8"))
    outputs = [Path(name).read_text(encoding="utf-8") for name in sys.argv[2:]]
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    strange = []
    for output in outputs:
        for word, count in summary(output).items():
            totals[word] += count
        strange += [line for line in skips(output) if not any(line[1] == text for text in allowed)]
    for place, reason in strange:
        sys.stdout.write(f"skipped without leave: {place}: {reason}\n")
    unfinished = [output for output in outputs[:1] if not summary(output)]
    if unfinished:
        sys.stdout.write("the test run did not come to its end\n")
    sys.stdout.write(", ".join(f"{count} {word}" for word, count in totals.items()) + "\n")
    return int(bool(totals["failed"] or strange or unfinished))


def reasons(text: str) -> list[str]:
    """Return the skip reasons that are allowed, each of which says why."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [line.partition(" -- ")[0].strip() for line in lines if " -- " in line]


def summary(output: str) -> dict[str, int]:
    """Return the counts of pytest's last line; errors count as failures. Empty: no such line."""
    for line in reversed(output.splitlines()):
        found = COUNT.findall(line)
        if found and " in " in line:
            totals = {"passed": 0, "failed": 0, "skipped": 0}
            for count, word in found:
                totals[_kind(word)] += int(count)
            return totals
    return {}


def skips(output: str) -> list[tuple[str, str]]:
    """Return place and reason of each skip in pytest's short summary."""
    return [(found[2], found[3]) for line in output.splitlines() if (found := SKIP.match(line))]


def _kind(word: str) -> str:
    if word.startswith("error") or word == "xpassed":
        return "failed"
    return "skipped" if word == "xfailed" else word


if __name__ == "__main__":
    sys.exit(main())
