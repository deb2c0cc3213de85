"""The pages that list things list all of them."""

from pathlib import Path

from models import ruleset
from models.ruleset import CHECKS
from service.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"


def test_every_setting_is_on_its_page():
    page = (DOCS / "settings.md").read_text()
    assert [name for name in Settings.model_fields if f"`STANDPOINT_{name.upper()}`" not in page] == []


def test_every_check_is_run_by_a_ruleset():
    run = {check for name in ruleset.names() for check in ruleset.load(name).rules.checks}
    assert {path.stem for path in CHECKS.glob("*.yaml")} == run
