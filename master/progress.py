"""What the user sees while cells run: one line per cell on a terminal, nothing where there is none."""

import time
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from master.run_folder import Job

_MARKS = {"success": ("✓", "green"), "failure": ("✗", "red")}


class CellProgress:
    """Follows the events of a run. Use as a context around it."""

    def __init__(self, console: Console, jobs: tuple[Job, ...]) -> None:
        self._console = console
        self._jobs = jobs
        self._doing = dict.fromkeys(range(len(jobs)), "waiting")
        self._result: dict[int, str] = {}
        self._begun: dict[int, float] = {}
        self._ended: dict[int, float] = {}
        self._live = Live(console=console, refresh_per_second=4, transient=True) if console.is_terminal else None

    def __enter__(self) -> "CellProgress":
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def heard(self, event: dict[str, Any] | None) -> None:
        """Take one event, or None when time has passed."""
        if event is not None:
            self._take(event)
        if self._live:
            self._live.update(self._table())

    def _take(self, event: dict[str, Any]) -> None:
        if "url" in event:
            self.say(f"Buildbot shows the cells at {event['url']} while they run")
            return
        number, kind = event["number"], event["event"]
        if kind == "started":
            self._begun[number] = time.monotonic()
            self._doing[number] = "starting"
            self._result.pop(number, None)
            self._ended.pop(number, None)
        elif kind == "finished":
            self._ended[number] = time.monotonic()
            self._result[number] = event["result"]
        elif kind == "command":
            self._doing[number] = f"{event.get('phase', '')}: {event.get('command', '')}"
        elif kind == "phase":
            self._doing[number] = str(event.get("phase", ""))

    def say(self, sentence: str) -> None:
        if self._console.is_terminal:
            self._console.print(Text(sentence, style="dim"))

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        for number, job in enumerate(self._jobs):
            mark, style = _MARKS.get(self._result.get(number, ""), ("•", "yellow"))
            table.add_row(
                Text(mark, style=style),
                Text(job.name.replace("/", " · "), no_wrap=True),
                Text(self._seconds(number), justify="right"),
                Text(self._doing[number][:200], no_wrap=True, overflow="ellipsis", style="dim"),
            )
        return table

    def _seconds(self, number: int) -> str:
        if number not in self._begun:
            return ""
        return f"{self._ended.get(number, time.monotonic()) - self._begun[number]:.0f} s"
