"""/nguoi-dung/: who signs in, with which roles, where."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nharong.access import actions
from nharong.access.forms import AccountsFile, AddUser, CloseAccount, EndRole, GiveRole, NewSlip, StandIn, UserFilter
from nharong.access.models import User
from nharong.access.passwords import one_time_password
from nharong.access.queries import colleagues, get_grant, get_user, grants_of, may_manage, users, users_of_slip
from nharong.access.roles import role_name
from nharong.access.sheet import HEADINGS, read_accounts
from nharong.deeds.actions import Action, perform
from nharong.deeds.readings import read_log
from nharong.files.workbook import read_workbook
from nharong.kernel.guards import needs
from nharong.kernel.ids import new_uid
from nharong.kernel.pages import Column, Listing, show_list
from nharong.kernel.permissions import Permission
from nharong.kernel.problems import Problem, Refused
from nharong.kernel.time import today
from nharong.ui.forms import DeedForm, put_problems

P = Permission
Text = str | Promise


def _roles(user: Any) -> str:
    return ", ".join(dict.fromkeys(role_name(grant.role) for grant in user.held))


def _places(user: Any) -> str:
    return ", ".join(dict.fromkeys(grant.body_name or grant.area or str(_("everywhere")) for grant in user.held))


LIST: Listing[User] = Listing(
    name="nguoi-dung",
    title=_("Users"),
    columns=(
        Column("name", _("Name"), "name", sort=("name",), sub="username", url=lambda user: reverse("access:user", args=[user.uid])),
        Column("roles", _("Roles"), _roles),
        Column("where", _("Where"), _places, wide=True),
        Column("phone", _("Telephone"), "phone", wide=True),
        Column("state", _("State"), lambda user: _("In use") if user.is_active else _("Closed"), sort=("is_active",)),
    ),
    order="name",
    tie=("pk",),
    filters=UserFilter,
)


@require_safe
@needs(P.USERS_VIEW)
def list_users(request: HttpRequest) -> HttpResponseBase:
    """Users of the asker's area."""
    asked = UserFilter(request.GET)
    values = asked.cleaned_data if asked.is_valid() else {}
    rows = users(request.scope, day=today(), **values)  # type: ignore[attr-defined]
    context = {"may_add": request.scope.has(P.USERS_MANAGE)}  # type: ignore[attr-defined]
    return show_list(request, LIST, rows, template="access/list.html", context=context)


