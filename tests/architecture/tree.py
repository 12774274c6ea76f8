"""The source as a tree of files, whichever copy of it: the checks run on this one and on a spoiled copy."""

import ast
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS_WITH_MODULES = ("commons", "domains")


@dataclass(frozen=True)
class Source:
    """One Python file of `src/conum`, its dotted name and its syntax tree."""

    path: Path
    name: str
    tree: ast.Module

    @property
    def module(self) -> str | None:
        """`domains.positions` for a file of that module; None for the site and the kernel."""
        parts = self.name.split(".")
        return ".".join(parts[1:3]) if len(parts) > 2 and parts[1] in FLOORS_WITH_MODULES else None

    @property
    def room(self) -> str:
        """`rules` for `conum.domains.positions.rules.requests`; "" for the module itself."""
        return (self.name.split(".") + [""] * 4)[3]

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the tree: walking it costs more than reading it, and each check walks it."""
        return list(ast.walk(self.tree))

    @cached_property
    def imports(self) -> list[tuple[str, int]]:
        """Each imported dotted name with its line."""
        found = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
        return found


class Tree:
    """A copy of the repository rooted at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.package = root / "src" / "conum"

    @cached_property
    def sources(self) -> list[Source]:
        """Every Python file of the package, migrations apart."""
        return [self._source(path) for path in sorted(self.package.rglob("*.py")) if "migrations" not in path.parts]

    def _source(self, path: Path) -> Source:
        parts = path.relative_to(self.package.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        return Source(path, name, ast.parse(path.read_text(encoding="utf-8")))

    @property
    def modules(self) -> list[Path]:
        """The folder of each module of commons and domains."""
        floors = [self.package / floor for floor in FLOORS_WITH_MODULES]
        return [path for floor in floors for path in sorted(floor.iterdir()) if (path / "__init__.py").exists()]

    @property
    def templates(self) -> dict[str, Path]:
        """Name under which Django finds each template of ours, and its file."""
        found = {}
        for path in sorted(self.package.rglob("templates/**/*")):
            if path.is_file():
                parts = path.parts
                last = len(parts) - 1 - parts[::-1].index("templates")
                found["/".join(parts[last + 1 :])] = path
        return found

    @cached_property
    def contracts(self) -> dict[str, dict[str, object]]:
        """The contracts of pyproject.toml by identifier: the only place where rows and rooms are written."""
        settings = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}

    def rows(self) -> dict[str, int]:
        """Height of each module: `{"commons.accounts": 3, "domains.positions": 101…}`."""
        heights = {}
        for base, floor in ((0, "commons"), (100, "domains")):
            layers = self.contracts[f"{floor}-rows"]["layers"]
            assert isinstance(layers, list)
            for height, layer in enumerate(reversed(layers), start=1):
                for name in re.findall(r"\w+", layer):
                    heights[f"{floor}.{name}"] = base + height
        return heights

    def rooms(self) -> set[str]:
        """Names a module may give to its parts."""
        layers = self.contracts["rooms"]["layers"]
        ignored = self.contracts["rooms"]["exhaustive_ignores"]
        assert isinstance(layers, list)
        assert isinstance(ignored, list)
        return set(re.findall(r"\w+", " ".join(layers))) | set(ignored)

    def text(self, path: Path) -> str:
        """Where a fault is, as people write it."""
        return str(path.relative_to(self.root))
