import type { Wanted } from "../../../shared/contract/exports.ts";
import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import type { ExportKind } from "./export-kind.ts";
import type { ExportSource } from "./export-source.ts";
import { makeHuntBundle } from "./hunt-bundle.ts";
import { scopeOfMembers } from "./read-findings.ts";

type Bundle = Extract<Wanted, { what: "hunt" }>;

function huntOf(source: ExportSource, { hunt }: Bundle): HuntDetail {
  const [found] = source.hunts(hunt);
  if (found === undefined) throw new Error(`hunt ${hunt} vanished`);
  return found;
}

const scopeOf = (source: ExportSource, hunt: HuntDetail) =>
  scopeOfMembers(
    source.db,
    hunt.anomalies.map((one) => one.anomalyId),
  );

export const huntExport: ExportKind<Bundle> = {
  plan: async (source, wanted) => {
    const hunt = huntOf(source, wanted);
    const { total, withheld } = await source.count(scopeOf(source, hunt));
    const judged = hunt.anomalies.filter((one) => one.verdict !== null).length;
    const parts = [
      { title: "Judged", n: judged },
      { title: "Not judged", n: total - judged },
    ];
    return {
      unit: "anomaly",
      rows: total,
      parts: parts.filter(({ n }) => n > 0),
      leftOut: withheld === 0 ? [] : [{ because: "in the blind sample and not judged yet", n: withheld }],
      remarks: [
        "Record, report, findings, events, SQL, model digests and this hunt’s part of the decision log, in one signed archive.",
        "It holds events of the telemetry, names and addresses included.",
        ...(hunt.outcome === null ? ["The hunt is not closed: the archive says how it stands now."] : []),
      ],
    };
  },
  pieces: async (source, wanted, tools) => [await makeHuntBundle(source, huntOf(source, wanted), tools)],
  rowsOf: () => undefined,
  usedRuns: (source, wanted) => scopeOf(source, huntOf(source, wanted)).runs,
  mediaType: () => "application/x-tar",
  fileName: ({ hunt }) => ({ stem: `hunt-${hunt}`, ending: "tar" }),
};
