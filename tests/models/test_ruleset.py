"""Rulesets and frameworks are data that holds together."""

import pytest
import yaml

from models import ruleset
from models.errors import BadRuleset
from nlp.check import all_checks


@pytest.mark.parametrize("name", ruleset.names())
def test_every_shipped_ruleset_loads_and_names_checks_that_exist(name):
    loaded = ruleset.load(name)
    assert set(loaded.rules.checks) <= set(all_checks())
    assert len(loaded.framework.statements) >= 3


@pytest.mark.parametrize("name", ruleset.names())
def test_every_rule_names_its_source(name):
    loaded = ruleset.load(name)
    rules = [*loaded.rules.checks.values(), *loaded.framework.statements, *loaded.framework.indicators]
    assert all(rule.source.strip() for rule in rules)


def test_every_check_is_used_by_some_ruleset():
    used = {check for name in ruleset.names() for check in ruleset.load(name).rules.checks}
    assert used == set(all_checks())


def test_a_ruleset_says_only_what_differs_from_a_checks_own_words(tmp_path):
    data = yaml.safe_load((ruleset.RULESETS / "position-statement.yaml").read_text(encoding="utf-8"))
    data["checks"] = {"local-link": {"severity": "advice", "messages": {"drive": "Not for us."}}, "bare-url": None}
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    mine = ruleset.load(str(path)).rules.checks
    shipped = ruleset.load("position-statement").rules.checks
    assert set(mine) == {"local-link", "bare-url"}
    assert mine["bare-url"] == shipped["bare-url"]
    assert mine["local-link"].severity == "advice"
    assert mine["local-link"].messages == shipped["local-link"].messages | {"drive": "Not for us."}


def test_an_unknown_ruleset_is_refused_with_the_ones_there_are():
    with pytest.raises(BadRuleset, match="position-statement"):
        ruleset.load("no-such-ruleset")


def test_a_ruleset_with_a_misspelt_key_is_refused_by_its_name(tmp_path):
    data = yaml.safe_load((ruleset.RULESETS / "draft-report.yaml").read_text(encoding="utf-8"))
    data["limtis"] = data.pop("limits")
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(BadRuleset, match=r"mine\.yaml"):
        ruleset.load(str(path))


def test_broken_yaml_is_refused_with_its_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("name: a\nchecks: [\n", encoding="utf-8")
    with pytest.raises(BadRuleset, match="line"):
        ruleset.load(str(path))


def test_a_framework_beside_a_ruleset_file_is_taken_before_the_shipped_one(tmp_path):
    rules = (ruleset.RULESETS / "draft-report.yaml").read_text(encoding="utf-8")
    framework = (ruleset.FRAMEWORKS / "at-risk-of-harm.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(rules, encoding="utf-8")
    (tmp_path / "at-risk-of-harm.yaml").write_text(framework.replace("2021-25", "2031-35"), encoding="utf-8")
    assert "2031-35" in ruleset.load(str(tmp_path / "mine.yaml")).framework.title
