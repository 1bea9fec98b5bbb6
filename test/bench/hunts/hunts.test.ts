import { describe, expect, it } from "vitest";
import { listPackages } from "../../../electron/engine/features/packages.ts";
import { packagesDir } from "../../../electron/engine/runtime.ts";
import { noTestData, testData } from "../../unit-support/test-data.ts";
import { budget, measure } from "./measure.ts";
import { recordingsIn } from "./recordings.ts";

/** A few small recordings; `npm run bench -- hunts` takes them all. */
const few = ["cmd_psexec_lsa_secrets_dump", "psh_lsass_memory_dump_comsvcs", "cmd_process_herpaderping", "ec2_proxy_s3_exfiltration"];

describe("recorded attacks", () => {
  it.skipIf(noTestData("telemetry"))(
    "have what their attacker's console names among the first ten of the models' turns",
    async () => {
      const all = recordingsIn(testData("telemetry") ?? "");
      expect(all.filter((r) => r.set === "otrf_atomic")).toHaveLength(59);
      const packages = listPackages(packagesDir()).filter((p) => ["process-rarity", "cloud-principal", "logon"].includes(p.spec.name));
      for (const name of few) {
        const recording = all.find((r) => r.name.includes(name));
        expect(recording, name).toBeDefined();
        if (recording === undefined) continue;
        const { turns } = await measure(recording, packages, [1]);
        expect(turns, name).toBeLessThanOrEqual(budget);
      }
    },
    240_000,
  );
});
