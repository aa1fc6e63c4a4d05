"""Statements to the database are written out in the source, never put together from words."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.test_architecture import APPS, ROOT

ASKING = {"execute", "executemany", "executescript", "mogrify"}
# (module, what it hands over): why it need not be written out
NOT_WRITTEN_OUT = {
    ("feedback/sweeping.py", "f'PRAGMA busy_timeout = {patience}'"): (
        "the number that SQLite gave a moment before"
    ),
    ("feedback/sweeping.py", "f'VACUUM {connection.ops.quote_name(model._meta.db_table)}'"): (
        "the name of one of our tables, in quotes"
    ),
    ("forum/backups/moving.py", "into"): "names of our tables and columns, in quotes",
    ("forum/backups/moving.py", "statement"): "made by Django of the names of our tables",
    ("forum/erased_pages.py", "f'PRAGMA busy_timeout = {patience}'"): (
        "the number that SQLite gave a moment before"
    ),
    ("forum/project/postgresql.py", "query"): "hands on what Django asks",
    ("registrations/check_in.py", "_INSIDE_AND_COMING"): (
        "a state, which is a word of ours, and as many marks as there are states"
    ),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module:
    """One source, and what in it is sure to be the same words at every run."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        inner = {id(node) for f in self.functions() for node in ast.walk(f)}
        bound = Counter(
            node.id
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            if id(node) not in inner
        )
        for node in ast.walk(self.tree):
            bound.update(node.names if isinstance(node, ast.Global) else [])
        self.constants = {
            target.id: node.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and bound[target.id] == 1
        }

    def functions(self) -> Iterator[Function]:
        return (n for n in ast.walk(self.tree) if isinstance(n, Function))

    def around(self, node: ast.AST) -> Function | None:
        """The innermost function that the node stands in."""
        found = [f for f in self.functions() if any(inner is node for inner in ast.walk(f))]
        return max(found, key=lambda f: f.lineno, default=None)

    def is_written_out(self, given: ast.expr, at: Function | None) -> bool:
        """Whether it is made of literals and of the module's constants that are, and no more."""
        match given:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=parts):
                return all(self.is_written_out(part, at) for part in parts)
            case ast.FormattedValue(value=value):
                return self.is_written_out(value, at)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.is_written_out(left, at) and self.is_written_out(right, at)
            case ast.Name(id=name) if at and name in self._bound_in(at):
                return self._is_handed_in_written_out(name, at)
            case ast.Name(id=name):
                value = self.constants.get(name)
                return value is not None and self.is_written_out(value, None)
        return False

    @staticmethod
    def _bound_in(function: Function) -> set[str]:
        inner = {
            n.id
            for n in ast.walk(function)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        return inner | {n.arg for n in ast.walk(function.args) if isinstance(n, ast.arg)}

    def _is_handed_in_written_out(self, name: str, function: Function) -> bool:
        """Whether every call of a private function of the module hands in words that are."""
        places = [one.arg for one in function.args.args]
        stored = [
            n
            for n in ast.walk(function)
            if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)
        ]
        if name not in places or stored or not function.name.startswith("_"):
            return False
        named = [
            n
            for n in ast.walk(self.tree)
            if function.name in (getattr(n, "id", ""), getattr(n, "attr", ""))
        ]
        calls = [
            n
            for n in ast.walk(self.tree)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func in named
        ]
        place = places.index(name)
        return 0 < len(calls) == len(named) and all(
            len(call.args) > place and self.is_written_out(call.args[place], self.around(call))
            for call in calls
        )

    def handed_over(self) -> Iterator[tuple[ast.Call, ast.expr]]:
        """Every statement that goes to the database: the call and what it hands over."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and (node.args or node.keywords):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                on = getattr(getattr(node.func, "value", None), "id", "")
                if name in ASKING or (name == "copy" and on == "cursor"):
                    yield node, node.args[0] if node.args else node.keywords[0].value

    def put_together(self) -> list[str]:
        return [
            ast.unparse(given)
            for call, given in self.handed_over()
            if not self.is_written_out(given, self.around(call))
        ]


def every_source(app: str) -> list[Path]:
    return sorted((ROOT / app).rglob("*.py"))


@pytest.mark.parametrize("app", APPS)
def test_every_statement_is_written_out_or_says_why_not(app):
    loose = {
        (str(path.relative_to(ROOT)), given)
        for path in every_source(app)
        for given in Module(path.read_text()).put_together()
    }
    assert loose == {pair for pair in NOT_WRITTEN_OUT if pair[0].startswith(f"{app}/")}


@pytest.mark.parametrize("app", APPS)
def test_no_query_takes_a_piece_of_sql(app):
    """`raw`, `extra`, `RawSQL` and `RunSQL` take words into a query that Django makes."""
    taken = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in every_source(app)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", ""))
        in {"raw", "extra", "RawSQL", "RunSQL"}
    ]
    assert taken == []


@pytest.mark.parametrize(
    "written",
    [
        'cursor.execute("SELECT 1")',
        'ASKED = "SELECT 1"\ncursor.execute(ASKED, [word])',
        'ASKED = "SELECT"\nWHOLE = f"{ASKED} 1"\ncursor.execute(WHOLE)',
        'A = "SELECT 1"\ndef _ask(words): cursor.execute(words)\ndef f(): _ask(A)',
    ],
)
def test_what_is_written_out_is_taken_for_it(written):
    assert Module(written).put_together() == []


@pytest.mark.parametrize(
    "put_together",
    [
        'cursor.execute(f"SELECT {word}")',
        'cursor.execute("SELECT %s" % word)',
        'cursor.execute("SELECT {}".format(word))',
        'cursor.execute("SELECT " + word)',
        'cursor.execute(sql="SELECT " + word)',
        'ASKED = "SELECT 1"\nASKED = word\ncursor.execute(ASKED)',
        'ASKED = "SELECT 1"\nASKED += word\ncursor.execute(ASKED)',
        'ASKED = "SELECT 1"\nif word:\n    ASKED = word\ncursor.execute(ASKED)',
        'ASKED = ""\ndef f():\n    global ASKED\n    ASKED = word\ncursor.execute(ASKED)',
        "def _ask(self, words): cursor.execute(words)\ndef f(self): self._ask(word)",
        'ASKED = "SELECT 1"\ndef f(ASKED): cursor.execute(ASKED)',
        'def f():\n    asked = "SELECT " + word\n    cursor.execute(asked)',
        'def _ask(words): cursor.execute(words)\ndef f(word): _ask(f"SELECT {word}")',
        "def _ask(words): cursor.execute(words)\nhand_on(_ask)",
        'cursor.executemany(f"INSERT {word}", rows)',
    ],
)
def test_what_is_put_together_from_words_is_found(put_together):
    assert len(Module(put_together).put_together()) == 1
