import type { Command } from "commander";
import type { z } from "zod";
import type { CaseDetail, QueueRow } from "../../../../shared/contract/triage.ts";
import { isWithheld, revealedWords, withheldWordsOf } from "../../../../shared/domain/blind.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, shortId, table } from "../text.ts";

export function addExplain(program: Command, cli: Cli): void {
  program
    .command("explain")
    .description("why an anomaly was surfaced, feature by feature, and where every number comes from")
    .argument("<anomaly>")
    .action((anomalyId: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("triage.case", { anomalyId }, signal),
        text: describe,
      }),
    );
}

function describe(detail: z.output<typeof CaseDetail>): string {
  const { row, lineage } = detail;
  const head = facts([
    ["subject", row.subject.label],
    ["window", `${isoTime(row.window.from)} to ${isoTime(row.window.to)}`],
    ["score", scoreOf(row)],
    ["model", lineage === null ? row.model : `${row.model}@${shortId(lineage.modelVersion)} (${row.stage})`],
    ["dataset", shortId(row.dataset)],
    ["run", shortId(row.run)],
    ["verdict", row.state === null ? "none" : `${row.state.verdict} by ${row.state.analyst}`],
    ...revealed(row),
  ]);
  const features = table(detail.contributions, [
    { title: "FEATURE", value: (c) => c.title },
    { title: "VALUE", right: true, value: (c) => (c.value === null ? "none" : Number(c.value.toPrecision(6))) },
    { title: "UNIT", value: (c) => c.unit },
    { title: "MEDIAN", right: true, value: (c) => Number(c.baseline.median.toPrecision(6)) },
    { title: "P95", right: true, value: (c) => Number(c.baseline.p95.toPrecision(6)) },
    { title: "PART", right: true, value: (c) => c.contribution.toFixed(3) },
    { title: "IN WORDS", value: (c) => c.sentence },
  ]);
  const why = isWithheld(row.blind) ? `features ${withheldWordsOf(row.review)}\n` : `${features}${aboutParts(detail)}`;
  return `${printable(detail.headline)}\n\n${head}\n${why}`;
}

const scoreOf = ({ score, pValue, qValue, review }: QueueRow): string =>
  score === null || pValue === null || qValue === null
    ? withheldWordsOf(review)
    : `${score.toFixed(4)}, p ${pValue.toPrecision(3)}, q ${qValue.toPrecision(3)}`;

function revealed({ blind }: QueueRow): [string, string][] {
  const words = revealedWords(blind);
  return words === undefined ? [] : [["blind sample", words]];
}

/** Parts found by occlusion need not add up, and what they leave over is said. */
function aboutParts({ occlusion, base, additiveScore }: z.output<typeof CaseDetail>): string {
  if (occlusion === undefined || additiveScore === null || base === null) return "";
  const figures = `score ${additiveScore.toPrecision(6)} = base ${base.toPrecision(6)} + parts + ${occlusion.residual.toPrecision(3)} left over`;
  return `\nParts by occlusion (one feature at a time put to its training median), in the model's own unit: ${figures}.\n`;
}
