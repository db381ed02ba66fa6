"""Commands whose help is in words: under headings, with what each option takes as people say it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import typer
from typer._click.exceptions import BadOptionUsage, UsageError
from typer.core import TyperCommand, TyperGroup

from dashboard.cli.usage import no_command, takes, too_much

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typer._click.core import Command as AnyCommand
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter
    from typer.models import CommandFunctionType

    from dashboard.cli.usage import Parameter

    Rows = list[tuple[str, str]]


class Command(TyperCommand):
    """A command whose help and errors speak of NAME, DAY and NUMBER."""

    allow_extra_args = True
    """They are refused here, in words."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take the line apart. Raises UsageError for what does not belong there."""
        with _at(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UsageError(too_much(ctx, rest), ctx)
        return rest

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """`[OPTIONS] PATH…`."""
        taken = [each for each in self.get_params(ctx) if each.param_type_name == "argument"]
        return ["[OPTIONS]", *(_usage(each) for each in taken)]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Arguments, then options."""
        _write_parameters(self, ctx, formatter)


class Group(TyperGroup):
    """Commands under headings; without any, under one."""

    headings: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take the line apart as far as the command. Raises UsageError with help without one."""
        with _at(ctx):
            rest = super().parse_args(ctx, args)
        if not ctx._protected_args and not ctx.resilient_parsing:  # noqa: SLF001 (its only place)
            raise UsageError(ctx.get_help(), ctx)
        return rest

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, AnyCommand | None, list[str]]:
        """The command that is named. Raises UsageError with the nearest."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            raise UsageError(no_command(ctx, args[0], self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Context) -> list[str]:
        """Names in the order of the headings."""
        return [name for _, names in self.headings for name in names] or super().list_commands(ctx)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Commands first: they are what one looks for."""
        widest = max(map(len, self.commands))
        for heading, names in self.headings or (("Commands", self.list_commands(ctx)),):
            rows = [(name.ljust(widest), self.commands[name].help or "") for name in names]
            _write(heading, rows, formatter)
        _write_parameters(self, ctx, formatter)


class Commands(typer.Typer):
    """A room of commands; plain text in all of their help."""

    def __init__(self, *, cls: type[Group] = Group, **how: Any) -> None:
        """Take what `typer.Typer` takes."""
        super().__init__(
            cls=cls,
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
            **how,
        )

    def command(
        self, name: str | None = None, **how: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """Register a function as a command."""
        return super().command(name, cls=Command, **how)


@contextmanager
def _at(ctx: Context) -> Iterator[None]:
    """Let an error know of which command it is; the parser of a line does not."""
    try:
        yield
    except BadOptionUsage as error:
        error.ctx = ctx
        raise


def _usage(argument: Parameter) -> str:
    return takes(argument) if argument.required else f"[{takes(argument)}]"


def _write_parameters(command: AnyCommand, ctx: Context, formatter: HelpFormatter) -> None:
    for heading, kind in (("Arguments", "argument"), ("Options", "option")):
        found = [each for each in command.get_params(ctx) if each.param_type_name == kind]
        _write(heading, [(takes(each), _meaning(each)) for each in found], formatter)


def _write(heading: str, rows: Rows, formatter: HelpFormatter) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)


def _meaning(parameter: Parameter) -> str:
    """Its help, and what it is where nothing is typed."""
    default = parameter.default
    if parameter.required:
        return f"{parameter.help} [required]"
    if not default or parameter.is_flag:
        return str(parameter.help)
    return f"{parameter.help} [{f'{default:g}' if isinstance(default, float) else default}]"
