"""The manners of the command line: one JSON document on standard output, messages on standard error, three exit codes."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from nharong.kernel.problems import Problem

DONE, REFUSED, WRONG_USE = 0, 1, 2


class Refusal(Exception):
    """The command cannot be done: the problems go to standard error (or into the JSON), exit code 1."""

    def __init__(self, *problems: Problem, answer: dict[str, Any] | None = None) -> None:
        self.problems = problems
        self.answer = answer
        super().__init__("; ".join(problem.error for problem in problems))


class WrongUse(Exception):
    """The words of the command are off: exit code 2."""


def say(*words: object) -> None:
    """A message to the person, never mixed with the answer."""
    print(*words, file=sys.stderr)


def answer(document: Any, as_json: bool, show: Callable[[Any], Iterable[str]]) -> None:
    """The answer on standard output: one JSON document, or lines to read."""
    if as_json:
        json.dump(document, sys.stdout, ensure_ascii=False, indent=1, default=str)
        sys.stdout.write("\n")
    else:
        for line in show(document):
            print(line)


def say_problems(problems: Iterable[Problem]) -> None:
    """Each problem on a line: place, value, error, mend."""
    for problem in problems:
        where = f"Dòng {problem.row}, cột {problem.column}: " if problem.row is not None else f"{problem.field}: " if problem.field else ""
        value = f" [{problem.value}]" if problem.value else ""
        say(f"{where}{problem.error}{value} {problem.mend}".strip())


class Progress:
    """Lines on standard error about long work; silent where nobody watches and while it is short."""

    def __init__(self) -> None:
        self.last = -1

    def __call__(self, what: str, done: int, of: int) -> None:
        """Report; prints when another tenth is done."""
        tenth = 10 * done // max(of, 1)
        if tenth != self.last:
            self.last = tenth
            say(f"{what}: {done}/{of}")


class Parser(argparse.ArgumentParser):
    """Wrong use exits with 2 and says in Vietnamese how to ask for help."""

    def error(self, message: str) -> NoReturn:
        """Say what is off."""
        say(f"Lệnh chưa đúng: {message}. Gõ “{self.prog} --help” để xem cách dùng.")
        raise SystemExit(WRONG_USE)
