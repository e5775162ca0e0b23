"""Small pieces of Markdown, and the blocks of a page that the program writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HEAD = "<!-- Written by make docs: change the program, not this page. -->\n\n"
BLOCK = re.compile(r"<!-- begin: (?P<name>\w+) -->\n(?P<body>.*?)<!-- end: (?P=name) -->", re.DOTALL)


def table(titles: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    lines = [list(titles)]
    lines += [["---"] * len(lines[0]), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(names: Iterable[str]) -> str:
    """Names in code type, with commas."""
    return ", ".join(f"`{name}`" for name in names)


def with_blocks(text: str, blocks: Mapping[str, str]) -> str:
    """A page with the named blocks replaced; others stay."""
    missing = set(blocks) - {match["name"] for match in BLOCK.finditer(text)}
    if missing:
        raise ValueError(f"the page has no block {', '.join(sorted(missing))}")
    return BLOCK.sub(
        lambda match: wrapped(match["name"], blocks[match["name"]]) if match["name"] in blocks else match[0], text
    )


def wrapped(name: str, body: str) -> str:
    """A block with its marks."""
    return f"<!-- begin: {name} -->\n{body}<!-- end: {name} -->"
