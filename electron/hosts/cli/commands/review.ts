import type { Command } from "commander";
import type { Agreement, KappaFigure } from "../../../../shared/contract/review.ts";
import { requireTimeOrder, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts } from "../text.ts";

interface AgreementOptions {
  readonly model?: string;
  readonly from?: number;
  readonly to?: number;
  readonly perAnalyst?: boolean;
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

export function addReview(program: Command, cli: Cli): void {
  const review = program.command("review").description("second looks at verdicts, and where analysts disagree");
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
