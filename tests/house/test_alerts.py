"""The alarms speak of figures that there are, and the papers say what each of them means."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from config.settings import Settings
from hikae.metrics import Part, figures_of
from hikae.office import Office
from hikae.watching import hands

_ROOT = Path(__file__).parents[2]
_FILE = _ROOT / "config/prometheus/alerts.yml"
_GROUPS: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text("utf-8"))["groups"]
_ALERTS: dict[str, dict[str, Any]] = {
    rule["alert"]: rule for group in _GROUPS for rule in group["rules"]
}
_PAPER = (_ROOT / "docs/operating.md").read_text("utf-8")
_OF_PROMETHEUS = {"up"}
_MATCHER = re.compile(r'(\w+)(=~|!~|!=|=)"([^"]*)"')
_KEYS = {"alert", "expr", "for", "labels", "annotations"}
_PLACEHOLDER = re.compile(r"\{\{ (\$value( \| humanize(1024|Duration))?|\$labels\.\w+) \}\}")

# The part of PromQL that the alarms use, as rewritings: what is understood becomes a value `V`
# (or `R`, the values of a time, which only some functions take) until a single one is left.
_LABELS = r"\(\w+(, \w+)*\)"
_REWRITINGS = (
    (r"\b(hikae_\w+|process_\w+|up)(\{[^{}]*\})?\[\d+[smhd]\]", "R"),
    (r"\b(hikae_\w+|process_\w+|up)(\{[^{}]*\})?( offset \d+[smhd])?(?![\w{\[])", "V"),
    (r"(?<![\w.])\d+(\.\d+)?(e\d+)?(?![\w.])", "V"),
    (r"\btime\(\)", "V"),
    (r"\b(changes|delta)\(R\)", "V"),
    (r"\bpredict_linear\(R, V\)", "V"),
    (rf"\b(sum|count)( by {_LABELS} ?)?\(V\)", "V"),
    (r"\babsent\(V\)", "V"),
    (r"(?<!\w)\(V\)", "V"),
    (r"V [*/] V", "V"),
    (r"V [-+] V", "V"),
    (r"V (==|!=|<=|>=|<|>) V", "V"),
    (rf"V and( on {_LABELS})? V", "V"),
    (r"V or V", "V"),
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[str, str]]]:
    """Every figure that a role tells, with the labels and values that it has."""
    office = Office.open(Settings.load(tmp_path_factory.mktemp("office")))
    hands(office)  # a watcher that runs has told about each kind of trouble
    found: dict[str, set[tuple[str, str]]] = {}
    for part in Part:
        text = generate_latest(figures_of(office, part, "here-0")).decode()
        for family in text_string_to_metric_families(text):
            found.setdefault(family.name, set())  # one with no sample yet, too
            for sample in family.samples:
                found.setdefault(sample.name, set()).update(sample.labels.items())
    office.engine.dispose()
    return found


def test_an_alarm_is_defined_once() -> None:
    assert len(_ALERTS) == sum(len(group["rules"]) for group in _GROUPS) > 0


@pytest.mark.parametrize("name", sorted(_ALERTS))
class TestAnAlarm:
    def test_is_written_as_prometheus_reads_it(self, name: str) -> None:
        rule = _ALERTS[name]
        assert set(rule) <= _KEYS
        assert re.fullmatch(r"\d+[smhd]", rule.get("for", "0s"))
        assert _understood(rule["expr"])
        assert "{{" not in _PLACEHOLDER.sub("", rule["annotations"]["summary"])

    def test_names_only_figures_that_are_told(
        self, name: str, exported: dict[str, set[tuple[str, str]]]
    ) -> None:
        named = _figures_in(_ALERTS[name]["expr"])
        assert named
        assert named - set(exported) - _OF_PROMETHEUS == set()

    def test_asks_only_for_values_that_a_label_can_have(
        self, name: str, exported: dict[str, set[tuple[str, str]]]
    ) -> None:
        for figure, matchers in re.findall(r"\b(hikae_\w+)\{([^}]*)\}", _ALERTS[name]["expr"]):
            for label, _how, wanted in _MATCHER.findall(matchers):
                assert {(label, value) for value in wanted.split("|")} <= exported[figure]

    def test_says_who_comes_and_why(self, name: str) -> None:
        assert set(_ALERTS[name]["labels"]) == {"severity"}
        assert _ALERTS[name]["labels"]["severity"] in {"page", "ticket"}
        assert _ALERTS[name]["annotations"]["summary"].endswith(".")

    def test_is_explained(self, name: str) -> None:
        assert f"\n| `{name}` |" in _PAPER


def test_every_figure_is_explained(exported: dict[str, set[tuple[str, str]]]) -> None:
    ours = {name for name in exported if name.startswith("hikae_")}
    assert [name for name in sorted(ours) if f"\n| `{name}" not in _PAPER] == []


def test_no_other_alarm_is_explained() -> None:
    explained = set(re.findall(r"^\| `(Hikae\w+)` \|", _PAPER, re.MULTILINE))
    assert explained == set(_ALERTS)


@pytest.mark.parametrize(
    "expression",
    [
        "hikae_events ==",
        "sum by job (hikae_events)",
        "delta(hikae_events) > 4",
        "hikae_events[1h] > 4",
        "(hikae_events > 0",
        "hikae_events > 0 unless",
        "hikae_pages{place=filed} > 0",
        "hikae_pages > 5 days",
    ],
)
def test_an_expression_that_prometheus_would_refuse_is_found(expression: str) -> None:
    assert not _understood(expression)


def _understood(expression: str) -> bool:
    """Tell whether nothing is left that is no PromQL, or none of its part that we know."""
    if not all(_matchers_hold(inner) for inner in re.findall(r"\{([^{}]*)\}", expression)):
        return False
    left, before = expression.strip(), ""
    while left != before:
        before = left
        for pattern, value in _REWRITINGS:  # the first that is found, for some bind closer
            left, found = re.subn(pattern, value, left)
            if found:
                break
    return left == "V"


def _matchers_hold(inner: str) -> bool:
    return all(_MATCHER.fullmatch(matcher.strip()) for matcher in inner.split(","))


def _figures_in(expression: str) -> set[str]:
    """Name what an expression asks for: words that are no function, no label and in no text."""
    bare = re.sub(r'\{[^}]*\}|"[^"]*"|\b(by|on)\s*\([^)]*\)', " ", expression)
    words = set(re.findall(r"\b[a-zA-Z_]\w*\b(?!\s*\()", bare))
    return words - {"and", "or", "by", "on", "offset", "sum", "count"}
