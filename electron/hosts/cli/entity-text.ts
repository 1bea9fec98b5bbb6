import type {
  EntityConflict,
  EntityDetail,
  EntityEdge,
  EntityReviewItem,
  EntityStatus,
  EntitySummary,
  EntityWhy,
  MentionResolution,
  Span,
} from "../../../shared/contract/entities.ts";
import type { Output } from "../../../shared/contract/requests.ts";
import { facts, isoTime, printable, shortId, table } from "./text.ts";

const spanText = ({ from, to }: Span): string =>
  from === null && to === null ? "always" : `${from === null ? "…" : isoTime(from)} – ${to === null ? "…" : isoTime(to)}`;

export const summaryTable = (entities: readonly EntitySummary[]): string =>
  table(entities, [
    { title: "ID", value: (one) => shortId(one.id) },
    { title: "TYPE", value: (one) => one.type },
    { title: "NAME", value: (one) => one.label },
    { title: "DETAIL", value: (one) => one.detail },
    { title: "CRITICALITY", right: true, value: (one) => one.criticality ?? "" },
    { title: "RECORDS", right: true, value: (one) => one.records },
    { title: "CONFLICTS", right: true, value: (one) => one.conflicts },
    { title: "MATCHED", value: (one) => one.matched ?? "" },
  ]);

export const conflictText = (conflicts: readonly EntityConflict[], total: number): string =>
  `${table(conflicts, [
    { title: "KIND", value: (one) => one.kind },
    { title: "IDENTIFIER", value: (one) => one.key ?? "" },
    { title: "BETWEEN", value: (one) => one.entities.map((entity) => `${entity.label} (${shortId(entity.id)})`).join(", ") },
    { title: "WHAT", value: (one) => one.text },
  ])}${conflicts.length} of ${total}\n`;

const bitsText = (bits: number): string => `${bits < 0 ? "-" : "+"}${Math.abs(bits).toFixed(1)}`;

