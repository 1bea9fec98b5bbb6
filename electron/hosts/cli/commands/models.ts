import type { Command } from "commander";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { ModelSummary } from "../../../../shared/contract/models.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, shortId, table } from "../text.ts";

export function addModels(program: Command, cli: Cli): void {
  program
    .command("models")
    .description("the models and their versions")
    .argument("[name]", "one model only")
    .action((name: string | undefined) =>
      cli.run({
        access: "read",
        work: async (client, signal) => {
          const all = await client.call("models.list", {}, signal);
          const wanted = name === undefined ? all : all.filter((model) => model.name === name);
          if (name !== undefined && wanted.length === 0) throw unknownModel(name, all);
          return wanted;
        },
        text: (models) => models.map(describe).join("\n"),
      }),
    );
}

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
