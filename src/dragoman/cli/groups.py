"""A group of commands of which one may be left out."""

import click


class DefaultGroup(click.Group):
    """A group whose first command may be left out: `scenario FILE` is `scenario run FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front, unless a command or the group's help is asked for."""
        default = next(iter(self.commands))
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [default, *args]
        return super().parse_args(ctx, args)
