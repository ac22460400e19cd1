"""The rules of the house that a machine can see. Each fails when somebody breaks it."""

import ast
import re
from pathlib import Path

import pytest

from web import routes
from web.kit.guards import anyone

HOME = Path(__file__).resolve().parent.parent
PYTHON = [
    p
    for folder in ("commands", "seeds", "web", "jobs", "models", "nlp", "bench", "tests")
    for p in (HOME / folder).rglob("*.py")
]
TEMPLATES = list((HOME / "templates").rglob("*.html"))
OURS = [*PYTHON, *TEMPLATES, *(HOME / "static" / "css").glob("*.css"), *(HOME / "static" / "js").glob("*.js")]
STATUS_WORD = re.compile(r"status\s*(==|!=|in)\s*[\"'(\[]")


def inside(path: Path) -> tuple[str, ...]:
    """The folders that it stands in, and its name, wherever the whole is kept."""
    return path.relative_to(HOME).parts


def name(path: object) -> str:
    return str(path.relative_to(HOME)) if isinstance(path, Path) else str(path)


@pytest.mark.parametrize("source", OURS, ids=name)
def test_no_file_outgrows_a_reader(source: Path) -> None:
    assert source.read_text(encoding="utf-8").count("\n") <= 300


@pytest.mark.parametrize("route", [r for r in routes.ALL if "POST" in (r.methods or ())], ids=lambda r: r.path)
def test_every_change_says_who_may_make_it(route: object) -> None:
    assert route.guard is not anyone  # type: ignore[attr-defined]


def test_addresses_take_get_and_post_only() -> None:
    for route in routes.ALL:
        assert (route.methods or set()) <= {"GET", "HEAD", "POST"}, route.path


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_asks_the_row_and_holds_no_style_or_script(template: Path) -> None:
    html = template.read_text(encoding="utf-8")

    assert not STATUS_WORD.search(html)
    assert "|safe" not in html.replace(" ", "")
    if "mail" not in inside(template):
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|\shx-", html)


@pytest.mark.parametrize(
    "source", [p for p in PYTHON if inside(p)[0] == "web" and inside(p)[1] != "kit"], ids=name
)
def test_a_handler_is_short(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "visit":
            body = (
                node.body[1:]
                if isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
                else node.body
            )
            lines = (node.end_lineno or 0) - body[0].lineno + 1
            assert lines <= 20, f"{node.name} has {lines} lines"


def test_no_page_is_handed_the_settings_whole() -> None:
    """The site's secret and the password of its mail are among them."""
    for source in (HOME / "web").rglob("*.py"):
        assert not re.search(r"=\s*settings\(\)\s*[,)]", source.read_text(encoding="utf-8")), source


def test_the_script_of_our_own_stays_small() -> None:
    lines = sum(path.read_text(encoding="utf-8").count("\n") for path in (HOME / "static" / "js").glob("*.js"))
    assert lines < 100


def test_role_names_stand_in_one_place() -> None:
    words = re.compile(r"Role\.(CITIZEN|STAFF|POLICY|MODERATOR|ADMINISTRATOR)\b")
    for source in PYTHON:
        if source.name in {"roles.py", "accounts.py"} or {"seeds", "tests", "bench"} & set(inside(source)):
            continue
        assert not words.search(source.read_text(encoding="utf-8")), name(source)


WORDS_OF_STANDING = {"status", "state"}


def _asks_where_it_stands(node: ast.AST) -> bool:
    """`idea.status == …`, `col(Call.state) != …`: a comparison that names no set of statuses."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
        return False
    sides = [side.args[0] if isinstance(side, ast.Call) and side.args else side for side in
             (node.left, *node.comparators)]
    named = any(isinstance(side, ast.Constant | ast.Attribute) for side in sides[1:])
    return named and isinstance(sides[0], ast.Attribute) and sides[0].attr in WORDS_OF_STANDING


def _own_properties(tree: ast.Module) -> set[ast.AST]:
    """Whatever stands in a property of a class: there a row may say where it stands itself."""
    inside: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any("property" in ast.unparse(one) for one in node.decorator_list):
            inside |= set(ast.walk(node))
    return inside


@pytest.mark.parametrize(
    "source",
    [p for p in PYTHON if {"models", "web", "jobs", "commands"} & set(inside(p)[:1])
     and p.name != "statuses.py"],
    ids=name,
)
def test_sets_of_statuses_are_named_once(source: Path) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    own = _own_properties(tree)

    found = [node.lineno for node in ast.walk(tree) if _asks_where_it_stands(node) and node not in own]
    assert found == [], "name the set in models/statuses.py and ask that"
