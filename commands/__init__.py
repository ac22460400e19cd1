"""The `folkmoot` command: one file for each thing it does."""

import typer

from commands import demonstrating, doctoring, importing, migrating, seeding, serving

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="Ideas for better public services: every idea gets an answer, and every answer can be checked.")
app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("migrate")(migrating.migrate)
app.command("seed")(seeding.seed)
app.command("import")(importing.bring_in)
app.command("doctor")(doctoring.examine)
app.command("demo")(demonstrating.demonstrate)
