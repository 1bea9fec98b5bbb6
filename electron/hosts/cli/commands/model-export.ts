import { type Command, Option } from "commander";
import { ModelFormat, type ExportedModel } from "../../../../shared/contract/model-exports.ts";
import { modelVersion } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, shortId, table } from "../text.ts";

interface Options {
  readonly format: ModelFormat;
  readonly out?: string;
  readonly analyst?: string;
}

export function addModelExport(model: Command, cli: Cli): void {
  model
    .command("export")
    .description("write a version as a folder that another registry can hold; signed for in the log")
    .argument("<model@version>", "champion, candidate, an id or its unique beginning", modelVersion)
    .addOption(new Option("--format <format>", "whose form the folder has").choices(ModelFormat.options).default("mlflow"))
    .option("--out <dir>", "where to (default: the workspace's exports/)")
    .option("--analyst <name>", "who decides")
    .action((target: ReturnType<typeof modelVersion>, { format, out, analyst }: Options) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("models.export", { ...target, format, out, analyst }, signal),
        text: describe,
      }),
    );
}

function describe({ model, version, folder, digest, modelUuid, files, goldenRows, decision }: ExportedModel): string {
  const head = facts([
    ["version", `${model}@${shortId(version)}`],
    ["folder", folder],
    ["digest", digest],
    ["model_uuid", modelUuid],
    ["golden rows", goldenRows === 0 ? "none can be made" : goldenRows],
    ["decision", decision],
  ]);
  return `${head}\n${table(files, [
    { title: "FILE", value: (file) => file.name },
    { title: "BYTES", right: true, value: (file) => file.bytes },
    { title: "SHA256", value: (file) => file.sha256 },
  ])}`;
}
