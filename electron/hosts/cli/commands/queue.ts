import type { Command } from "commander";
import type { Output } from "../../../../shared/contract/requests.ts";
import type { QueueRow } from "../../../../shared/contract/triage.ts";
import { isWithheld, withheldWordsOf } from "../../../../shared/domain/blind.ts";
import { positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { printable, table } from "../text.ts";
import { addFilterFlags, type FilterFlags, filterOf, toFilter } from "./views.ts";

interface Options extends FilterFlags {
  readonly limit: number;
  readonly dataset?: string;
  readonly view?: string;
  readonly review?: string;
}

export function addQueue(program: Command, cli: Cli): void {
  addFilterFlags(program.command("queue").description("anomalies awaiting judgement, strangest first"))
    .option("--limit <n>", "most rows to show", positiveInteger, 200)
    .option("--dataset <version>", "of runs over this dataset version only")
    .option("--view <name>", "as saved under this name; of the other filters none counts beside it")
    .option("--review <id>", "the cases of a blind review instead, see models review")
    .action(({ limit, dataset, view, review, ...flags }: Options) =>
      cli.run({
        access: "read",
        work: async (client, signal) => {
          const filter = view === undefined ? toFilter(flags) : filterOf(await client.call("views.list", {}, signal), view);
          return client.call("triage.queue", { limit, dataset, review, ...filter, evidence: 1000 }, signal);
        },
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
    { title: "WHY", value: (row) => (isWithheld(row.blind) ? withheldWordsOf(row.review) : (row.reasons[0] ?? "")) },
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
