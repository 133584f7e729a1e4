"""Catalogues of the screens' texts without system gettext: ``python tools/messages.py extract | compile | check``.

Source strings are English; each folder keeps its Vietnamese in ``nharong/<folder>/locale/vi/LC_MESSAGES/django.po`` with the
compiled ``.mo`` beside it. ``extract`` keeps what is translated and takes over what another folder has already said;
``check`` prints what is missing and exits 1.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract as extract_from
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1] / "nharong"
ROOT_FILES = "config"
"""Folder that keeps the texts of modules lying in the package's root."""
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: vi\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|{(\w*)}")
QUOTING = {
    "%(area)s km²",
    "Thôn, Làng, Tổ dân phố…",
    "The kind of residence is thường trú or tạm trú.",
    "Write sơ cấp, trung cấp, cao đẳng, đại học or sau đại học, or leave the cell empty.",
    "Write đang ở, vắng, chuyển đến, chuyển đi or đã mất, or leave the cell empty.",
    "Write “chuyển đi” if the person has moved out.",
}
"""English texts that quote the words of a Vietnamese form, or a sign beyond ASCII."""
FOREIGN = re.compile(r"[^\W\d_a-zA-Z]")

Key = tuple[str, str]
"""Context and (singular) text of a message."""


def folders(package: Path) -> list[Path]:
    """Every folder of the package that may hold texts."""
    return sorted(path for path in package.iterdir() if path.is_dir() and (path / "__init__.py").exists())


def sources(package: Path, folder: Path) -> Iterator[Path]:
    """The Python files and templates of a folder, without tests and migrations."""
    if folder.name == ROOT_FILES:
        yield from sorted(package.glob("*.py"))
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        inside = path.relative_to(folder).parts
        if not {"tests", "migrations", "static"} & set(inside) and (path.suffix == ".py" or "templates" in inside):
            yield path


def texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Each message of a file (a pair where it has a plural) with its context."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = templatize(source, origin=str(path))
    for _line, message, _comments, context in extract_from("python", BytesIO(source.encode()), KEYWORDS):
        if message:
            yield message, context or ""


def key_of(message: Message) -> Key:
    """What names a message in a catalogue."""
    id = message.id
    context: Any = message.context or ""
    return context.decode() if isinstance(context, bytes) else context, id[0] if isinstance(id, list | tuple) else str(id)


def is_translated(message: Message) -> bool:
    """Whether every form is there and nobody marked it as a guess."""
    said = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(said) and all(said) and not message.fuzzy


def read_catalogue(folder: Path) -> dict[Key, Message]:
    """A folder's catalogue; empty where there is none."""
    path = folder / CATALOGUE
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {key_of(message): message for message in read_po(file, locale="vi") if message.id}


def wanted(package: Path, folder: Path) -> Catalog:
    """An empty catalogue of all that a folder says."""
    catalogue = Catalog(locale="vi")
    for path in sources(package, folder):
        for message, context in texts(path):
            catalogue.add(message, context=context or None)
    return catalogue


def extract(package: Path) -> list[str]:
    """Write every folder's .po anew; returns the files that changed."""
    known = {folder: read_catalogue(folder) for folder in folders(package)}
    anywhere = {key: message for catalogue in known.values() for key, message in catalogue.items() if is_translated(message)}
    changed = []
    for folder, old in known.items():
        catalogue = wanted(package, folder)
        for message in catalogue:
            kept = message.id and (old.get(key_of(message)) or anywhere.get(key_of(message)))
            if kept and message.pluralizable == kept.pluralizable:
                message.string = kept.string
                message.flags |= kept.flags & {"fuzzy"}
                message.user_comments = kept.user_comments
        if _write(folder / CATALOGUE, catalogue):
            changed.append(str(folder.name))
    return changed


