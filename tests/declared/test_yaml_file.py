"""YAML read strictly: texts with lines, or problems with lines."""

import tracemalloc
from pathlib import Path

import pytest

from monitor.declared.node import Listing, Mapping, Scalar
from monitor.declared.text_file import MAX_BYTES
from monitor.declared.yaml_file import load_yaml, parse_yaml

FILE = Path("f.yaml")


def test_every_scalar_is_the_text_that_was_written_with_its_line() -> None:
    tree, problems = parse_yaml(
        FILE,
        b"answer: no\ntime: 12:30\nlist: [1_000, 010, 1.10]\nquoted: 'null'\nnothing:\n",
    )

    assert problems == []
    assert tree == Mapping(
        (
            (Scalar("answer", 1), Scalar("no", 1)),
            (Scalar("time", 2), Scalar("12:30", 2)),
            (
                Scalar("list", 3),
                Listing((Scalar("1_000", 3), Scalar("010", 3), Scalar("1.10", 3)), 3),
            ),
            (Scalar("quoted", 4), Scalar("null", 4, quoted=True)),
            (Scalar("nothing", 5), Scalar("", 5)),
        ),
        1,
    )


def test_an_anchor_used_a_few_times_is_the_same_content() -> None:
    tree, problems = parse_yaml(FILE, b"obligor: &id001\n- US\n- CN\nobligee: *id001\n")

    assert problems == []
    assert isinstance(tree, Mapping)
    assert tree.get("obligor") == Listing((Scalar("US", 2), Scalar("CN", 3)), 1)
    assert tree.get("obligee") == tree.get("obligor")


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "\ufeff"])
def test_a_file_without_content_is_nothing_and_no_problem(text: str) -> None:
    assert parse_yaml(FILE, text.encode()) == (None, [])


def test_a_byte_order_mark_and_foreign_line_ends_are_fine() -> None:
    tree, problems = parse_yaml(FILE, "\ufeffa: 1\r\nb: ü\r\n".encode())

    assert problems == []
    assert tree == Mapping(((Scalar("a", 1), Scalar("1", 1)), (Scalar("b", 2), Scalar("ü", 2))), 1)


BAD: list[tuple[str, bytes, int]] = [
    ("duplicate key", b"a: 1\nb: 2\na: 3\n", 3),
    ("duplicate key in a flow mapping", b"x:\n  - {a: 1, a: 2}\n", 2),
    ("tag", b"a: 1\nb: !!int 3\n", 2),
    ("own tag", b"a: !secret x\n", 1),
    ("lone tag", b"a:\n  - ! x\n", 2),
    ("python tag", b"a: !!python/object/apply:os.system [x]\n", 1),
    ("tag on a list", b"a: !!set\n  - x\n", 1),
    ("merge key", b"a: &a {x: 1}\nb:\n  <<: *a\n", 3),
    ("tab as indentation", b"a:\n\tb: 1\n", 2),
    ("tab after spaces", b"a:\n  \tb: 1\n", 2),
    ("tab before a dash", b"a:\n  - b\n\t- c\n", 3),
    ("second document", b"a: 1\n---\nb: 2\n", 2),
    ("content after the end", b"a: 1\n...\nb: 2\n", 3),
    ("directive", b"%YAML 1.1\n---\na: 1\n", 1),
    ("tag directive", b"%TAG ! tag:x,2000:\n---\na: 1\n", 1),
    ("NUL", b"a: 1\nb: \0\n", 2),
    ("escape sequence", b"a: \x1b[31m\n", 1),
    ("not UTF-8", b"a: 1\nb: \xff\xfe\n", 2),
    ("UTF-16", "a: 1\n".encode("utf-16"), 1),
    ("escaped NUL", b'a: "\\0"\n', 1),
    ("escaped surrogate", b'a: 1\nb: "\\ud800"\n', 2),
    ("escape beyond Unicode", b'a: "\\UFFFFFFFF"\n', 1),
    ("unknown escape", b'a: 1\nb: "\\z"\n', 2),
    ("colon in text", b"a: 1\nb: China buys: soybeans\n", 2),
    ("key without colon", b"a: 1\nkind do-by\nc: 2\n", 2),
    ("quote never closed", b"a: 1\nb: 'it\nc: 2\n", 2),
    ("list never closed", b"a: 1\nb: [x, y\nc: 2\n", 2),
    ("mapping never closed", b"a: 1\nb: {x: y\nc: 2\n", 2),
    ("indented too far", b"a:\n  b: 1\n   c: 2\n", 3),
    ("indented too little", b"a:\n  b: 1\n c: 2\n", 3),
    ("dash beside a key", b"a: 1\nb: - x\n", 2),
    ("reserved sign", b"a: 1\nb: @x\n", 2),
    ("text after a quote", b"a: 1\nb: 'x' y\n", 2),
    ("text after a pipe", b"a: 1\nb: | x\n", 2),
    ("alias to nothing", b"a: 1\nb: *x\n", 2),
    ("alias to itself", b"a: &a [*a]\n", 1),
    ("emphasis", b"a: 1\nb: **bold**\n", 2),
    ("key that is a list", b"? [x]\n: 1\n", 1),
    ("template", b"a: {{ x }}\n", 1),
    ("line separators are no line ends", "a: x\u2028y\nb: !t z\n".encode(), 2),
    ("lines after a text block", b"a: |\n  x\n\n  y\nb: !t z\n", 5),
    ("lines after folded text", b"a: x\n  y\n  z\nb: !t z\n", 4),
]


