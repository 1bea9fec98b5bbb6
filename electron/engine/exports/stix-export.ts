import { createHash } from "node:crypto";
import type { Wanted } from "../../../shared/contract/exports.ts";
import type { ExportKind } from "./export-kind.ts";
import type { ExportSource } from "./export-source.ts";
import { type FindingScope, scopeOfMembers } from "./read-findings.ts";
import { stixId } from "./stix-objects.ts";
import { producer, toSighting } from "./stix-sighting.ts";

type Stix = Extract<Wanted, { what: "stix" }>;

function everyVerdict(source: ExportSource, { hunt, model }: Stix): FindingScope {
  const members = hunt === undefined ? undefined : source.hunts(hunt).flatMap(({ anomalies }) => anomalies.map((one) => one.anomalyId));
  const scope = members === undefined ? source.scope({ show: "all", health: "any", text: "", model }) : scopeOfMembers(source.db, members);
  return { ...scope, runs: scope.runs.filter((run) => model === undefined || run.model === model) };
}

/** Only what a person confirmed is a sighting. */
const scopeOf = (source: ExportSource, wanted: Stix): FindingScope => ({ ...everyVerdict(source, wanted), verdict: "malicious" });

/** A piece for each sighting, with the objects that no earlier one brought. */
function* pieces(source: ExportSource, wanted: Stix): IterableIterator<string> {
  const author = producer(source.since());
  const written = new Set<string>([author.id]);
  const content = createHash("sha256");
  yield `{"type":"bundle","objects":[\n${JSON.stringify(author)}`;
  for (const { facts, finding } of source.findings(scopeOf(source, wanted))) {
    let piece = "";
    for (const one of toSighting(facts, finding, author.id)) {
      if (written.has(one.id)) continue;
      written.add(one.id);
      piece += `,\n${JSON.stringify(one)}`;
    }
    content.update(piece);
    yield piece;
  }
  yield `\n],"id":"${stixId("bundle", { author, content: content.digest("hex") })}"}\n`;
}

export const stixExport: ExportKind<Stix> = {
  plan: async (source, wanted) => {
    const scope = everyVerdict(source, wanted);
    const parts: { title: string; n: number }[] = [];
    let others = 0;
    for (const run of scope.runs) {
      const { total, byVerdict } = await source.count({ ...scope, runs: [run] });
      const n = byVerdict.get("malicious") ?? 0;
      parts.push({ title: run.model, n });
      others += total - n;
    }
    const rows = parts.reduce((sum, { n }) => sum + n, 0);
    return {
      unit: "sighting",
      rows,
      parts: [...Map.groupBy(parts, ({ title }) => title)]
        .map(([title, same]) => ({ title, n: same.reduce((sum, { n }) => sum + n, 0) }))
        .filter(({ n }) => n > 0),
      leftOut: others === 0 ? [] : [{ because: "not confirmed as malicious by a person", n: others }],
      remarks: ["Addresses, names, accounts and files have the ids that every STIX 2.1 producer gives them."],
    };
  },
  pieces,
  rowsOf: (_, count) => count - 2,
  usedRuns: (source, wanted) => scopeOf(source, wanted).runs,
  mediaType: () => "application/stix+json;version=2.1",
  fileName: ({ hunt }) => ({ stem: hunt === undefined ? "sightings" : `sightings-${hunt}`, ending: "stix.json" }),
};
