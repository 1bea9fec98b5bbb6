import { describe, expect, test } from "vitest";
import { rowAt } from "../../../test/unit-support/fake-cases.ts";
import type { VerdictState } from "../../../shared/contract/triage.ts";
import type { Overlay } from "./decision-journal.ts";
import { createQueueView, findNextOpen, type LoadedPage, pageSize, toEngineIndex } from "./queue-view.ts";

const judged: VerdictState = { verdict: "benign", reason: "", note: "", analyst: "a", at: 0, decision: "d" };
const page = (no: number, judgedRows: readonly number[] = []): LoadedPage => ({
  offset: no * pageSize,
  rows: Array.from({ length: pageSize }, (_, i) => ({
    ...rowAt(no * pageSize + i),
    state: judgedRows.includes(no * pageSize + i) ? judged : null,
  })),
});
const open = { show: "open", health: "any", order: "live", text: "" } as const;
const all = { show: "all", health: "any", order: "live", text: "" } as const;
const none: Overlay = new Map();

describe("the queue as shown", () => {
  test("a shown index skips the rows that are hidden before it", () => {
    expect([0, 1, 2, 3].map((i) => toEngineIndex(i, [1, 2]))).toEqual([0, 3, 4, 5]);
    expect(toEngineIndex(5, [])).toBe(5);
    expect(toEngineIndex(0, [0, 1, 2])).toBe(3);
  });

  test("among open cases a judged one leaves at once and the next takes its place", () => {
    const id = rowAt(4).anomalyId;
    const view = createQueueView(300, [page(0)], open, new Map([[id, judged]]));
    expect(view.count).toBe(299);
    expect(view.at(4)?.anomalyId).toBe(rowAt(5).anomalyId);
    expect(view.indexOf(id)).toBe(-1);
    expect(view.indexOf(rowAt(10).anomalyId)).toBe(9);
  });

  test("among all cases a judged one keeps its place", () => {
    const view = createQueueView(300, [page(0, [4])], all, none);
    expect(view.count).toBe(300);
    expect(view.at(4)?.anomalyId).toBe(rowAt(4).anomalyId);
  });

  test("a row judged near the end of a page brings the next page's first row into sight", () => {
    const view = createQueueView(300, [page(0, [98]), page(1)], open, none);
    expect(view.at(99)?.anomalyId).toBe(rowAt(100).anomalyId);
    expect(view.pageOf(99)).toBe(1);
  });

  test("rows of pages that are not loaded are unknown, not wrong", () => {
    const view = createQueueView(100_000, [page(0)], all, none);
    expect(view.at(50_000)).toBeUndefined();
    expect(view.pageOf(50_000)).toBe(500);
  });
});

describe("the next open case", () => {
  test("passes over what is judged, confirmed or not", () => {
    const overlay: Overlay = new Map([[rowAt(2).anomalyId, judged]]);
    const view = createQueueView(100, [page(0, [1])], all, overlay);
    expect(findNextOpen(view, 0, overlay)?.index).toBe(3);
    expect(findNextOpen(view, 0, overlay, new Set([rowAt(3).anomalyId]))?.index).toBe(4);
  });

  test("is none at the end", () => {
    expect(findNextOpen(createQueueView(100, [page(0)], all, none), 99, none)).toBeUndefined();
  });
});
