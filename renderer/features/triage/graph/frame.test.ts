import { expect, test } from "vitest";
import { contextOf } from "../../../../test/unit-support/fake-context.ts";
import { rowAt } from "../../../../test/unit-support/fake-cases.ts";
import { toElements } from "./elements.ts";
import { boxOf, isMoreRead, moreSize, nameSize, viewOf } from "./frame.ts";
import { layoutGraph } from "./layout.ts";

test("a name is never smaller than can be read, until the drawing is too far away to hold it", () => {
  for (const zoom of [0.4, 0.5, 0.8, 1, 1.15]) expect(nameSize(zoom) * zoom).toBeGreaterThanOrEqual(9);
  expect(nameSize(1.15)).toBe(nameSize(1));
  expect(nameSize(0.1)).toBe(nameSize(0.05));
});

test("what stands below a name is there where it can be read, and nowhere else", () => {
  for (const zoom of [0.8, 1, 1.15]) expect(isMoreRead(nameSize(zoom))).toBe(true);
  for (let zoom = 0.1; zoom < 1.2; zoom += 0.01) if (isMoreRead(nameSize(zoom))) expect(moreSize * zoom).toBeGreaterThan(7.5);
});

test("the frame holds every node with its name, and there is none of nothing", () => {
  const graph = contextOf(rowAt(0));
  const elements = toElements(graph, layoutGraph(graph));
  const box = boxOf(elements);
  expect(boxOf([])).toBeUndefined();
  for (const element of elements)
    if (element.kind === "node" && box !== undefined) {
      const { x, y } = element.position;
      expect([x > box.x1, x < box.x2, y > box.y1, y < box.y2]).toEqual([true, true, true, true]);
    }
});

test("all of the box is in sight, and a pane without a size shows nothing", () => {
  const box = { x1: -100, y1: -500, x2: 900, y2: 500, w: 1000, h: 1000 };
  const pane = { width: 640, height: 420 };
  const view = viewOf(box, pane, 0.1);
  expect(view).toBeDefined();
  if (view === undefined) return;
  for (const [x, y] of [
    [box.x1, box.y1],
    [box.x2, box.y2],
  ] as const) {
    expect(x * view.zoom + view.pan.x).toBeGreaterThan(0);
    expect(x * view.zoom + view.pan.x).toBeLessThan(pane.width);
    expect(y * view.zoom + view.pan.y).toBeGreaterThan(0);
    expect(y * view.zoom + view.pan.y).toBeLessThan(pane.height);
  }
  for (const width of [0, Number.NaN]) expect(viewOf(box, { width, height: 420 }, 0.1)).toBeUndefined();
});
