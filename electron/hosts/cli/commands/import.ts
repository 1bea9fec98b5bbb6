import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { Output } from "../../../../shared/contract/requests.ts";
import { ImportFormat } from "../../../../shared/contract/telemetry.ts";
import type { Cli } from "../cli.ts";
import { facts, printable, shortId } from "../text.ts";

interface Options {
  readonly source?: string;
  readonly format: ImportFormat;
  readonly clock: string;
  readonly mapping?: string;
}

export function addImport(program: Command, cli: Cli): void {
  program
    .command("import")
    .description("read telemetry into a new immutable snapshot")
    .argument("<path...>", "files, folders or archives")
    .option("--source <name>", "where the events come from, such as a sensor")
    .addOption(new Option("--format <format>", "how to read the files").choices(ImportFormat.options).default("auto"))
    .option("--clock <rule>", "how to treat the source's clock", "declared")
    .option("--mapping <file>", "JSON file that maps CSV columns")
    .action((paths: string[], { source, format, clock, mapping }: Options) =>
      cli.run({
        access: "create",
        work: async (client, signal) =>
          client.call("telemetry.import", { paths, source, format, clock, mapping: await readMapping(mapping) }, signal),
        text: describeImport,
      }),
    );
}

async function readMapping(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new AppError("io", `cannot read the mapping file ${file}`, { file }, { cause });
  }
}

function describeImport(result: Output<"telemetry.import">): string {
  const summary = facts([
    ["snapshot", `${shortId(result.snapshotId)}${result.duplicate ? " (imported before; nothing was copied)" : ""}`],
    ["dataset", `v${result.datasetVersion.number} with ${result.datasetVersion.events} events`],
    ["records", result.records],
    ["mapped", result.mapped],
    ["of other kinds", result.unmapped],
    ["rejected", result.rejected],
  ]);
  const broken = result.files.filter((file) => file.error !== undefined).map((file) => `  ${file.name}: ${file.error}\n`);
  const rejects = result.rejects.slice(0, 10).map(({ file, line, reason }) => `  ${file}:${line}: ${reason}\n`);
  return [
    summary,
    ...(broken.length > 0 ? ["files that could not be read:\n", ...broken] : []),
    ...(rejects.length > 0 ? ["first rejected records:\n", ...rejects] : []),
  ]
    .map(printable)
    .join("");
}
