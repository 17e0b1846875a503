"""Where a key comes from: a file that nobody else may read, or the output of a command.

A key is 32 bytes, written as 64 hexadecimal digits or in base64. It is never printed, and what a
key command wrote to stderr is not either: some print what they were given.
"""

import base64
import binascii
import os
import re
import shlex
import signal
import stat
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import click

from wcdb.database import CannotRun

LENGTH = 32
LONGEST_TEXT = 4096
TIMEOUT = 30.0

Command = TypeVar("Command", bound=Callable[..., object])


def options(purpose: str) -> Callable[[Command], Command]:
    """Return a decorator that adds --key-file, --key-command and --key-timeout.

    Their environment variables are WCDB_<PURPOSE>_KEY_FILE and so on.
    """
    prefix = f"WCDB_{purpose.upper()}_KEY"

    def _decorate(command: Command) -> Command:
        for option in (
            click.option(
                "--key-timeout",
                envvar=f"{prefix}_TIMEOUT",
                type=click.FloatRange(min=0, min_open=True),
                default=TIMEOUT,
                show_default=True,
                help="Seconds to wait for the key command.",
            ),
            click.option(
                "--key-command",
                envvar=f"{prefix}_COMMAND",
                help=f"Command that prints the key (a vault's client). {prefix}_COMMAND.",
            ),
            click.option(
                "--key-file",
                envvar=f"{prefix}_FILE",
                type=click.Path(path_type=Path),
                help=f"File with the key, 32 bytes in hex or base64. {prefix}_FILE.",
            ),
        ):
            command = option(command)
        return command

    return _decorate


def read_key(file: Path | None, command: str | None, timeout: float = TIMEOUT) -> bytes:
    """Return the key from the one source that is given.

    Raises:
        CannotRun: none or both are given, or what they hold is no key.
    """
    if file is not None and command is not None:
        raise CannotRun("give either --key-file or --key-command, not both.")
    if file is not None:
        return read_key_file(file)
    if command is not None:
        return _run_key_command(command, timeout)
    raise CannotRun(
        "no key is given; name one with --key-file or --key-command, or their variables (--help)."
    )


def read_key_file(path: Path) -> bytes:
    """Return the key in a file that only its owner may read.

    What is checked is what is read: the file that was opened. A FIFO is refused without waiting
    for a writer.

    Raises:
        CannotRun: it cannot be read, others could read it too, or it holds no key.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise CannotRun(f"cannot read the key file {path}: {error.strerror}.") from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise CannotRun(f"the key file {path} is not a regular file; use --key-command.")
        mode = stat.S_IMODE(found.st_mode)
        if mode & 0o077:
            raise CannotRun(
                f"the key file {path} is open to others (mode {mode:04o});"
                " chmod 600 it, and make a new key if others could have read it."
            )
        if found.st_uid not in (os.geteuid(), 0):
            raise CannotRun(f"the key file {path} belongs to another user, who can change it.")
        text = os.read(descriptor, LONGEST_TEXT)
    finally:
        os.close(descriptor)
    return _decode(text, f"the key file {path}")


def _run_key_command(command: str, timeout: float) -> bytes:
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise CannotRun("the key command is empty or has an open quote.")
    # Only the program is named: arguments may hold a token.
    name = f"the key command ({Path(words[0]).name})"
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise CannotRun(f"{name} does not start: {error.strerror}.") from None
    with process:
        try:
            text, _ = process.communicate(timeout=timeout)
        except BaseException as error:
            # With all it started: a child of it would keep the pipe open.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise CannotRun(f"{name} printed no key within {timeout:g} seconds.") from None
            raise
    if process.returncode != 0:
        raise CannotRun(
            f"{name} failed with exit code {process.returncode}; run it by hand to see why."
        )
    return _decode(text, f"what {name} printed")


def _decode(text: bytes, source: str) -> bytes:
    """Return the 32 bytes; how long the text is tells how it is written."""
    stripped = text.strip()
    key = b""
    if re.fullmatch(rb"[0-9A-Fa-f]{64}", stripped):
        key = bytes.fromhex(stripped.decode())
    elif re.fullmatch(rb"[A-Za-z0-9+/_-]{43}=?", stripped):
        try:
            key = base64.b64decode(stripped.rstrip(b"=").translate(_STANDARD) + b"=", validate=True)
        except binascii.Error:
            key = b""
    if len(key) != LENGTH:
        raise CannotRun(
            f"{source} is no key: {LENGTH} bytes as 64 hexadecimal digits or in base64"
            " (openssl rand -hex 32)."
        )
    return key


_STANDARD = bytes.maketrans(b"-_", b"+/")
