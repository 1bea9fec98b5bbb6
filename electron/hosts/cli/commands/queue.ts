import type { Command } from "commander";
import type { Output } from "../../../../shared/contract/requests.ts";
import type { QueueRow } from "../../../../shared/contract/triage.ts";
import { isWithheld, withheldWords } from "../../../../shared/domain/blind.ts";
import { positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { printable, table } from "../text.ts";

interface Options {
  readonly limit: number;
  readonly model?: string;
  readonly dataset?: string;
  readonly hunt?: string;
  readonly all?: boolean;
  readonly suppressed?: boolean;
  readonly held?: boolean;
  readonly live?: boolean;
}

export function addQueue(program: Command, cli: Cli): void {
  program
    .command("queue")
    .description("anomalies awaiting judgement, strangest first")
    .option("--limit <n>", "most rows to show", positiveInteger, 200)
    .option("--model <model>", "of one model only")
    .option("--dataset <version>", "of runs over this dataset version only")
    .option("--hunt <id>", "of one hunt or candidate only")
    .option("--all", "also those that have a verdict")
    .option("--suppressed", "only those whose score is not to be trusted")
    .option("--held", "also what suppressions hide and what is snoozed")
    .option("--live", "ranked as the verdicts so far would rank them; a preview that changes no model")
    .action(({ limit, model, dataset, hunt, all, suppressed, held, live }: Options) =>
      cli.run({
        access: "read",
        work: (client, signal) =>
          client.call(
            "triage.queue",
            {
              limit,
              model,
              dataset,
              hunt,
              show: all === true ? "all" : "open",
              health: suppressed === true ? "suppressed" : "any",
              held: held === true ? "show" : "hide",
              order: live === true ? "live" : "scored",
              evidence: 1000,
            },
            signal,
          ),
        json: (page) => page.rows.map(inStableOrder),
        text: describeQueue,
      }),
    );
}

/** Pipelines read these fields; their names and order do not change, and further ones follow after. */
function inStableOrder(row: QueueRow): QueueRow {
  const { rank, anomalyId, subject, window, score, pValue, qValue, reasons, evidence, model, version, ...rest } = row;
  const { type, keys, label } = subject;
  return { rank, anomalyId, subject: { type, keys, label }, window, score, pValue, qValue, reasons, evidence, model, version, ...rest };
}

function describeQueue(page: Output<"triage.queue">): string {
  const rows = table(page.rows, [
    { title: "RANK", right: true, value: (row) => row.rank },
    { title: "ANOMALY", value: (row) => row.anomalyId },
    { title: "MODEL", value: (row) => row.model },
    { title: "P", right: true, value: (row) => row.pValue?.toPrecision(2) ?? "withheld" },
    { title: "Q", right: true, value: (row) => row.qValue?.toPrecision(2) ?? "withheld" },
    { title: "SUBJECT", value: (row) => row.subject.label },
    { title: "WHY", value: (row) => (isWithheld(row.blind) ? withheldWords : (row.reasons[0] ?? "")) },
    { title: "HEALTH", value: ({ health }) => [health.state, ...health.failing].join(" ") },
    { title: "VERDICT", value: (row) => row.state?.verdict ?? "" },
  ]);
  const notices = page.notices.map((notice) => `${printable(notice)}\n`).join("");
  const learnt = page.live === null ? "" : `ranked anew by ${page.live.lessons} verdicts; a preview\n`;
  const last = page.suppressed === 0 ? "" : `, the last ${page.suppressed} with a score that is not trustworthy`;
  const { suppressed, snoozed, audited } = page.held;
  const hidden =
    suppressed + snoozed + audited === 0
      ? ""
      : `${suppressed} hidden by suppressions, ${snoozed} snoozed, ${audited} kept in sight by lot\n`;
  return `${rows}${learnt}${page.rows.length} of ${page.total}, ${page.open} open${last}\n${hidden}${notices}`;
}
