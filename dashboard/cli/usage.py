"""What was wrong with how a command was typed, in a sentence: what was received, what is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_origin

from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)

from data.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer._click.core import Context

Parameter = Any
"""An option or an argument; Typer has no type with what both have."""


def usage_sentence(error: UsageError) -> str:
    """The error in our words; one that we raised ourselves is a sentence already."""
    command = error.ctx.command_path if error.ctx else "offcut"
    match error:
        case NoSuchOption(option_name=name):
            near = nearest(name, _options(error)) or ""
            return f"{command} has no option {name}. {near} {_more(command)}".replace("  ", " ")
        case BadParameter(param=parameter) if parameter is not None:
            return _about(parameter, error, command)
        case BadOptionUsage(option_name=name):
            return _value_of(name, error)
    return error.message


def _about(parameter: Parameter, error: BadParameter, command: str) -> str:
    if isinstance(error, MissingParameter):
        return f"{command} needs {takes(parameter)}: {parameter.help} {_more(command)}"
    return f"{_name(parameter)} {_received(error)}: not {_valid(parameter)}."


def no_command(context: Context, name: str, known: Sequence[str]) -> str:
    """That a command does not exist, with the nearest that do."""
    path = context.command_path
    near = nearest(name, known) or f"There are: {', '.join(known)}."
    return f"{path} has no command {name!r}. {near} {_more(path)}"


def too_much(context: Context, rest: Sequence[str]) -> str:
    """That something stands on the line which the command does not take."""
    path = context.command_path
    return f"{path} does not take {' '.join(map(repr, rest))}. {_more(path)}"


def takes(parameter: Parameter) -> str:
    """How a parameter is typed: `--from DAY`, `PATH…`, a flag by its names."""
    if parameter.param_type_name == "argument":
        return f"{parameter.metavar}{'…' if parameter.nargs == -1 else ''}"
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def _more(command: str) -> str:
    return f"`{command} --help` says more."


def _name(parameter: Parameter) -> str:
    is_argument = parameter.param_type_name == "argument"
    return str(parameter.metavar if is_argument else parameter.opts[0])


def _options(error: UsageError) -> list[str]:
    parameters = error.ctx.command.params if error.ctx else []
    return [name for each in parameters for name in each.opts if name.startswith("--")]


def _value_of(name: str, error: BadOptionUsage) -> str:
    """What is wrong with an option's value: there is none, or one where none is taken."""
    parameters: list[Parameter] = [*error.ctx.command.params] if error.ctx else []
    found = next((each for each in parameters if name in each.opts), None)
    if found is None or found.is_flag:
        return f"{name} takes no value. Write it alone."
    return f"{name} needs a value after it: {takes(found)}."


def _received(error: BadParameter) -> str:
    problems: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    return str(problems[0]["input"]) if problems else ""


def _valid(parameter: Parameter) -> str:
    """The values that a parameter takes, in words."""
    described = parameter.type_descriptor
    if described.is_choice:
        *some, last = [str(each.value) for each in described.choices]
        return f"{', '.join(some)} or {last}"
    low, high = parameter.min, parameter.max
    kind = {int: "a whole number", float: "a number"}.get(_plain(described.annotation), "valid")
    if low is not None and high is not None:
        return f"{kind} from {_number(low)} to {_number(high)}"
    return kind if low is None else f"{kind} of {_number(low)} or more"


def _number(limit: float) -> str:
    """A long one with marks between its thousands; a port has none."""
    return f"{limit:,}" if limit > 99_999 else f"{limit:g}"


def _plain(annotation: Any) -> Any:
    """The type itself of one that may be left out, or given several times."""
    inner = [each for each in get_args(annotation) if each is not type(None)]
    return _plain(inner[0]) if inner and get_origin(annotation) is not None else annotation
