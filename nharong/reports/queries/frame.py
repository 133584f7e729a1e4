"""What stands around the text of a report: letterhead, legal bases, receivers, signature (Nghị định 30/2020, annex I)."""

from nharong.kernel.problems import Refused
from nharong.plans import queries as plans
from nharong.plans.rules.scopes import roles_on
from nharong.reports.queries.owed import bodies_of
from nharong.reports.queries.writing import Writing
from nharong.reports.rules import paper
from nharong.reports.shape import Head, Signature
from nharong.territory.bodies.queries import find_body
from nharong.territory.queries import lineage


def head(told: Writing) -> Head:
    """The head of the paper."""
    words, plan, letterhead = told.form["paper"], told.owed.loaded.plan, told.letterhead
    return Head(
        superior_line=letterhead.superior_line,
        issuing_line=letterhead.issuing_line,
        symbol_line=f"Số: {told.symbol}",
        place_line=paper.place_and_day(letterhead.place_line, told.draft.day, told.owed.due.day, told.owed.year),
        type_name=told.form["type"]["name"],
        abstract=words["abstract"].format(plan=paper.decapitalised(plan.title), year=told.owed.year),
    )


def bases(told: Writing) -> list[str]:
    """The officer's own lines, else what the plan rests on and the plan; a number that is not verified stays a gap."""
    if own := told.draft.texts.get("bases", "").strip():
        return paper.ended([line.strip() for line in own.splitlines() if line.strip()])
    words, plan = told.form["paper"], told.owed.loaded.plan
    lines = []
    for rest in plan.basis:
        kind = paper.kind_of_document(rest.number, told.form["kinds"])
        issuer = f" của {_named(told, rest.issuer)}" if rest.issuer else ""
        day = paper.day_text(rest.date) if rest.date else ""
        lines.append(words["basis" if day else "basis_undated"].format(kind=kind, number=rest.number, day=day, issuer=issuer))
    number = plan.number.value if plan.number and plan.number.verified else words["blank"] + "/KH-UBND"
    issued = paper.day_text(plan.date.value) if plan.date and plan.date.verified else words["blank"]
    title = paper.decapitalised(plan.title)
    lines.append(words["basis_plan"].format(number=number, day=issued, issuer=_issuer(told), title=title))
    return paper.ended(lines)


def _issuer(told: Writing) -> str:
    """The body that issued the plan, as it was then."""
    role = told.owed.loaded.plan.issuer
    try:
        return paper.spelled(find_body(role, told.owed.area.day).name, told.form["spelled"])
    except Refused:
        return plans.role_name(role)


def _named(told: Writing, role: str) -> str:
    """A role as the one body that bore it over the area then: ``Ủy ban nhân dân tỉnh Kon Tum``; else the role's own name."""
    found = bodies_of([role], told.owed.area, told.owed.area.day, told.form)
    return paper.spelled(found[0].name, told.form["spelled"]) if len(found) == 1 else plans.role_name(role)


def recipients(told: Writing) -> list[str]:
    """To whom the report goes, each line as printed; bodies without a record here by their role."""
    owed, names = told.owed, []
    for role in roles_on(owed.duty.to, owed.loaded.plan.heirs, owed.on):
        bodies = bodies_of([role.removesuffix("/*")], owed.area, owed.on, told.form)
        names += [row.name for row in bodies if row.body_id != owed.body.body_id] if bodies else [plans.role_name(role)]
    lines = [f"- {paper.spelled(name, told.form['spelled'])} (b/c)" for name in dict.fromkeys(names)]
    return paper.ended([*lines, told.form["paper"]["keep"]])


def signature(told: Writing) -> Signature:
    """Who signs; while nobody is entered, the capitals of the body's head over a gap."""
    if told.signer:
        return Signature(told.signer.lines, told.signer.name)
    kinds, kind = told.form["unsigned"], told.owed.body.body.kind
    level = lineage().nodes[told.owed.body.place_id].kind
    return Signature(tuple(kinds.get(f"{kind}@{level}") or kinds.get(kind) or kinds[""]), "")
