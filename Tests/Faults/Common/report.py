"""What was measured, line by line as it comes, and the table of it in the end."""

import sys
from dataclasses import dataclass, field


@dataclass
class Report:
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    scene: str = ""

    def say(self, what: str, figures: object, holds: bool | None = None) -> None:
        """One figure; `holds` where there is a bar to it."""
        figures = " ".join(str(figures).split())  # a log's last lines in one
        verdict = "" if holds is None else "ok" if holds else "MISSED"
        self.rows.append((self.scene, what, figures, verdict))
        print(f"{self.scene:12} {what}: {figures} {verdict}".rstrip(), file=sys.stderr, flush=True)

    @property
    def missed(self) -> int:
        return sum(row[3] == "MISSED" for row in self.rows)

    def table(self) -> str:
        widths = [max(len(row[column]) for row in self.rows) for column in range(2)]
        last = ""
        lines = []
        for scene, what, figures, verdict in self.rows:
            name = scene if scene != last else ""
            lines.append(f"{name:{widths[0]}}  {what:{widths[1]}}  {verdict:6}  {figures}")
            last = scene
        return "\n".join(lines)
