"""What is measured in a process of its own: memory, bytes, growth. Prints one line of JSON."""

import json
import resource
import sys
from io import BytesIO
from pathlib import Path
from time import process_time

import django
import pikepdf

_TO_BEGIN_WITH, _PAPERS = 2, 20


def main(task: str, size: dict[str, int]) -> dict[str, object]:
    """Do `task` on a paper of that size."""
    django.setup()
    from portal.reports import pdf
    from tests.bench.paper import content
    from tests.bench.papers import sha256

    made = pdf.render(content(priorities=1, themes=0, card=3))
    if task == "flat":
        return {"growth": _growth(lambda: pdf.render(content(**size)))}
    whole = content(**size)
    began = process_time()
    made = pdf.render(whole)
    spent = process_time() - began
    with pikepdf.open(BytesIO(made)) as document:
        pages = len(document.pages)
    return {
        "sha256": sha256(made),
        "pages": pages,
        "seconds": spent,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _growth(work) -> float:  # type: ignore[no-untyped-def]
    memory = []
    for _ in range(_PAPERS):
        work()
        memory.append(_resident())
    return memory[-1] / memory[_TO_BEGIN_WITH - 1]


def _resident() -> int:
    """Return the memory this process holds now, in pages of the system."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], json.loads(sys.argv[2]))))
