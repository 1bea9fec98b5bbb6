import type { Answer, ContextEdge, ContextGraph, ContextNode } from "../../shared/contract/context-graph.ts";
import type { EvidenceRow, QueueRow } from "../../shared/contract/triage.ts";

const minute = 60_000_000;

type NodeHint = Partial<Omit<ContextNode, "id" | "type" | "label">>;
const node = (id: string, type: string, label: string, hint: NodeHint): ContextNode => ({
  id,
  type,
  label,
  sublabel: "",
  role: "context",
  layer: 2,
  isNew: false,
  firstSeen: null,
  lastSeen: null,
  count: 1,
  badges: [],
  why: "",
  criticality: 0,
  conf: 1,
  score: 0,
  ...hint,
});
export const evidenceIds = (count: number): string[] => Array.from({ length: count }, (_, no) => `7f3a9c0000000000-${String(no)}`);
const mostEvents = 50;
const edge = (src: string, dst: string, relation: string, state: ContextEdge["state"], n: number, at: number): ContextEdge => ({
  id: `${src}>${dst}`,
  src,
  dst,
  relation,
  from: state === "usual" ? at - 7 * minute * n : at,
  to: at + 40 * minute,
  n,
  state,
  why: state === "evidence" ? "part of the evidence" : state === "new" ? "first seen within the window" : "seen on most days",
  events: state === "evidence" ? evidenceIds(Math.min(mostEvents, n)) : [],
  conf: 1,
  score: 0,
  reasons: [],
  baseline: null,
});

const answer = (
  id: string,
  question: string,
  value: string | null,
  detail: Answer["detail"] = [],
  unknownBecause: string | null = null,
): Answer => ({
  id,
  question,
  value,
  unknownBecause: value === null ? (unknownBecause ?? "nothing was recorded") : null,
  detail,
});

export function answersOf(row: QueueRow): Answer[] {
  return [
    answer("what", "What happened?", row.subject.label),
    answer("why", "Why is it odd?", row.reasons.join("; ")),
    answer("who", "Who?", "Hanna Voss, Finance", [
      { label: "how sure", value: "0.97" },
      { label: "address", value: "10.20.4.31, DHCP lease at event time" },
      { label: "device", value: "ws-117.corp.northwind.example" },
      { label: "account", value: "hvoss, 92 % of logons" },
    ]),
    answer("asset", "What asset?", "Workstation, Finance", [
      { label: "owner", value: "Hanna Voss, ext. 4417" },
      { label: "support group", value: "Desktop North" },
    ]),
    answer("importance", "How important?", "medium; 2 hops to FS-02, a crown jewel"),
    answer("new", "Is it new?", "domain first seen 41 min before; 1 host ever; 0 of 20 peers"),
    answer("around", "Just before and after?", "5 events within 30 minutes"),
    answer("prior", "Judged before?", "Never judged before"),
    answer("affected", "Who else?", "no other host contacts this domain or runs this file"),
    answer("benign", "Benign reason?", null, [], "no change calendar or scanner list is imported"),
    answer("reach", "How far?", "svc-backup has sessions on 3 servers, FS-02 among them"),
    answer("trust", "Trust?", "yes, with one caution", [{ label: "Caution", value: "CMDB is 41 days old" }]),
    answer("next", "Next step?", "call Hanna Voss, ext. 4417; isolate through Desktop North"),
  ];
}

