"""Calls of git. A missing, failing or slow git raises an error, and is never taken for "no"."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# A git hook sets these for its own repository (`git rev-parse --local-env-vars`). Here the folder decides.
_REPOSITORY_VARIABLES = frozenset(
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_DIR GIT_GRAFT_FILE GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE GIT_NAMESPACE"
    " GIT_NO_REPLACE_OBJECTS GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE GIT_WORK_TREE".split()
)
# No lock of the index, no prompt on a terminal, messages in English.
_SETTINGS = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class GitError(Exception):
    """The error for a git without an answer. The message is the reason.

    Attributes:
        remedy: advice for the user.
    """

    def __init__(self, fact: str, remedy: str) -> None:
        super().__init__(fact)
        self.remedy = remedy


@dataclass
class TimeLimit:
    """The seconds allowed to all git commands of one build together."""

    seconds: float = 60
    spent: float = 0

    def restart(self) -> None:
        """Reset the limit for another build."""
        self.spent = 0


# Shared by all calls in this process: a build calls git several times, and must not wait for a slow git each time.
LIMIT = TimeLimit()


def is_in_repository(root: Path) -> bool:
    """Return True if `root` or a folder above it has a `.git`, whether or not git can read it."""
    root = root.resolve()
    return any(os.path.lexists(folder / ".git") for folder in (root, *root.parents))


@dataclass(frozen=True)
class Git:
    """Git in the folder `root`.

    Attributes:
        errors: how to decode bytes of its output that are not UTF-8.
    """

    root: Path
    limit: TimeLimit = field(default_factory=lambda: LIMIT)
    errors: str = "replace"

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run a command, whatever its exit code.

        Raises: GitError if git is missing, cannot be started, or is too slow.
        """
        inherited = {key: value for key, value in os.environ.items() if key not in _REPOSITORY_VARIABLES}
        started = time.monotonic()
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self.root,
                env={**inherited, **_SETTINGS, **(environment or {})},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=max(self.limit.seconds - self.limit.spent, 0),
                check=False,
            )
        except subprocess.TimeoutExpired:
            fact = f"git did not answer within {self.limit.seconds:g} seconds (git {arguments[0]})"
            raise GitError(fact, "run git status to see what it waits for, and try again") from None
        except FileNotFoundError:
            raise GitError("git is missing", "install git") from None
        except OSError as error:
            raise GitError(f"git cannot be started ({error.strerror})", "fix the installation of git") from None
        finally:
            self.limit.spent += time.monotonic() - started

    def read(self, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
        """Return the output of a command without its last line end.

        Raises: GitError, also if the command fails.
        """
        done = self.run(*arguments, environment=environment)
        if done.returncode:
            raise _make_command_error(arguments[0], done)
        return self._decode_output(done)

    def ask(self, *arguments: str) -> str | None:
        """Return the output of a command, or None if it says no: exit code 1 without a message.

        Raises: GitError for other failures.
        """
        done = self.run(*arguments)
        if done.returncode == 1 and not done.stderr:
            return None
        if done.returncode:
            raise _make_command_error(arguments[0], done)
        return self._decode_output(done)

    def is_shallow(self) -> bool:
        """Return True if the clone lacks a part of its history."""
        return self.read("rev-parse", "--is-shallow-repository") == "true"

    def _decode_output(self, done: subprocess.CompletedProcess[bytes]) -> str:
        return done.stdout.decode("utf-8", self.errors).removesuffix("\n")


def _make_command_error(command: str, done: subprocess.CompletedProcess[bytes]) -> GitError:
    lines = [line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()] or ["without a word"]
    said = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
    return GitError(f"git {command} failed: {said}", "run git status and do what it says")
