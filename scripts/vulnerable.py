"""Known weaknesses of the pinned versions, as the package registry tells of them; asks once for each version of a lock.

    python scripts/vulnerable.py [requirements-dev.lock]

Exit status: 0 none is known, 1 some are (each is named with the versions that mend it), 2 the registry tells nothing.
The registry is the one that pip is set to; of its answers for one release (JSON) the list ``vulnerabilities`` is read.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import urllib3

ROOT = Path(__file__).parents[1]
PATIENCE = urllib3.Timeout(connect=10, read=30)
Ask = Callable[[str, str], dict]


class Silent(Exception):
    """The registry does not tell."""


def main(arguments: list[str]) -> int:
    """Ask for every version of the lock; returns the exit status."""
    lock = Path(arguments[0]) if arguments else ROOT / "requirements-dev.lock"
    versions = list(pinned(lock.read_text(encoding="utf-8")))
    try:
        found = list(weaknesses(versions, of_registry(registry())))
    except Silent as told:
        print(f"not checked: {told}")
        return 2
    print("\n".join(found) or f"no weakness is known of the {len(versions)} versions in {lock.name}")
    return 1 if found else 0


def pinned(lock: str) -> Iterator[tuple[str, str]]:
    """Name and version of each package of a lock."""
    return (match.groups() for match in re.finditer(r"^([\w.-]+)==([\w.!+-]+)", lock, re.MULTILINE))


def weaknesses(versions: Iterable[tuple[str, str]], ask: Ask) -> Iterator[str]:
    """A line for each weakness that is known and not withdrawn. Raises Silent, after the first answer if it can."""
    (first, *rest) = versions
    answers = [(first, ask(*first))]
    with ThreadPoolExecutor(8) as several:
        answers += zip(rest, several.map(lambda one: ask(*one), rest), strict=True)
    for (name, version), answer in answers:
        for one in answer["vulnerabilities"]:
            if not one.get("withdrawn"):
                names = ", ".join([one["id"], *one.get("aliases", ())])
                mended = ", ".join(one.get("fixed_in", ())) or "no version yet"
                yield f"{name}=={version}: {names}; mended in {mended}"


def registry() -> str:
    """The address of the index that pip is set to. Raises Silent if it is none on the web."""
    pip = [sys.executable, "-m", "pip"]
    told = subprocess.run([*pip, "config", "list"], capture_output=True, text=True).stdout
    set_to = re.findall(r"^\S*[.:]index-url='([^']*)'", told, re.MULTILINE)
    if not set_to:  # then it is the one that pip itself names
        told = subprocess.run([*pip, "install", "--help"], capture_output=True, text=True).stdout
        set_to = re.findall(r"\(default:?\s+(https?://[^\s)]+)", told)[:1]
    named = set_to[-1] if set_to else ""
    if not named.startswith(("http://", "https://")):
        raise Silent("pip is set to no index on the web")
    return re.sub(r"/simple/?$", "", named)


def of_registry(address: str) -> Ask:
    """What asks the registry for a release."""
    pool = urllib3.PoolManager(timeout=PATIENCE, retries=False, maxsize=8)

    def ask(name: str, version: str) -> dict:
        try:
            response = pool.request("GET", f"{address}/pypi/{name}/{version}/json")
            answer = response.json() if response.status == 200 else {}
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise Silent(f"the registry gives no answer for {name} {version} ({error})") from None
        if "vulnerabilities" not in answer:
            raise Silent(f"the registry tells of no weaknesses (status {response.status} for {name} {version})")
        return answer

    return ask


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
