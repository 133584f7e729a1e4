"""Users without self-signup or e-mail, and their grants: (user, body, role, area, from, to)."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from nharong.deeds.models import Recorded
from nharong.kernel.db import Dated, Identified
from nharong.kernel.permissions import ROLES


class UserManager(BaseUserManager["User"]):
    """Finds users by their name at sign-in; accounts are made by the action ``access.add_user``."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Case does not count."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Identified):
    """Somebody who signs in. Never deleted: deactivated, and the open work handed over."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    slip = models.UUIDField(null=True, db_index=True)  # number of the slip whose one-time password has not been used yet
    language = models.CharField(max_length=5, default="vi")
    theme = models.CharField(max_length=5, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="access_user_username_folded")]

    def __str__(self) -> str:
        return f"{self.name} ({self.username})"

    def get_absolute_url(self) -> str:
        """The user's page."""
        return reverse("access:user", args=[self.uid])


class Grant(Identified, Recorded, Dated):
    """One role of a user for a body in an area, in force for ``[start, stop)``; an empty area is everywhere."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=[(role, role) for role in ROLES])
    body = models.UUIDField(null=True)
    body_name = models.CharField(max_length=300, blank=True)
    area = models.CharField(max_length=40, blank=True)  # CODE@DATE

    class Meta:
        indexes = [models.Index(fields=["user", "start", "stop"])]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.area}"
