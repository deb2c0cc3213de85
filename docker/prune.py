"""Leave in this environment only what the product runs on: the lock file holds its developers' tools too."""

import subprocess
import sys
from importlib.metadata import distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def _needed(product: str) -> set[str]:
    """The product and everything that it requires on this Python, with the extras that were asked for."""
    installed = {canonicalize_name(each.metadata["Name"]): each for each in distributions()}
    found: set[tuple[str, str]] = set()
    waiting = [(canonicalize_name(product), "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        for line in installed[name].requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(wanted.name), each) for each in ("", *wanted.extras)]
    return {name for name, _ in found}


def main() -> None:
    """Take the others away, pip last."""
    needed = _needed("standpoint")
    others = {canonicalize_name(each.metadata["Name"]) for each in distributions()} - needed - {"pip"}
    for names in (sorted(others), ["pip"]):
        subprocess.run([sys.executable, "-m", "pip", "uninstall", "--quiet", "--yes", *names], check=True)  # noqa: S603 - names of installed packages


if __name__ == "__main__":
    main()
