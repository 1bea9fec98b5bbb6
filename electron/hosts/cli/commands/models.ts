import type { Command } from "commander";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { ModelSummary } from "../../../../shared/contract/models.ts";
import { timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, shortId, table } from "../text.ts";
import { addBlindReview } from "./blind-review.ts";
import { historyText, scoredByText } from "./stages.ts";

interface Options {
  readonly history?: boolean;
  readonly at?: number;
  readonly scored?: string;
}

export function addModels(program: Command, cli: Cli): void {
  const command = program
    .command("models")
    .description("the models and their versions, and what became of them")
    .argument("[name]", "one model only")
    .option("--history", "every change of stage, newest first")
    .option("--at <time>", "who was champion at that time", timeUs)
    .option("--scored <anomaly>", "which version scored an anomaly, and who was champion then");
  addBlindReview(command, cli);
  command.action((name: string | undefined, { history, at, scored }: Options) => {
    if (scored !== undefined) return showScored(cli, scored);
    if (name === undefined) {
      if (history === true || at !== undefined) command.error("error: --history and --at need the model's name");
      return showModels(cli, undefined);
    }
    if (at !== undefined) return showChampionAt(cli, name, at);
    return history === true ? showHistory(cli, name) : showModels(cli, name);
  });
}

const showModels = (cli: Cli, name: string | undefined): Promise<void> =>
  cli.run({
    access: "read",
    work: async (client, signal) => {
      const all = await client.call("models.list", {}, signal);
      const wanted = name === undefined ? all : all.filter((model) => model.name === name);
      if (name !== undefined && wanted.length === 0) throw unknownModel(name, all);
      return wanted;
    },
    text: (models) => models.map(describe).join("\n"),
  });

const showHistory = (cli: Cli, model: string): Promise<void> =>
  cli.run({
    access: "read",
    work: (client, signal) => client.call("models.history", { model }, signal),
    text: ({ events }) => historyText(events),
  });

const showChampionAt = (cli: Cli, model: string, at: number): Promise<void> =>
  cli.run({
    access: "read",
    work: (client, signal) => client.call("models.championAt", { model, at }, signal),
    text: ({ version, since }) =>
      facts([
        ["model", model],
        ["at", isoTime(at)],
        ["champion", version === null ? "none" : shortId(version)],
        ...(since === null
          ? []
          : [["since", `${isoTime(since.at)}, ${since.isAutomatic ? "a rule" : since.actor}: ${since.reason}`] as const]),
      ]),
  });

const showScored = (cli: Cli, anomalyId: string): Promise<void> =>
  cli.run({ access: "read", work: (client, signal) => client.call("models.scoredBy", { anomalyId }, signal), text: scoredByText });
const unknownModel = (name: string, all: readonly ModelSummary[]): AppError =>
  new AppError("not-found", `there is no model ${name}; there are ${all.map((model) => model.name).join(", ")}`);

function describe(model: ModelSummary): string {
  const summary = facts([
    [model.name, model.title],
    ["hypothesis", model.hypothesis],
    ["ATT&CK", model.attack.map(({ technique, name }) => `${technique} ${name}`).join(", ")],
    ["needs", model.requires.join(", ")],
  ]);
  if (model.versions.length === 0) return `${summary}not trained yet\n`;
  const versions = table(model.versions, [
    { title: "VERSION", value: (version) => shortId(version.id) },
    { title: "STAGE", value: (version) => version.stage },
    { title: "CREATED", value: (version) => isoTime(version.createdAt).slice(0, 16) },
    { title: "ROWS", right: true, value: (version) => version.trainRows },
    { title: "CALIBRATION", right: true, value: (version) => version.calibrationRows },
    { title: "SEED", right: true, value: (version) => version.seed },
  ]);
  return summary + versions;
}
