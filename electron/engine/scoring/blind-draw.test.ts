import { describe, expect, it } from "vitest";
import { type BlindDraw, drawBlind, inclusion } from "./blind-draw.ts";

const given = { subjects: 400, places: 60, share: 0.1 };
const draws = (n: number, more: Partial<typeof given> = {}): BlindDraw[] =>
  Array.from({ length: n }, (_, seed) => drawBlind({ ...given, ...more, seed }));
const indexesOf = (draw: BlindDraw, kind: "audit" | "surfaced"): number[] =>
  [...draw.blind].flatMap(([index, item]) => (item.kind === kind ? [index] : []));
/** Largest distance of counts from what each is expected to be, in standard deviations of a Poisson count. */
const worst = (counts: readonly number[], expected: (i: number) => number): number =>
  Math.max(...counts.map((count, i) => Math.abs(count - expected(i)) / Math.sqrt(expected(i))));

describe("the draw of the blind sample", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(drawBlind({ ...given, seed: 7 })).toEqual(drawBlind({ ...given, seed: 7 }));
    expect(drawBlind({ ...given, seed: 7 })).not.toEqual(drawBlind({ ...given, seed: 8 }));
  });

  it("fills every place once: with blind ones that it names, or with the surfaced in turn", () => {
    for (const draw of draws(200)) {
      const dealt = draw.places.flatMap((index) => index ?? []);
      expect(draw.places).toHaveLength(given.places);
      expect(dealt.toSorted((a, b) => a - b)).toEqual([...draw.blind.keys()].toSorted((a, b) => a - b));
      const audits = indexesOf(draw, "audit");
      expect(draw.surfaced + audits.length).toBe(given.places);
      expect(audits.every((index) => index >= draw.surfaced && index < given.subjects)).toBe(true);
      expect(indexesOf(draw, "surfaced").every((index) => index < draw.surfaced)).toBe(true);
      for (const item of draw.blind.values()) {
        const isAudit = item.kind === "audit";
        expect(item.pool).toBe(isAudit ? given.subjects - draw.surfaced : draw.surfaced);
        expect(item.sample).toBe(indexesOf(draw, item.kind).length);
      }
    }
  });

  it("draws every subject that is not surfaced as often as its logged chance says, and takes the share on average", () => {
    const n = 20_000;
    const counts = Array.from({ length: given.subjects }, () => 0);
    for (const draw of draws(n)) for (const index of indexesOf(draw, "audit")) counts[index] = (counts[index] ?? 0) + 1;
    const chance = inclusion(given);
    const beyond = counts.slice(given.places);
    expect(worst(beyond, (i) => n * chance(given.places + i))).toBeLessThan(4.5);
    // Those that a coin pushes out of the surfaced now and then, but hardly ever.
    const pushed = counts.slice(given.places - 8, given.places);
    expect(worst(pushed, (i) => n * chance(given.places - 8 + i))).toBeLessThan(4.5);
    expect(counts.reduce((a, b) => a + b, 0) / n / given.places).toBeCloseTo(given.share, 2);
  });

  it("gives an open blind place even odds wherever it is, and whatever the one before turned out to be", () => {
    const atPlace = Array.from({ length: given.places }, () => ({ audit: 0, n: 0 }));
    const after = { audit: { audit: 0, n: 0 }, surfaced: { audit: 0, n: 0 } };
    const last = { audit: 0, n: 0 };
    for (const draw of draws(20_000)) {
      let before: "audit" | "surfaced" | undefined;
      const blind = [...draw.places.entries()].flatMap(([place, index]) =>
        index === undefined ? [] : [{ place, kind: draw.blind.get(index)?.kind }],
      );
      for (const [i, { place, kind }] of blind.entries()) {
        const isAudit = kind === "audit" ? 1 : 0;
        const cells = [atPlace[place], ...(before === undefined ? [] : [after[before]]), ...(i === blind.length - 1 ? [last] : [])];
        for (const cell of cells)
          if (cell !== undefined) {
            cell.audit += isAudit;
            cell.n++;
          }
        before = kind;
      }
    }
    const deviations = ({ audit, n }: { audit: number; n: number }): number => Math.abs(audit - n / 2) / Math.sqrt(n / 4);
    expect(Math.max(...atPlace.map(deviations))).toBeLessThan(4.5);
    // A design of fixed numbers fails here: its last case follows from those before.
    for (const cell of [after.audit, after.surfaced, last]) expect(deviations(cell)).toBeLessThan(4.5);
  });

  it("hides surfaced subjects of every rank alike", () => {
    const n = 20_000;
    const counts = Array.from({ length: 50 }, () => 0);
    for (const draw of draws(n)) for (const index of indexesOf(draw, "surfaced")) if (index < 50) counts[index] = (counts[index] ?? 0) + 1;
    const expected = counts.reduce((a, b) => a + b, 0) / 50;
    expect(worst(counts, () => expected)).toBeLessThan(4.5);
  });

  it("draws nothing and hides nothing when the share is 0 or every subject is surfaced", () => {
    for (const more of [{ share: 0 }, { subjects: 60 }, { subjects: 10 }]) {
      const [draw] = draws(1, more);
      expect(draw?.blind.size).toBe(0);
      expect(draw?.surfaced).toBe(Math.min(more.subjects ?? given.subjects, given.places));
      expect(draw?.places.every((index) => index === undefined)).toBe(true);
    }
  });

  it("gives chances that sum to the audit items to be expected, however large the queue", () => {
    for (const more of [given, { subjects: 65, places: 60, share: 0.3 }, { subjects: 90_000, places: 40_000, share: 0.05 }]) {
      const chance = inclusion(more);
      const sum = Array.from({ length: more.subjects }, (_, index) => chance(index)).reduce((a, b) => a + b, 0);
      expect(sum / (more.places * more.share)).toBeCloseTo(1, 9);
    }
  });
});
