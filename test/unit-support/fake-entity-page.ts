import type { EntityActivity, EntityPage } from "../../shared/contract/entity-pages.ts";
import { fakeEntities } from "./fake-entities.ts";

const dayUs = 86_400_000_000;
const today = Date.UTC(2026, 2, 20) * 1000;

const series = (relation: string, kind: string, way: "in" | "out", counts: readonly number[], newOthers: number): EntityActivity => {
  const past = counts.slice(0, -1).toSorted((a, b) => a - b);
  const n = counts.at(-1) ?? 0;
  return {
    way,
    relation,
    kind,
    days: counts.map((count, i) => ({
      from: today - (counts.length - 1 - i) * dayUs,
      n: count,
      others: Math.min(count, 4),
      newOthers: i === counts.length - 1 ? newOthers : 0,
    })),
    n,
    others: Math.min(n, 4),
    newOthers,
    failures: 0,
    bytes: relation === "CONNECTED" ? n * 1800 : 0,
    usual: { days: past.length, p05: past[0] ?? 0, median: past[Math.floor(past.length / 2)] ?? 0, p95: past.at(-1) ?? 0 },
    percentile: past.filter((count) => count <= n).length / past.length,
  };
};

const anomaly = {
  anomalyId: "a1",
  model: "process-rarity",
  label: "rundll32.exe on ws-117",
  window: { from: today + dayUs / 2, to: today + dayUs / 2 + 60_000_000 },
  verdict: { verdict: "malicious", analyst: "Alice Ng", at: today + dayUs },
};

/** The workstation of `fakeEntities` with two weeks of telemetry. */
export const fakeEntityPage = {
  "entity.show": async (): Promise<EntityPage> => ({
    entity: await fakeEntities["entities.get"](),
    title: "ws-117.corp.example",
    type: "host",
    keys: ["host:fqdn:ws-117.corp.example"],
    dataset: "d1",
    day: { from: today, to: today + dayUs },
    activity: [
      series("CONNECTED", "domain", "out", [210, 190, 222, 4, 0, 240, 201, 233, 180, 199, 3, 1, 221, 620], 3),
      series("LOGGED_ON", "account", "in", [4, 5, 4, 0, 0, 6, 5, 4, 4, 5, 0, 0, 4, 5], 0),
    ],
    news: [
      {
        way: "out",
        relation: "CONNECTED",
        kind: "domain",
        key: "domain:kelpwood.example",
        label: "kelpwood.example",
        n: 288,
        firstSeen: today + dayUs / 3,
      },
    ],
    newsTotal: 3,
    anomalies: [anomaly],
    anomaliesTotal: 1,
    timeline: [
      { at: anomaly.verdict.at, kind: "verdict", text: "judged Malicious by Alice Ng", anomalyId: "a1" },
      { at: anomaly.window.to, kind: "anomaly", text: "surfaced by process-rarity: rundll32.exe on ws-117", anomalyId: "a1" },
      { at: today - 13 * dayUs, kind: "first-seen", text: "first seen in telemetry as host:fqdn:ws-117.corp.example", anomalyId: null },
    ],
  }),
};
