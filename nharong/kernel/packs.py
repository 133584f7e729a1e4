"""Packs: laws, programmes, indicators, plans, forms as versioned data files; finding, reading, hashing, naming them."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent / "packs"
"""Packs that ship with the program."""


class PackLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as packs mean it: only true and false are truth values; yes, no, on, off are words."""

    yaml_implicit_resolvers = {
        letter: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"]
        for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


PackLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


def load_yaml(text: str) -> Any:
    """The data of a pack's text. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=PackLoader)  # noqa: S506 - a safe loader


class NoPack(LookupError):
    """No pack of that kind and id."""


@dataclass(frozen=True)
class Pack:
    """One version of one pack."""

    kind: str
    id: str
    version: int
    title: str
    verified: bool
    hash: str
    data: dict[str, Any]
    path: Path | None = None

    @property
    def name(self) -> str:
        """How figures and papers cite it: ``nd20-2014@1``."""
        return f"{self.id}@{self.version}"


def canonical_hash(data: Any) -> str:
    """SHA-256 of the canonical content: the order of keys, spaces and comments do not count."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def read_pack(kind: str, text: str, path: Path | None = None) -> Pack:
    """A pack from its YAML text; raises KeyError or yaml.YAMLError on a file that is none (plans have their own checker)."""
    data = load_yaml(text)
    return Pack(
        kind=kind,
        id=str(data["id"]),
        version=int(data["version"]),
        title=str(data.get("title", data["id"])),
        verified=data.get("verified") in ("yes", True),
        hash=canonical_hash(data),
        data=data,
        path=path,
    )


def shipped(kind: str) -> Iterator[Pack]:
    """Every shipped pack of a kind, by file name."""
    for path in sorted((ROOT / kind).glob("*.yaml")):
        yield _read(kind, path)


@cache
def _read(kind: str, path: Path) -> Pack:
    return read_pack(kind, path.read_text(encoding="utf-8"), path)


@cache
def find(kind: str, id: str) -> Pack:
    """The newest shipped pack of that id. Raises NoPack."""
    found = [pack for pack in shipped(kind) if pack.id == id]
    if not found:
        raise NoPack(f"{kind}/{id}")
    return max(found, key=lambda pack: pack.version)