export function contextOf(row: QueueRow): ContextGraph {
  const at = row.window.from;
  const host = row.subject.label.split(/ [→·] /)[0] ?? "host";
  const thing = row.subject.label.split(/ [→·] /)[1] ?? "thing";
  const isProcess = row.model === "process-rarity";
  const target = node("target", isProcess ? "process" : "domain", thing, {
    role: "evidence",
    isNew: row.isNew === true,
    sublabel: row.isNew ? "1 host ever" : "",
    count: row.evidenceCount,
  });
  const nodes = [
    node("person", "person", "Hanna Voss", { role: "owner", layer: 0, sublabel: "Finance · owner" }),
    node("ip", "ip", "10.20.4.31", { layer: 0, sublabel: "lease 07:58–19:58", badges: ["lease"] }),
    node("host", "host", host, { role: "subject", layer: 1, sublabel: "Windows 11 · medium" }),
    target,
    node("dll", "process", "rundll32.exe", { isNew: true, sublabel: "queue #3" }),
    node("web", "domain", "usual web sites", { role: "aggregate", count: 37 }),
    node("addr", "ip", "203.0.113.44", { role: "evidence", layer: 3, sublabel: "AS64500 · first seen today" }),
    node("lsass", "process", "lsass.exe", { layer: 3 }),
    node("fs", "host", "FS-02", { role: "asset", layer: 3, sublabel: "crown jewel · 2 hops", badges: ["crown jewel"] }),
  ];
  const edges = [
    edge("person", "host", "owns", "usual", 1, at),
    edge("ip", "host", "leased to", "usual", 1, at),
    edge("host", "target", isProcess ? "ran" : "contacted", "evidence", row.evidenceCount, at),
    edge("target", "addr", "resolved to", "evidence", 12, at),
    edge("host", "dll", "ran", "new", 1, at - 95 * minute),
    edge("dll", "lsass", "opened", "new", 1, at - 95 * minute),
    edge("host", "web", "contacted", "usual", 4102, at),
    edge("web", "fs", "shares admin with", "usual", 3, at),
  ];
  return {
    anomalyId: row.anomalyId,
    dataset: row.dataset,
    nodes,
    edges,
    omitted: { nodes: 0, edges: 0, byReason: {} },
    answers: answersOf(row),
    inventories: [],
    timeline: [
      { at: at - 41 * minute, text: "domain first resolved", tone: "usual" },
      { at: at - 2 * minute, text: "WINWORD.EXE opened invoice.docm", tone: "usual", eventId: "7f3a9c0000000000-1" },
      { at: at - minute, text: "rundll32.exe → lsass.exe handle 0x1410", tone: "new", eventId: "7f3a9c0000000000-2" },
      { at, text: "first contact", tone: "evidence", eventId: "7f3a9c0000000000-3" },
      { at: at + 23 * minute, text: "logon svc-backup → FS-02", tone: "usual" },
    ],
    activity: {
      title: "Activity, last 24 h against 14 d",
      unit: "contacts",
      buckets: [120, 150, 140, 180, 60, 50, 130, 170, 140, 190, 160, 50, 48, 618].map((n, i) => ({
        from: at - (13 - i) * 1440 * minute,
        n,
      })),
      current: 618,
      usualLow: 90,
      usualHigh: 210,
      baselineDays: 14,
    },
    measures: [],
    peers: null,
    crown: null,
  };
}

export function evidenceOf(row: QueueRow, limit: number, offset: number): EvidenceRow[] {
  const count = Math.max(0, Math.min(limit, row.evidenceCount - offset));
  return Array.from({ length: count }, (_, i) => {
    const no = offset + i;
    return {
      ref: {
        eventId: evidenceIds(no + 1)[no] ?? "",
        class: "network_activity",
        time: row.window.from + no * minute,
        file: "zeek/conn.2026-03-22.log.gz",
        record: 1000 + no,
        ids: { uid: `CHhAv${String(no)}` },
      },
      columns: {
        src_endpoint_ip: "10.20.4.31",
        src_endpoint_port: 49_000 + no,
        dst_endpoint_ip: "203.0.113.44",
        dst_endpoint_port: 443,
        connection_info_protocol_name: "tcp",
        app_name: "ssl",
        duration: 210.5,
        traffic_bytes_out: 200,
        traffic_bytes_in: 1043,
        status_code: "SF",
        tls_sni: no === 3 ? "cdn-metrics.net\u202e\u0007" : "cdn-metrics.net",
        device_hostname: null,
      },
    };
  });
}
