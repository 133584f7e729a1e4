"""How a paper is headed and signed (Nghị định 30/2020, annex I): pure text."""


def issuing_text(pattern: str, place: str) -> str:
    """The lower line of a letterhead: the pattern with the place's whole name, in capitals."""
    return pattern.replace("{place}", place).upper()


def signature_lines(signing: str, collective: str, head: str, title: str) -> tuple[str, ...]:
    """The capitals over a signature.

    ``signing`` is a SigningForm; ``collective`` the issuing body (``Ủy ban nhân dân``), ``head`` the title of its head,
    ``title`` that of the signer: ``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``.
    """
    parts = set(signing.split(" + "))
    lines = [f"TM. {collective}"] if "TM." in parts else []
    if "KT." in parts:
        lines += [f"KT. {head}", title]
    else:
        lines.append(f"Q. {head}" if "Q." in parts else title)
    return tuple(line.upper() for line in lines)
