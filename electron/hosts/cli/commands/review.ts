import type { Command } from "commander";
import { Option } from "commander";
import type { Agreement, Disagreement, KappaFigure } from "../../../../shared/contract/review.ts";
import { type Confidence, confidences, verdictKeys, type VerdictKey } from "../../../../shared/domain/verdict.ts";
import { requireTimeOrder, shareOf, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, table } from "../text.ts";

interface AgreementOptions {
  readonly model?: string;
  readonly from?: number;
  readonly to?: number;
  readonly perAnalyst?: boolean;
}

interface LookOptions {
  readonly verdict: VerdictKey;
  readonly reason?: string;
  readonly note?: string;
  readonly confidence?: Confidence;
  readonly technique?: string[];
  readonly analyst?: string;
}

interface SettleOptions {
  readonly adopt?: string;
  readonly verdict?: VerdictKey;
  readonly reason: string;
  readonly analyst?: string;
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

function figureText({ state, because, n, agreed, agreement, kappa, low, high }: KappaFigure): string {
  if (state === "insufficient") return because;
  const share = `${agreed} of ${n} agree (95 %: ${percent(agreement.low)} to ${percent(agreement.high)})`;
  return `kappa ${kappa === null ? "unknown" : kappa.toFixed(2)} (95 %: ${low.toFixed(2)} to ${high.toFixed(2)}), ${share}`;
}

function describeAgreement({ label, verdict, analysts }: Agreement): string {
  return facts([
    ["label: malicious, benign, excluded", figureText(label)],
    ["whole taxonomy", figureText(verdict)],
    ...analysts.map(({ names, ...schemes }) => [names.join(" and "), figureText(schemes.label)] as const),
  ]);
}

function describeDisagreement({ anomalyId, label, model, changesLabel, sides, settled }: Disagreement): string {
  const said = ({ verdict, reason, note }: Disagreement["sides"][number]): string =>
    [verdict, reason, note].filter((part) => part !== "").join(": ");
  return facts([
    ["anomaly", `${anomalyId}  ${label} (${model})`],
    ["differ in", changesLabel ? "what training would learn" : "the word alone; training would learn the same"],
    ...sides.map((side) => [`${side.analyst}, ${isoTime(side.at)}`, `${said(side)}  [${side.decision}]`] as const),
    settled === null ? ["state", "open: left out of training"] : [`settled by ${settled.analyst}, ${isoTime(settled.at)}`, said(settled)],
  ]);
}

export function addReview(program: Command, cli: Cli): void {
  const review = program.command("review").description("second looks at verdicts, and where analysts differ");
  addSecondLooks(review, cli);
  addDisagreements(review, cli);
  addAgreement(review, cli);
}

function addSecondLooks(review: Command, cli: Cli): void {
  review
    .command("status")
    .description("the share of verdicts that is looked at again, and what waits")
    .option("--analyst <name>", "whose second looks")
    .action(({ analyst }: { readonly analyst?: string }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("review.status", { analyst }, signal),
        text: (status) =>
          facts([
            ["share", percent(status.share)],
            [`second looks for ${status.analyst}`, status.due],
            ["judged by two without sight of each other", status.looked],
            ["disagreements open", status.disputed],
          ]),
      }),
    );
  review
    .command("queue")
    .description("cases another analyst has judged, to be judged again without knowing how")
    .option("--analyst <name>", "for whom")
    .action(({ analyst }: { readonly analyst?: string }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("review.queue", { analyst }, signal),
        text: ({ rows }) =>
          rows.length === 0
            ? "no second look waits\n"
            : table(rows, [
                { title: "ANOMALY", value: (row) => row.anomalyId },
                { title: "MODEL", value: (row) => row.model },
                { title: "SUBJECT", value: (row) => row.label },
                { title: "FROM", value: (row) => isoTime(row.window.from) },
              ]),
      }),
    );
  review
    .command("judge")
    .description("judge second looks; the first verdict is kept beside yours")
    .argument("<anomaly...>")
    .addOption(new Option("--verdict <key>", "the judgement").choices(verdictKeys).makeOptionMandatory())
    .option("--reason <reason>", "one of the verdict's reasons")
    .option("--note <text>", "a note to keep with it")
    .addOption(new Option("--confidence <level>", "how sure").choices(confidences))
    .option("--technique <id...>", "of ATT&CK, seen in the evidence")
    .option("--analyst <name>", "who judges")
    .action((anomalyIds: string[], { technique, ...given }: LookOptions) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("review.judge", { anomalyIds, ...given, techniques: technique }, signal),
        text: ({ disputed }) =>
          disputed.length === 0
            ? "recorded; both agree\n"
            : `recorded; the verdicts differ on ${disputed.join(", ")}: settle with quarry review settle\n`,
      }),
    );
  review
    .command("share")
    .description("set the share of verdicts that another analyst judges too, 0 for none")
    .argument("<share>", "from 0 to 1", shareOf)
    .option("--analyst <name>", "who sets it")
    .action((share: number, { analyst }: { readonly analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("review.share", { share, analyst }, signal),
        text: ({ share: set }) => facts([["share", percent(set)]]),
      }),
    );
}

function addDisagreements(review: Command, cli: Cli): void {
  review
    .command("disagreements")
    .description("cases on which analysts differ who did not see each other's verdicts")
    .addOption(new Option("--state <state>", "which").choices(["open", "settled", "all"]).default("open"))
    .option("--model <model>", "of one model only")
    .action((options: { readonly state: "open" | "settled" | "all"; readonly model?: string }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("review.disagreements", { ...options }, signal),
        text: ({ items }) => (items.length === 0 ? "nobody differs\n" : items.map(describeDisagreement).join("\n")),
      }),
    );
  const settle = review
    .command("settle")
    .description("decide between verdicts that differ: adopt one, or give a third; undone like any verdict")
    .argument("<anomaly>")
    .option("--adopt <decision>", "the verdict to take over, by its decision")
    .addOption(new Option("--verdict <key>", "a verdict of your own").choices(verdictKeys).conflicts("adopt"))
    .requiredOption("--reason <text>", "why")
    .option("--analyst <name>", "who settles it")
    .action((anomalyId: string, options: SettleOptions) => {
      if (options.adopt === undefined && options.verdict === undefined) settle.error("error: name --adopt or --verdict");
      return cli.run({
        access: "write",
        work: (client, signal) => client.call("review.settle", { anomalyId, ...options }, signal),
        text: ({ decision }) => `settled by ${decision}; take it back with: quarry undo\n`,
      });
    });
}

function addAgreement(review: Command, cli: Cli): void {
  const agreement = review
    .command("agreement")
    .description("Cohen's kappa, unweighted, over verdicts that two analysts gave without sight of each other's")
    .option("--model <model>", "of one model only")
    .option("--from <time>", "second verdicts from then on", timeUs)
    .option("--to <time>", "second verdicts before then", timeUs)
    .option("--per-analyst", "also by two analysts each")
    .action((options: AgreementOptions) => {
      requireTimeOrder(agreement, options);
      return cli.run({
        access: "read",
        work: (client, signal) => client.call("review.agreement", { ...options }, signal),
        text: describeAgreement,
      });
    });
}
