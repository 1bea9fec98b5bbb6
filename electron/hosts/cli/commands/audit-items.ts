import type { Command } from "commander";
import type { AuditEstimate } from "../../../../shared/contract/training.ts";
import { maxAuditShare } from "../../../../shared/domain/blind.ts";
import { auditShareOf } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts } from "../text.ts";

const rateText = ({ state, k, n, rate, low, high }: AuditEstimate["missed"]): string =>
  `${state === "insufficient" ? "insufficient: " : ""}${k} of ${n}${rate === null ? "" : `, ${percent(rate)}`} (95 %: ${percent(low)} to ${percent(high)})`;
const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

function describeEstimate({ model, missed, precision, recall, surfaced, notSurfaced, undecided, carried, because }: AuditEstimate): string {
  const recalled =
    recall === null
      ? "insufficient"
      : `${recall.value === null ? "unknown" : percent(recall.value)} (${percent(recall.low)} to ${percent(recall.high)})`;
  return facts([
    ["model", model],
    [`missed, of about ${Math.round(notSurfaced)} not surfaced`, rateText(missed)],
    [`precision, of about ${Math.round(surfaced)} surfaced`, rateText(precision)],
    ["recall", recalled],
    ["undecided", undecided],
    ["carried over", carried],
    ["because", because],
  ]);
}

export function addAuditItems(labels: Command, cli: Cli): void {
  labels
    .command("audit")
    .description("how much a model misses, and how often it is right, by the blind sample's verdicts")
    .option("--model <model>", "of one model only")
    .action(({ model }: { readonly model?: string }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("labels.audit", { model }, signal),
        text: (estimates) =>
          estimates.length === 0 ? "no case of a blind sample has been judged yet\n" : estimates.map(describeEstimate).join("\n"),
      }),
    );
  labels
    .command("audit-share")
    .description("set the share of future runs' queues that goes to audit items, 0 for none")
    .argument("<share>", `from 0 to ${maxAuditShare}`, auditShareOf)
    .option("--analyst <name>", "who sets it")
    .action((share: number, { analyst }: { readonly analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("workspace.auditShare", { share, analyst }, signal),
        text: ({ share: set }) => facts([["audit share", set]]),
      }),
    );
}
