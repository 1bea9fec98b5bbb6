import { type Command, Option } from "commander";
import { requireTimeOrder, timeUs, wholeNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, shortId } from "../text.ts";

interface Options {
  readonly dataset?: string;
  readonly from?: number;
  readonly to?: number;
  readonly seed: number;
  readonly labels: "none" | "current";
}

export function addTrain(program: Command, cli: Cli): void {
  program
    .command("train")
    .description("train a new version of a model")
    .argument("<model>")
    .option("--dataset <version>", "dataset version (default: the newest)")
    .option("--from <time>", "first time to learn from", timeUs)
    .option("--to <time>", "time to stop before", timeUs)
    .option("--seed <n>", "seed of everything random", wholeNumber, 1)
    .addOption(new Option("--labels <set>", "verdicts to learn from").choices(["none", "current"]).default("none"))
    .action((model: string, { dataset, from, to, seed, labels }: Options, command: Command) => {
      requireTimeOrder(command, { from, to });
      return cli.run({
        access: "write",
        work: (client, signal) => client.call("models.train", { model, dataset, range: { from, to }, seed, labels }, signal),
        text: (version) =>
          facts([
            ["version", `${version.model}@${shortId(version.id)}`],
            ["stage", version.stage],
            ["trained on", `${version.trainRows} rows`],
            ["calibrated on", `${version.calibrationRows} rows`],
            ...(version.labels === undefined
              ? []
              : [["taught by", `${version.labels.positives} confirmed, ${version.labels.negatives} benign`] as const]),
            ["ONNX sha256", version.onnxSha256],
          ]),
      });
    });
}
