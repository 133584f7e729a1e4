"""Every action has a name that people read."""

from nharong.deeds.actions import actions
from nharong.deeds.queries import action_titles


def test_every_action_is_called_something() -> None:
    assert not sorted(set(actions()) - set(action_titles()))