function reviewItemText({ type, a, b, p, priorBits, parts, marginBits, doubt }: EntityReviewItem): string {
  const side = (one: EntityReviewItem["a"]): string => `${one.label} (${one.kind} ${one.source}, record ${one.record})`;
  const lines = [
    `${type} ${side(a)}`,
    `  and  ${side(b)}`,
    `  probability ${p > 0.9999 ? "above 0.9999" : p.toFixed(4)}; ${doubt}`,
    ...parts.map((part) => `  ${bitsText(part.bits).padStart(6)} bits  ${part.text}`),
    `  ${bitsText(priorBits).padStart(6)} bits  before anything is compared`,
    marginBits === null ? "  no other candidate" : `  ${bitsText(marginBits).padStart(6)} bits  over the best other candidate`,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

export function reviewText({ items, total, joined, comparedAt }: Output<"entities.review">): string {
  const when = comparedAt === null ? "not compared since the inventories changed" : `compared ${isoTime(comparedAt)}`;
  return `${items.map((item) => `${reviewItemText(item)}\n`).join("")}${items.length} of ${total} to review; ${joined} joined without asking; ${when}\n`;
}

export function resolutionText(resolution: MentionResolution): string {
  if (resolution.outcome === "NONE")
    return printable(
      `NONE: ${resolution.because}${resolution.lastHolder === null ? "" : `\nlast: ${resolution.lastHolder.label}, ${resolution.lastHolder.because}`}\n`,
    );
  if (resolution.outcome === "HOLD")
    return printable(`HOLD: ${resolution.because}\n${resolution.candidates.map((one) => `  ${one.label}: ${one.because}\n`).join("")}`);
  const { entity, confidence, steps } = resolution;
  const how = steps.map((step) => `  ${step.confidence.toFixed(2)}  ${step.text} (${spanText(step.span)})\n`).join("");
  return printable(`${entity.type} ${entity.label} ${shortId(entity.id)}, confidence ${confidence.toFixed(2)}\n${how}`);
}

const edgeTable = (edges: readonly EntityEdge[]): string =>
  table(edges, [
    { title: "ORDER", right: true, value: (edge) => edge.order ?? "" },
    { title: "STATE", value: (edge) => edge.state },
    { title: "RULE", value: (edge) => edge.rule },
    { title: "BETWEEN", value: (edge) => `${edge.a.label} (${edge.a.source}) and ${edge.b.label} (${edge.b.source})` },
    { title: "CONFIDENCE", right: true, value: (edge) => edge.confidence.toFixed(2) },
    { title: "WHEN", value: (edge) => spanText(edge.span) },
    { title: "WHY", value: (edge) => edge.text },
  ]);

export function whyText({ text, path, tree, against }: EntityWhy): string {
  const part = (title: string, edges: readonly EntityEdge[]): string => (edges.length === 0 ? "" : `\n${title}:\n${edgeTable(edges)}`);
  return `${printable(text)}\n${part("from one to the other", path)}${part("in the order of joining", tree)}${part("weighed, and not joined", against)}`;
}

export const changedText = ({ decision, touched }: { decision: string; touched: readonly { id: string; label: string }[] }): string =>
  printable(
    `decision ${decision}: ${touched.length === 0 ? "no entity is another for it" : touched.map((one) => `${one.label} (${shortId(one.id)})`).join(", ")}\n`,
  );

export function detailText(entity: EntityDetail): string {
  const head = facts([
    ["id", entity.id],
    ["type", entity.type],
    ["name", entity.label],
    ["detail", entity.detail],
    ["criticality", entity.criticality ?? "not rated"],
    ["in use", spanText(entity.span)],
  ]);
  const identifiers = table(entity.identifiers, [
    { title: "IDENTIFIER", value: (one) => one.key },
    { title: "STRENGTH", value: (one) => (one.generic === null ? one.strength : `generic: ${one.generic}`) },
    { title: "WHEN", value: (one) => one.spans.map(spanText).join("; ") },
  ]);
  const records = table(entity.entityRecords, [
    { title: "RECORD", value: (one) => shortId(one.id) },
    { title: "SOURCE", value: (one) => `${one.kind} ${one.source}` },
    { title: "FILE", value: (one) => `${one.file}:${one.rowNo}` },
    { title: "NAME", value: (one) => one.label },
    { title: "WHEN", value: (one) => one.spans.map(spanText).join("; ") },
  ]);
  const links = table(entity.links, [
    { title: "LINK", value: (one) => `${one.direction === "in" ? "← " : ""}${one.type}` },
    { title: "OTHER", value: (one) => (one.other === null ? one.text : `${one.other.label} (${shortId(one.other.id)})`) },
    { title: "CONFIDENCE", right: true, value: (one) => one.confidence.toFixed(2) },
    { title: "HOW", value: (one) => `${one.source}: ${one.method}` },
    { title: "WHEN", value: (one) => `${spanText(one.span)}${one.isStale ? ", stale" : ""}` },
  ]);
  const history = entity.history.map((one) => `  ${isoTime(one.at)} ${printable(one.text)}\n`).join("");
  const conflicts = entity.conflictList.map((one) => `  ${printable(one.text)}\n`).join("");
  const parts: readonly (readonly [string, string])[] = [
    ["", identifiers],
    ["", records],
    ["", entity.links.length === 0 ? "" : links],
    ["conflicts:\n", conflicts],
    ["history:\n", history],
  ];
  return head + parts.map(([title, text]) => (text === "" ? "" : `\n${title}${text}`)).join("");
}

export function statusText(status: EntityStatus): string {
  const head = facts([
    ["version", `${status.number} (${shortId(status.version)})`],
    ["resolved", isoTime(status.at)],
    ["of several records", status.merged],
    ["conflicts", status.conflicts],
    [
      "to review",
      status.comparedAt === null ? `${status.review}; not compared since the inventories changed, see --review` : status.review,
    ],
    ["decisions", status.overrides],
  ]);
  const types = table(status.byType, [
    { title: "TYPE", value: (one) => one.type },
    { title: "ENTITIES", right: true, value: (one) => one.entities },
    { title: "RECORDS", right: true, value: (one) => one.records },
  ]);
  const generics = table(status.generics, [
    { title: "GENERIC IDENTIFIER", value: (one) => one.key },
    { title: "RECORDS", right: true, value: (one) => one.records },
    { title: "WHY", value: (one) => one.why },
  ]);
  return `${head}\n${types}${status.generics.length === 0 ? "" : `\n${generics}${status.generics.length} of ${status.genericsTotal}\n`}`;
}
