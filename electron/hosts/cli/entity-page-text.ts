import type { EntityPage } from "../../../shared/contract/entity-pages.ts";
import { facts, isoTime, printable, table } from "./text.ts";

const whole = (n: number): string => String(Math.round(n * 10) / 10);

/** What an entity did on a day against the days before, whom it met first, and what was surfaced about it. */
export function pageText(page: EntityPage): string {
  const head = facts([
    ["name", page.title],
    ["type", page.type],
    ["day", page.day === null ? "no telemetry" : isoTime(page.day.from).slice(0, 10)],
    ["goes by", page.keys.join(", ")],
  ]);
  const activity = table(page.activity, [
    { title: "RELATION", value: (one) => `${one.way === "in" ? "← " : ""}${one.relation} ${one.kind}` },
    { title: "N", right: true, value: (one) => one.n },
    { title: "OTHERS", right: true, value: (one) => one.others },
    { title: "NEW", right: true, value: (one) => one.newOthers },
    { title: "FAILED", right: true, value: (one) => one.failures },
    {
      title: "USUAL (5-95 %)",
      value: ({ usual }) => (usual === null ? "too few days" : `${whole(usual.p05)}-${whole(usual.p95)} over ${usual.days} d`),
    },
  ]);
  const news = table(page.news, [
    { title: "NEW", value: (one) => one.label },
    { title: "RELATION", value: (one) => `${one.way === "in" ? "← " : ""}${one.relation} ${one.kind}` },
    { title: "FIRST SEEN", value: (one) => isoTime(one.firstSeen) },
  ]);
  const anomalies = table(page.anomalies, [
    { title: "ANOMALY", value: (one) => one.anomalyId.slice(0, 12) },
    { title: "MODEL", value: (one) => one.model },
    { title: "SUBJECT", value: (one) => one.label },
    { title: "WHEN", value: (one) => isoTime(one.window.to) },
    { title: "VERDICT", value: ({ verdict }) => (verdict === null ? "-" : `${verdict.verdict} by ${verdict.analyst}`) },
  ]);
  const moments = page.timeline.slice(0, 20).map((one) => `  ${isoTime(one.at)} ${printable(one.text)}\n`);
  const parts: readonly (readonly [string, string])[] = [
    ["", page.activity.length === 0 ? "" : activity],
    ["", page.news.length === 0 ? "" : news],
    ["", page.anomalies.length === 0 ? "no anomaly was surfaced about it\n" : anomalies],
    ["timeline, newest first:\n", moments.join("")],
  ];
  return head + parts.map(([title, text]) => (text === "" ? "" : `\n${title}${text}`)).join("");
}
