"""`commitments.yaml` → a Register, or every problem in it."""

from hashlib import sha256
from pathlib import Path

from monitor.declared.loaded import Loaded, loaded
from monitor.declared.text_file import read_bytes
from monitor.declared.yaml_file import parse_yaml
from monitor.domain.commitment import Register
from monitor.errors import Problem


def load_register(path: Path) -> Loaded[Register]:
    """Everything declared in the file, its parties joined with the built-in ones.

    Problems are sorted by line; any error withholds the register.
    """
    data, problems = read_bytes(path)
    if problems:
        return loaded(None, problems, "")
    register, problems = read_register(path, data)
    return loaded(register, problems, sha256(data).hexdigest())


def read_register(path: Path, data: bytes) -> tuple[Register | None, list[Problem]]:
    """As `load_register`, of bytes at hand; `path` only names them."""
    tree, problems = parse_yaml(path, data)
    if tree is None:
        if not problems:
            hint = "write at least `version: 1` and `commitments: []`"
            problems = [Problem(str(path), 0, "", "The file is empty.", hint)]
        return None, problems
    from monitor.declared.register import build  # pydantic is slow to import

    register, more = build(str(path), tree)
    return register, [*problems, *more]