@require_safe
@needs(P.USERS_VIEW)
def show_user(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One user: state, roles through time, what may be done."""
    user = get_user(request.scope, uid)  # type: ignore[attr-defined]
    context = {
        "user_": user,
        "grants": [(grant, role_name(grant.role)) for grant in grants_of(user, today())],
        "may_manage": may_manage(request.scope, user),  # type: ignore[attr-defined]
        "may_grant": request.scope.has(P.USERS_MANAGE),  # type: ignore[attr-defined]
    }
    return render(request, "access/user.html", context)


def _sent(request: HttpRequest, form: DeedForm, act: Action, said: Text, to: str | User, **more: Any) -> HttpResponse | None:
    """The answer to a form that was sent and done; None: show it (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    receipt = perform(act, request.scope, uid=form.uid, **(form.payload | more))  # type: ignore[attr-defined]
    if not receipt.ok:
        put_problems(form, receipt.errors)
        return None
    messages.success(request, str(said))
    return redirect(to)


def _page(request: HttpRequest, form: DeedForm, title: Text, button: Text, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "access/form.html", {"form": form, "title": title, "button": button, **more}, status=status)


@needs(P.USERS_MANAGE)
def add_user(request: HttpRequest) -> HttpResponse:
    """A new account; the answer is its slip."""
    form = AddUser(request.POST or None, initial={"user": new_uid(), "slip": new_uid()})
    if request.method == "POST" and form.is_valid():
        account = {name: value for name, value in form.payload.items() if name != "slip"}
        slip = form.cleaned_data["slip"]
        receipt = perform(actions.add_user, request.scope, uid=form.uid, account=account, slip=slip)  # type: ignore[attr-defined]
        if receipt.ok:
            return redirect("access:slip", slip=slip)
        put_problems(form, receipt.errors)
    return _page(request, form, _("Add a user"), _("Add, and show the slip"))


@needs(P.USERS_MANAGE)
def give_role(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One more role."""
    user = get_user(request.scope, uid)  # type: ignore[attr-defined]
    form = GiveRole(request.POST or None)
    done = _sent(request, form, actions.grant, _("The role was given."), user, user=uid)
    return done or _page(request, form, _("Give a role"), _("Give the role"), user_=user)


@needs(P.USERS_MANAGE)
def end_role(request: HttpRequest, uid: uuid.UUID, grant: uuid.UUID) -> HttpResponse:
    """The end of a role."""
    row = get_grant(request.scope, uid, grant)  # type: ignore[attr-defined]
    form = EndRole(request.POST or None)
    done = _sent(request, form, actions.end_grant, _("The role was ended."), row.user, grant=grant)
    lede = f"{role_name(row.role)}, {row.body_name or row.area}"
    return done or _page(request, form, _("End a role"), _("End the role"), user_=row.user, lede=lede)


@needs(P.USERS_MANAGE)
def close_account(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The end of an account."""
    user = get_user(request.scope, uid, P.USERS_MANAGE)  # type: ignore[attr-defined]
    others = colleagues(request.scope).exclude(pk=user.pk)  # type: ignore[attr-defined]
    form = CloseAccount(request.POST or None, colleagues=others)
    done = _sent(request, form, actions.deactivate, _("The account was closed."), user, user=uid)
    lede = _("The user signs in no more and every role ends today. The records made by this user stay.")
    return done or _page(request, form, _("Close the account"), _("Close the account"), user_=user, lede=lede)


@needs(P.USERS_MANAGE)
def open_account(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """An account opened again."""
    user = get_user(request.scope, uid, P.USERS_MANAGE)  # type: ignore[attr-defined]
    form = DeedForm(request.POST or None)
    done = _sent(request, form, actions.reactivate, _("The account is open. Give it its roles."), user, user=uid)
    return done or _page(request, form, _("Open the account again"), _("Open the account"), user_=user)


@needs(P.USERS_MANAGE)
def stand_in(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A colleague with the same role while this user is away."""
    user = get_user(request.scope, uid)  # type: ignore[attr-defined]
    others = colleagues(request.scope).exclude(pk=user.pk)  # type: ignore[attr-defined]
    form = StandIn(request.POST or None, colleagues=others, initial={"start": today(), "role": "director"})
    done = _sent(request, form, actions.name_acting, _("The stand-in was named."), user, absent=uid)
    lede = _("The stand-in holds the same role for the same body and area until the last day.")
    return done or _page(request, form, _("Name a stand-in"), _("Name the stand-in"), user_=user, lede=lede)


# ---------------------------------------------------------------- slips


@needs(P.USERS_MANAGE)
def new_slip(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A new one-time password; the answer is its slip."""
    user = get_user(request.scope, uid, P.USERS_MANAGE)  # type: ignore[attr-defined]
    form = NewSlip(request.POST or None, initial={"slip": new_uid()})
    to = reverse("access:slip", args=[form.data["slip"]]) if form.is_bound and form.is_valid() else ""
    done = _sent(request, form, actions.reset_password, _("The old password is worth nothing now."), to, user=uid)
    lede = _("The password now in use, and every open session of this user, end at once.")
    return done or _page(request, form, _("New password slip"), _("Make the slip"), user_=user, lede=lede)


@never_cache
@require_safe
@needs(P.USERS_MANAGE)
def show_slip(request: HttpRequest, slip: uuid.UUID) -> HttpResponse:
    """Slips to print and cut: user name and one-time password, as long as it has not been used."""
    rows = users_of_slip(request.scope, slip)  # type: ignore[attr-defined]
    read_log(request.scope, kind="slip", name=", ".join(user.username for user in rows), count=len(rows))  # type: ignore[attr-defined]
    slips = [(user, one_time_password(user.uid, slip)) for user in rows]
    return render(request, "access/slips.html", {"slips": slips, "address": settings.SITE_URL})


@needs(P.USERS_MANAGE)
def import_users(request: HttpRequest) -> HttpResponse:
    """Accounts from a workbook; the answer is their slips."""
    form = AccountsFile(request.POST or None, request.FILES or None, initial={"slip": new_uid()})
    faults: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        slip, file = form.cleaned_data["slip"], form.cleaned_data["file"]
        try:
            book = read_workbook(file, name=file.name)
            rows = read_accounts(book.sheet(*book.sheet_names[:1]).rows(), slip)
        except Refused as refusal:
            faults = refusal.problems
        else:
            receipt = perform(actions.import_accounts, request.scope, uid=form.uid, rows=rows, slip=slip)  # type: ignore[attr-defined]
            if receipt.ok:
                return redirect("access:slip", slip=slip)
            faults = receipt.errors
    return render(
        request, "access/import.html", {"form": form, "faults": faults, "headings": ", ".join(HEADINGS)}, status=422 if faults else 200
    )
