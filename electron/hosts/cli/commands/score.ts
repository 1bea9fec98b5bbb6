import type { Command } from "commander";
import { auditShareOf, positiveInteger, requireTimeOrder, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { printable, shortId, table } from "../text.ts";

interface Options {
  readonly dataset?: string;
  readonly from?: number;
  readonly to?: number;
  readonly budget?: number;
  readonly auditShare?: number;
  readonly version: string;
}

export function addScore(program: Command, cli: Cli): void {
  program
    .command("score")
    .description("score a dataset and surface anomalies")
    .argument("[model...]", "models to run (default: all that can)")
    .option("--dataset <version>", "dataset version (default: the newest)")
    .option("--from <time>", "first time to score", timeUs)
    .option("--to <time>", "time to stop before", timeUs)
    .option("--budget <n>", "most anomalies to surface per model and day that has any subjects (default: the model's own)", positiveInteger)
    .option("--audit-share <share>", "share of the budget for audit items, 0 to 0.5 (default: the workspace's)", auditShareOf)
    .option("--version <version>", "champion, candidate or an id", "champion")
    .action((models: string[], { dataset, from, to, budget, auditShare, version }: Options, command: Command) => {
      requireTimeOrder(command, { from, to });
      return cli.run({
        access: "write",
        work: (client, signal) => client.call("scoring.run", { models, dataset, range: { from, to }, budget, auditShare, version }, signal),
        text: ({ runs, skipped }) => {
          const notices = runs.flatMap((run) => run.notices.map((notice) => `${run.model}: ${printable(notice)}\n`));
          const rows = table(runs, [
            { title: "MODEL", value: (run) => run.model },
            { title: "VERSION", value: (run) => shortId(run.modelVersion) },
            { title: "STAGE", value: (run) => run.stage },
            { title: "SUBJECTS", right: true, value: (run) => run.subjects },
            { title: "SURFACED", right: true, value: (run) => run.surfaced },
          ]);
          return rows + notices.join("") + skipped.map((s) => `${s.model} was skipped: ${printable(s.because)}\n`).join("");
        },
      });
    });
}
