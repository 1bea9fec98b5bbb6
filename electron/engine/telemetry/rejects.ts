import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RejectSample } from "../../../shared/contract/telemetry.ts";
import { rejectsFile, snapshotFolder } from "./snapshot-store.ts";

/** Stored samples of rejected records, in file order; full counts are in the manifest. */
export function readRejects(workspaceRoot: string, snapshotId: string): RejectSample[] {
  const lines = readFileSync(join(snapshotFolder(workspaceRoot, snapshotId), rejectsFile), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => RejectSample.parse(JSON.parse(line)));
}