def _write(path: Path, catalogue: Catalog) -> bool:
    """Write a catalogue without a header that changes and without line numbers; whether the file is different now."""
    if not len(catalogue):
        path.unlink(missing_ok=True)
        path.with_suffix(".mo").unlink(missing_ok=True)
        return False
    buffer = BytesIO()
    write_po(buffer, catalogue, omit_header=True, no_location=True, sort_output=True, width=120)
    text = HEADER + buffer.getvalue().decode()
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def compile_all(package: Path) -> list[str]:
    """Write the .mo beside every .po whose translations it does not hold yet; returns the folders done."""
    done = []
    for folder in folders(package):
        path = folder / CATALOGUE
        if path.exists() and is_stale(folder):
            with path.open("rb") as po, path.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po, locale="vi"))
            done.append(folder.name)
    return done


def is_stale(folder: Path) -> bool:
    """Whether the .mo says something else than the .po."""
    compiled = (folder / CATALOGUE).with_suffix(".mo")
    if not compiled.exists():
        return True
    with compiled.open("rb") as file:
        held = {key_of(message): _said(message) for message in read_mo(file) if message.id}
    return held != {key: _said(message) for key, message in read_catalogue(folder).items() if is_translated(message)}


def _said(message: Message) -> list[str]:
    """The translations of a message, one a form (a .mo does not tell one form from none)."""
    said = message.string
    return [form for form in said if form] if isinstance(said, list | tuple) else [str(said)]


def faults(package: Path) -> Iterator[str]:
    """All that is wrong, one line each: untranslated, fuzzy, gone or new texts, stale .mo, and texts that contradict."""
    elsewhere: dict[Key, dict[str, str]] = defaultdict(dict)
    for folder in folders(package):
        catalogue = read_catalogue(folder)
        asked = {key_of(message): message for message in wanted(package, folder) if message.id}
        yield from (f"{folder.name}: not in the catalogue, run extract: {text!r}" for _c, text in sorted(asked.keys() - catalogue.keys()))
        yield from (f"{folder.name}: no longer said, run extract: {text!r}" for _c, text in sorted(catalogue.keys() - asked.keys()))
        for key, message in sorted(catalogue.items()):
            yield from (f"{folder.name}: {fault}: {key[1]!r}" for fault in message_faults(message))
            elsewhere[key]["; ".join(_said(message))] = folder.name
        if catalogue and is_stale(folder):
            yield f"{folder.name}: the .mo is older than the .po, run compile"
    for (_context, text), said in sorted(elsewhere.items()):
        if len(said) > 1:
            yield f"{', '.join(said.values())}: said in two ways ({' | '.join(said)}): {text!r}"


def message_faults(message: Message) -> Iterator[str]:
    """What is wrong with one entry."""
    if message.fuzzy:
        yield "fuzzy"
    elif not is_translated(message):
        yield "not translated"
    ids = message.id if isinstance(message.id, list | tuple) else [str(message.id)]
    if any(FOREIGN.search(id) and id not in QUOTING for id in ids):
        yield "the source string is not English"
    places = {hit for id in ids for hit in PLACEHOLDER.findall(id)}
    if is_translated(message) and any(set(PLACEHOLDER.findall(said)) - places for said in _said(message)):
        yield "the translation has a placeholder that the source has not"
    if is_translated(message) and any(places - set(PLACEHOLDER.findall(said)) for said in _said(message)):
        yield "the translation lacks a placeholder"


def check(package: Path) -> list[str]:
    """Every fault."""
    return list(faults(package))


COMMANDS: dict[str, Callable[[Path], list[str]]] = {"extract": extract, "compile": compile_all, "check": check}


def main(words: list[str]) -> int:
    """Run one command; 1 where ``check`` finds something, 2 for wrong use."""
    if len(words) != 1 or words[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    if not settings.configured:
        settings.configure()
    lines = COMMANDS[words[0]](PACKAGE)
    for line in lines:
        print(line)
    return 1 if words[0] == "check" and lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
