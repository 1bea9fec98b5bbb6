import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { ranksOf, withCapture } from "./packages-fixture.ts";

const Labels = z.object({ malicious_processes: z.array(z.object({ guid: z.string() })) });

function campaign(name: string): { archive: string; guids: ReadonlySet<string> } {
  const dir = testData("telemetry", "windows", name) ?? "";
  const archive = readdirSync(dir).find((f) => f.endsWith(".zip") && !f.includes("zeek")) ?? "";
  const labels = Labels.parse(JSON.parse(readFileSync(join(dir, "labels.json"), "utf8")));
  return { archive: join(dir, archive), guids: new Set(labels.malicious_processes.map((p) => p.guid.replace(/[{}]/g, "").toLowerCase())) };
}

describe("the process-rarity package", () => {
  for (const name of ["lsass_campaign_01", "lsass_campaign_06"]) {
    it.skipIf(noTestData("telemetry", "windows", name))(
      `has an intruder's process in its first ten and two in its first twenty of ${name}`,
      async () => {
        const { archive, guids } = campaign(name);
        await withCapture([archive], async (capture) => {
          for (const seed of [1, 2]) {
            const ranks = ranksOf(await capture.queue("process-rarity", seed), (k) => guids.has(k["process_uid"] ?? ""));
            expect(ranks.filter((r) => r <= 10).length).toBeGreaterThanOrEqual(1);
            expect(ranks.filter((r) => r <= 20).length).toBeGreaterThanOrEqual(2);
          }
        });
      },
    );
  }
});
