import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { scratchFolder, watchFolder } from "./oracles.ts";
import { fuzzTargets } from "./targets.ts";

/** A short run of what `npm run bench -- fuzz` makes many of. */
describe("hostile input is read or refused with a reason, in time, and touches nothing else", () => {
  it.each(fuzzTargets.map((target) => [target.name, target] as const))("%s", async (_name, target) => {
    const root = scratchFolder();
    try {
      using watch = watchFolder(root);
      const { failure, read, refused } = await target.fuzz({ cases: target.quickCases, seed: 7, watch });
      expect(failure).toBeUndefined();
      expect(read + refused).toBe(target.quickCases);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
