import { loadavg } from "node:os";
import { z } from "zod";

/** One measured figure; `hard` is the bound that must hold, where there is one. */
export const Figure = z.object({
  name: z.string(),
  unit: z.enum(["s", "ms", "MB", "rows/s", "%"]),
  value: z.number(),
  /** Of how many measurements it is the 95th percentile; one where it was measured once. */
  n: z.number().int(),
  hard: z.number().optional(),
  /** How many times as long native DuckDB took for the same, on one thread and on as many as it likes. */
  native: z.object({ oneThread: z.number(), ownChoice: z.number() }).optional(),
  load: z.number(),
});
export type Figure = z.infer<typeof Figure>;

export const Report = z.object({
  bench: z.literal("workspace"),
  cores: z.number().int(),
  memoryGigabytes: z.number(),
  scales: z.array(z.object({ name: z.string(), events: z.number(), anomalies: z.number(), figures: z.array(Figure) })),
});
export type Report = z.infer<typeof Report>;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const load = (): number => round(loadavg()[0] ?? 0, 1);

export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const from = performance.now();
  const value = await work();
  return { value, ms: performance.now() - from };
}

export class Figures {
  readonly all: Figure[] = [];

  add(name: string, unit: Figure["unit"], value: number, more: Pick<Figure, "hard" | "native"> & { readonly n?: number } = {}): void {
    const figure: Figure = { name, unit, value: round(value, unit === "s" ? 2 : 1), n: 1, load: load(), ...more };
    this.all.push(figure);
    process.stderr.write(`${line(figure)}\n`);
  }

  /** Takes the time of work that is done once. */
  async once<T>(
    name: string,
    hardSeconds: number | undefined,
    work: () => Promise<T>,
  ): Promise<{ readonly value: T; readonly ms: number }> {
    const done = await timed(work);
    this.add(name, "s", done.ms / 1000, hardSeconds === undefined ? {} : { hard: hardSeconds });
    return done;
  }

  /** The 95th percentile of work that is done for each item. */
  async each<T>(name: string, hardMs: number, items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
    const times: number[] = [];
    for (const item of items) times.push((await timed(() => work(item))).ms);
    const p95 = times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? NaN;
    this.add(`${name}, p95`, "ms", p95, { hard: hardMs, n: times.length });
  }
}

const isLess = ({ unit }: Figure): boolean => unit === "rows/s";
export const isOver = (figure: Figure): boolean =>
  figure.hard !== undefined && (isLess(figure) ? figure.value < figure.hard : figure.value > figure.hard);

export function line(figure: Figure): string {
  const { name, value, unit, n, hard, native, load: at } = figure;
  const bound = hard === undefined ? "" : `${isLess(figure) ? ">=" : "<="} ${hard}`;
  const beside =
    native === undefined
      ? ""
      : `  native/ours ${native.oneThread.toFixed(2)} on one thread, ${native.ownChoice.toFixed(2)} on its own choice`;
  return `${isOver(figure) ? "!" : " "} ${name.padEnd(44)}${String(value).padStart(10)} ${unit.padEnd(7)}${bound.padEnd(10)} n ${String(n).padEnd(4)} load ${at}${beside}`;
}
