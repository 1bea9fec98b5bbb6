import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";

const Bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(1024), height: z.number().int().min(640) });
export type Bounds = z.infer<typeof Bounds>;

interface Display {
  readonly workArea: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** So much of the window's top must lie on a screen that it can be taken hold of. */
const grip = { width: 160, height: 32 };

const isOn = (bounds: Bounds, { workArea: area }: Display): boolean =>
  bounds.y >= area.y &&
  bounds.y + grip.height <= area.y + area.height &&
  Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x) >= grip.width;

/** Where the window was, if that is still on a screen; undefined when it is not, or when nothing or nonsense was kept. */
export function keptBounds(file: string, displays: readonly Display[]): Bounds | undefined {
  try {
    const bounds = Bounds.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return bounds.success && displays.some((display) => isOn(bounds.data, display)) ? bounds.data : undefined;
  } catch {
    // Missing at the first start, and worth no message when unreadable: the window opens as it always did.
    return undefined;
  }
}

export const keepBounds = (file: string, { x, y, width, height }: Bounds): void =>
  writeFileSync(file, JSON.stringify({ x, y, width, height }));
