"""What is refused in the source, read without running it. Each check returns its faults as sentences."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.architecture.tree import Source, Tree

MAX_LINES = 300
ENTERED = {"operations", "queries", "events", "models", "enums", "parameters"}  # shared parameters: ADR 0002
WEB_ROOMS = {
    "urls",
    "forms",
    "fields",
    "api",
    "views",
    "templates",
    "static",
    "tables",
    "filters",
    "middleware",
    "adapters",
}
DRAWERS = {"utils", "util", "helpers", "helper", "services", "service", "managers", "mixins", "common", "core", "misc"}
STANDARD_NETWORK = ("urllib.request", "http.client", "smtplib", "ftplib", "socket")
FRAMEWORK_TEMPLATES = ("account/", "allauth/", "mfa/", "usersessions/", "socialaccount/", "dsfr/", "django/")
FRAMEWORK_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
Check = Callable[[Tree], list[str]]


def long_files(tree: Tree) -> list[str]:
    """A file over 300 lines is split by noun."""
    folders = [tree.package, tree.root / "tests", tree.root / "bench"]
    paths = [path for folder in folders for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]
    counts = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in paths]
    return [f"{tree.text(path)}: {count} lines, over {MAX_LINES}" for path, count in counts if count > MAX_LINES]


def unknown_rooms(tree: Tree) -> list[str]:
    """A module holds only the rooms of the contracts, its web folder only the known names, no drawer anywhere."""
    allowed = tree.rooms()
    faults = []
    for module in tree.modules:
        found = [(path, allowed) for path in module.iterdir()]
        found += [(path, WEB_ROOMS) for path in (module / "web").glob("*")]
        faults += [
            f"{tree.text(path)}: no room has this name" for path, names in found if _is_unknown(path.stem, names)
        ]
    drawers = [source.path for source in tree.sources if source.name.split(".")[-1] in DRAWERS]
    return faults + [f"{tree.text(path)}: a drawer, not a room" for path in drawers]


def _is_unknown(stem: str, names: set[str]) -> bool:
    return not stem.startswith("__") and stem not in names


def unlisted_modules(tree: Tree) -> list[str]:
    """Each module is named in the contract that orders its rooms."""
    listed = tree.contracts["rooms"]["containers"]
    assert isinstance(listed, list)
    present = [".".join(path.relative_to(tree.package.parent).parts) for path in tree.modules]
    return [f"{name}: not listed in the contract « rooms » of pyproject.toml" for name in present if name not in listed]


def side_doors(tree: Tree) -> list[str]:
    """From outside, a module is entered by its operations, queries, events, models, enums and parameters only.

    Web rooms may also use its form fields (`web.fields`), shared as a model is, and inherit the view that serves
    its files (`web.views.serving`).
    """
    faults = []
    for source in tree.sources:
        for name, line in source.imports:
            parts = name.split(".")
            inside = len(parts) > 3 and parts[0] == "conum" and parts[1] in ("commons", "domains")
            shared = parts[3:5] == ["web", "fields"] or parts[3:6] == ["web", "views", "serving"]
            field = shared and ".web." in source.name
            if inside and ".".join(parts[1:3]) != source.module and parts[3] not in ENTERED and not field:
                faults.append(f"{tree.text(source.path)}:{line}: enters {name} by {parts[3]}")
    return faults


def network_outside_gateways(tree: Tree) -> list[str]:
    """The standard library's network modules are for gateways, the console and the embedded server."""
    checked = [source for source in tree.sources if source.room != "gateways" and ".site." not in source.name]
    return [
        f"{tree.text(source.path)}:{line}: imports {name} outside a gateway"
        for source in checked
        for name, line in source.imports
        if name.startswith(STANDARD_NETWORK)
    ]


def hidden_effects(tree: Tree) -> list[str]:
    """No Django signals; no model that overrides save or delete: effects live in operations."""
    faults = []
    for source in tree.sources:
        for name, line in source.imports:
            if name.startswith("django.dispatch") or ".signals." in f"{name}.":
                faults.append(f"{tree.text(source.path)}:{line}: uses a signal ({name})")
        faults += [f"{tree.text(source.path)}:{line}: overrides {name}" for name, line in _overrides(source)]
    return faults


def _overrides(source: Source) -> Iterator[tuple[str, int]]:
    if source.room != "models":
        return
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete", "bulk_create"):
            yield node.name, node.lineno


def unknown_jobs(tree: Tree) -> list[str]:
    """The name of a deferred job is declared by some jobs.py."""
    declared, deferred = set(), []
    for source in tree.sources:
        for call, name in _named_calls(source):
            if call == "job":
                declared.add(name)
            elif call in ("defer", "configure_task"):
                deferred.append((source, name))
    return [
        f"{tree.text(source.path)}: defers {name}, no such job" for source, name in deferred if name not in declared
    ]


def _named_calls(source: Source) -> Iterator[tuple[str, str]]:
    """Each call whose first argument is a text: the function's last name and the text."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if isinstance(node.args[0].value, str):
                yield name, node.args[0].value


def untested_rules(tree: Tree) -> list[str]:
    """Each rule has a test that carries its identifier."""
    texts = [path.read_text(encoding="utf-8") for path in (tree.root / "tests").rglob("test_*.py")]
    tested = {
        f"{prefix}-{number}" for text in texts for prefix, number in re.findall(r"def test_([A-Z]{3})_(\d+)", text)
    }
    declared = {name: source for source in tree.sources for call, name in _named_calls(source) if call == "rule"}
    return [f"{tree.text(declared[name].path)}: no test of {name}" for name in sorted(declared) if name not in tested]


def unused_templates(tree: Tree) -> list[str]:
    """Each template is named by a view, a tag or another template (libraries ask for theirs by name)."""
    texts = {source.path: source.path.read_text(encoding="utf-8") for source in tree.sources}
    texts |= {path: path.read_text(encoding="utf-8") for path in tree.templates.values()}
    return [
        f"{tree.text(path)}: no view or template names it"
        for name, path in tree.templates.items()
        if not name.startswith(FRAMEWORK_TEMPLATES) and name not in FRAMEWORK_PAGES and not _is_named(name, path, texts)
    ]


def _is_named(name: str, path: object, texts: dict[object, str]) -> bool:
    stem = name.rsplit(".", 1)[0]
    built = [f"{name.rsplit('/', 1)[0]}/{{", f"{name.rsplit('/', 1)[0]}/%s"]  # a name made from its folder
    mail = f'{name.replace("/messages/", "/").split(".")[0]}"'  # a mail is queued as « module/name »
    return any(
        any(sought in text for sought in (name, mail, f'{stem}"', f"{stem}.{{", *built))
        for other, text in texts.items()
        if other != path
    )


CHECKS: tuple[Check, ...] = (
    long_files,
    unknown_rooms,
    unlisted_modules,
    side_doors,
    network_outside_gateways,
    hidden_effects,
    unknown_jobs,
    untested_rules,
    unused_templates,
)
