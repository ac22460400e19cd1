"""folkmoot seed"""

from rich.console import Console
from rich.progress import Progress

from models import database, migrating
from seeds import telling

console = Console()


def seed() -> None:
    """Fill an empty site with the sample service. Does nothing when there are ideas already."""
    migrating.bring_up_to_date(database.engine())
    if telling.told_already():
        console.print("There are ideas here already: nothing was added.")
        return
    console.print("Making a sample service: a year of ideas, answers and promises. This takes a minute or two.")
    with Progress(console=console) as progress:
        bar = progress.add_task("A year in Brackenby District", total=None)
        telling.tell(progress=lambda done, whole: progress.update(bar, completed=done, total=whole))