@pytest.mark.parametrize(("data", "line"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_what_is_not_plain_yaml_is_a_problem_on_its_line(data: bytes, line: int) -> None:
    _, problems = parse_yaml(FILE, data)

    assert [(p.file, p.line) for p in problems][:1] == [("f.yaml", line)]
    assert all(p.message.endswith(".") for p in problems)


def test_all_problems_that_leave_the_rest_readable_are_told_at_once() -> None:
    tree, problems = parse_yaml(FILE, b"a: !t 1\na: 2\nb: &b {x: 1}\nc:\n  <<: *b\n? [k]\n: v\n")

    assert tree is not None
    assert [(p.line, p.path, p.message) for p in problems] == [
        (1, "a", "Tags are not read."),
        (2, "a", "The same key stands already on line 1."),
        (5, "c", "Merge keys (<<) are not read."),
        (6, "", "A key must be plain text."),
    ]


LAUGHS = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
)
DOUBLINGS = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 19))
BOMBS = {
    "nine levels of aliases": LAUGHS,
    "few aliases that double": DOUBLINGS,
    "many aliases": "a: &a x\nb:\n" + "- *a\n" * 51,
    "merge bomb": "a0: &a0 {x: 1}\n"
    + "".join(f"a{i}: &a{i}\n  <<: [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 8)),
    "open brackets": "[" * 20_000,
    "open braces": "{" * 20_000,
    "open dashes": "- " * 20_000,
    "open questions": "? " * 20_000,
    "nested blocks": "\n".join(" " * i + "a:" for i in range(1_000)),
    "deep by alias": "a: &a " + "[" * 15 + "]" * 15 + "\nb: " + "[" * 10 + "*a" + "]" * 10 + "\n",
    "many entries": "- a\n" * 260_000,
    "many entries in a line": "[" + "a," * 500_000 + "]",
    "many keys in a line": "a: " * 300_000,
    "many lines": "\n" * 1_000_000,
    "too long": "a: " + "b" * MAX_BYTES,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_a_problem_and_takes_little_memory(tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")

    tracemalloc.start()
    tree, problems = load_yaml(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert tree is None
    assert 1 <= len(problems) <= 10
    assert peak < 50 * 1024 * 1024


def test_twenty_levels_are_read_and_one_more_is_not() -> None:
    assert parse_yaml(FILE, b"[" * 20 + b"]" * 20)[1] == []
    assert len(parse_yaml(FILE, b"[" * 21 + b"]" * 21)[1]) == 1


def test_fifty_aliases_are_read() -> None:
    assert parse_yaml(FILE, b"a: &a x\nb:\n" + b"- *a\n" * 50)[1] == []


@pytest.mark.parametrize("name", ["absent.yaml", "", "\0"])
def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path, name: str) -> None:
    tree, problems = load_yaml(tmp_path / name)

    assert tree is None
    assert len(problems) == 1


def test_a_device_is_no_file_to_read() -> None:
    assert [p.message for p in load_yaml(Path("/dev/zero"))[1]] == ["This is no ordinary file."]


def test_a_file_full_of_problems_is_given_up_after_enough_of_them() -> None:
    tree, problems = parse_yaml(FILE, b"k: x\n" * 50_000)

    assert tree is None
    assert (len(problems), problems[-1].line) == (200, 201)
