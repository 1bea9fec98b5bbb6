import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { facts } from "../text.ts";

interface Options {
  readonly format: "parquet" | "csv" | "ndjson";
  readonly out?: string;
  readonly model?: string;
  readonly analyst?: string;
}

export function addLabels(program: Command, cli: Cli): void {
  program
    .command("labels")
    .description("what the verdicts say, for training")
    .command("export")
    .description("write labelled samples with their features and a manifest")
    .addOption(new Option("--format <format>", "file format").choices(["parquet", "csv", "ndjson"]).makeOptionMandatory())
    .option("--out <file>", "where to write (default: the workspace's exports)")
    .option("--model <model>", "of one model only")
    .option("--analyst <name>", "who exports")
    .action(({ format, out, model, analyst }: Options) =>
      cli.run({
        access: "write",
        work: (client, signal) =>
          client.call("labels.export", { format, out: out === undefined ? undefined : resolve(out), model, analyst }, signal),
        text: (manifest) =>
          facts([
            ["file", out ?? manifest.file],
            ["rows", manifest.rows],
            ["sha256", manifest.sha256],
            ["provenance", manifest.provenanceFile],
            ...manifest.excluded.map(({ because, n }) => [`left out`, `${n}: ${because}`] as const),
          ]),
      }),
    );
}
