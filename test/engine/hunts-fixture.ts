import type { Run } from "../../shared/contract/models.ts";
import type { AnomalyBody } from "../../electron/engine/scoring/anomaly-body.ts";
import { storeRun } from "../../electron/engine/scoring/runs.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";
import { createWorkspace, isWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { anomalyBody, hour, start } from "./labels-fixture.ts";

export interface HuntAnomalySpec {
  readonly name: string;
  readonly model: string;
  readonly entities: readonly string[];
  /** Hours after the beginning of the data. */
  readonly atHour: number;
  readonly pValue?: number;
  readonly label?: string;
}

const runOf = (model: string, no: number, surfaced: number): Run => ({
  id: `run-${no}-${model}`,
  model,
  modelVersion: `version-of-${model}`,
  stage: "champion",
  datasetVersion: "d1",
  range: {},
  subjects: 1000,
  surfaced,
  calibrationRows: 500,
  createdAt: start + no,
  notices: [],
});

/** The anomaly's id in a run: another run finds the same subject and window under another id. */
export const idIn = (run: number, name: string): string => `a${run}-${name}`;

/** Stores the anomalies as one run of each model, as scoring would; the workspace is made when there is none. */
export function surface(
  workspaceDir: string,
  no: number,
  anomalies: readonly HuntAnomalySpec[],
  common: Partial<Pick<AnomalyBody, "evidence" | "evidenceCount" | "reasons">> = {},
): void {
  const workspace = isWorkspace(workspaceDir) ? openWorkspace(workspaceDir, { readOnly: false }) : createWorkspace(workspaceDir);
  const { db } = workspace;
  execute(db, "INSERT OR IGNORE INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
  for (const [model, found] of Map.groupBy(anomalies, (one) => one.model)) {
    const run = runOf(model, no, found.length);
    execute(db, "INSERT OR IGNORE INTO model_version VALUES ($id, $model, '{}', 'd1', 0)", { id: run.modelVersion, model });
    storeRun(
      db,
      run,
      found.map((one, i) => ({
        id: idIn(no, one.name),
        rank: i + 1,
        place: i + 1,
        blind: undefined,
        subjectKey: one.name,
        windowFromUs: start + one.atHour * hour,
        windowToUs: start + (one.atHour + 1) * hour,
        score: 0.7,
        pValue: one.pValue ?? 0.002,
        qValue: 0.1,
        body: {
          ...anomalyBody({ keys: { src: one.name } }),
          ...common,
          headline: one.label ?? `${one.name} did something odd`,
          subject: { type: "pair", keys: { src: one.name }, label: one.label ?? one.name },
          entities: [...one.entities],
        },
      })),
    );
  }
  workspace.close();
}

/** Names what belongs to whom: an intrusion on one host, one program on three servers, and what everybody shares. */
export const estate: readonly HuntAnomalySpec[] = [
  {
    name: "beacon-1",
    model: "beaconing",
    entities: ["host:fqdn:ws-1.corp", "person:ana", "domain:far.example"],
    atHour: 0,
    pValue: 0.0003,
  },
  { name: "beacon-2", model: "beaconing", entities: ["host:fqdn:ws-1.corp", "person:ana", "domain:far.example"], atHour: 10 },
  {
    name: "implant",
    model: "process-rarity",
    entities: ["host:fqdn:ws-1.corp", "person:ana", "file:host:fqdn:ws-1.corp|c:\\users\\ana\\x.exe"],
    atHour: 4,
  },
  ...["fs-1", "fs-2", "app-1"].map((server, i) => ({
    name: `service-on-${server}`,
    model: "process-rarity",
    entities: [`host:fqdn:${server}.corp`, `file:host:fqdn:${server}.corp|c:\\windows\\kbq.exe`, `proc:host:fqdn:${server}.corp|guid-${i}`],
    atHour: 60 + i,
    pValue: 0.0004,
  })),
  // Everybody logs on to the domain controller, and the scanner logs on everywhere.
  ...Array.from({ length: 9 }, (_, i) => ({
    name: `logon-${i}`,
    model: "logon",
    entities: ["host:fqdn:dc-1.corp", `person:p${i}`, `account:nt:corp\\p${i}`],
    atHour: 100 + (i % 3),
  })),
  ...Array.from({ length: 8 }, (_, i) => ({
    name: `scan-${i}`,
    model: "logon",
    entities: [`host:fqdn:srv-${i}.corp`, "account:nt:corp\\svc-scan"],
    atHour: 140 + i,
  })),
  // A shell that every system keeps where it keeps its own.
  ...["lt-1", "lt-2"].map((host) => ({
    name: `shell-on-${host}`,
    model: "process-rarity",
    entities: [`host:fqdn:${host}.corp`, `file:host:fqdn:${host}.corp|c:\\windows\\system32\\cmd.exe`],
    atHour: 200,
  })),
  // The same host again, long after.
  { name: "later", model: "beaconing", entities: ["host:fqdn:ws-1.corp", "person:ana", "domain:other.example"], atHour: 90 },
];
