import { isOver, type Report } from "./figures.ts";

/** What differs by less lies within what a shared machine does by itself. */
const notable = 1.25;

/** Each figure beside the baseline's: its value then and now, now as a multiple of then, and a word where that says something. */
export function compareReports(before: Report, now: Report): string {
  const lines: string[] = [];
  for (const scale of now.scales) {
    const old = before.scales.find(({ name }) => name === scale.name);
    lines.push(`\n${scale.name}, beside the baseline`);
    for (const figure of scale.figures) {
      const was = old?.figures.find(({ name }) => name === figure.name);
      const times = was === undefined || was.value === 0 ? undefined : figure.value / was.value;
      const slower = times === undefined ? 1 : figure.unit === "rows/s" ? 1 / times : times;
      const word = slower > notable ? "worse" : slower < 1 / notable ? "better" : "";
      const unit = figure.unit.padEnd(7);
      lines.push(
        `${isOver(figure) ? "!" : " "} ${figure.name.padEnd(44)}${String(was?.value ?? "new").padStart(10)} -> ${String(figure.value).padStart(10)} ${unit}${(times === undefined ? "" : `x${times.toFixed(2)}`).padEnd(8)}${word}`,
      );
    }
  }
  return lines.join("\n");
}
