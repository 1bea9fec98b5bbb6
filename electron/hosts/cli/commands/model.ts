import { type Command, Option } from "commander";
import type { ImportedModel, ModelSuggestion, Reducer, ScoreDirection } from "../../../../shared/contract/foreign-models.ts";
import { requireTimeOrder, timeUs, wholeNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { addModelExport } from "./model-export.ts";
import { facts, printable, shortId, table } from "../text.ts";

interface Options {
  readonly package: string;
  readonly suggest?: boolean;
  readonly name?: string;
  readonly dataset?: string;
  readonly from?: number;
  readonly to?: number;
  readonly score?: string;
  readonly direction?: "higher" | "lower";
  readonly reduce?: Reducer;
  readonly column?: number;
  readonly preprocessing?: "in_graph" | "none" | "package";
  readonly allowControlFlow?: boolean;
}

export function addModel(program: Command, cli: Cli): void {
  const model = program.command("model").description("models made elsewhere, and versions for registries elsewhere");
  addModelExport(model, cli);
  model
    .command("import")
    .description("take in an ONNX model as a registered version of a package; a person promotes it, or not")
    .argument("<path>", "an .onnx file, a folder with manifest.json and one, or an MLflow model folder with the onnx flavour")
    .requiredOption("--package <name>", "the model package whose features it reads")
    .option("--suggest", "show what it looks like and five scored subjects, and change nothing")
    .option("--name <name>", "what to call it (default: the file's name)")
    .option("--score <tensor>", "the output that is the score")
    .addOption(new Option("--direction <side>", "which side of the score is strange").choices(["higher", "lower"]))
    .addOption(new Option("--reduce <how>", "how an output becomes one number per row").choices(["none", "mse", "mae", "column"]))
    .option("--column <n>", "the output's column, from 0, with --reduce column", wholeNumber)
    .addOption(
      new Option("--preprocessing <where>", "whether it takes values as observed, or as the package's own models do").choices([
        "in_graph",
        "none",
        "package",
      ]),
    )
    .option("--allow-control-flow", "let If, Loop and Scan be in its graph")
    .option("--dataset <version>", "dataset version to calibrate with (default: the newest)")
    .option("--from <time>", "first time to calibrate with", timeUs)
    .option("--to <time>", "time to stop before", timeUs)
    .action((path: string, options: Options, command: Command) => {
      requireTimeOrder(command, options);
      return options.suggest === true ? suggest(cli, path, options) : importModel(cli, path, options);
    });
}

const common = (path: string, { package: name, dataset, from, to }: Options) => ({
  paths: [path],
  package: name,
  dataset,
  range: { from, to },
});

const suggest = (cli: Cli, path: string, options: Options) =>
  cli.run({
    access: "read",
    work: (client, signal) => client.call("models.inspect", common(path, options), signal),
    text: describeSuggestion,
  });

const toDirection = (side: "higher" | "lower"): ScoreDirection => (side === "higher" ? "higher_is_anomalous" : "lower_is_anomalous");

function importModel(cli: Cli, path: string, options: Options) {
  const { name, score, direction, reduce, column, preprocessing, allowControlFlow } = options;
  const given = {
    name,
    score,
    reduce,
    column,
    preprocessing,
    allowControlFlow,
    direction: direction === undefined ? undefined : toDirection(direction),
  };
  return cli.run({
    access: "write",
    work: (client, signal) => client.call("models.import", { ...common(path, options), ...given }, signal),
    text: describeImport,
  });
}

const shapeOf = (shape: readonly (number | null)[]): string => `[${shape.map((n) => n ?? "N").join(", ")}]`;

function aboutFile({
  file,
  sha256,
  facts: { producer, nodes, opsets, inputs, outputs },
}: Pick<ModelSuggestion, "file" | "sha256" | "facts">): string {
  return facts([
    ["file", `${file}, sha256 ${sha256}`],
    [
      "made by",
      `${producer}, ${nodes} nodes, opset ${Object.entries(opsets)
        .map(([name, version]) => `${name} ${version}`)
        .join(", ")}`,
    ],
    ["inputs", inputs.map((t) => `${t.name} ${t.dtype} ${shapeOf(t.shape)}`).join("; ")],
    ["outputs", outputs.map((t) => `${t.name} ${t.dtype} ${shapeOf(t.shape)}`).join("; ")],
  ]);
}

const sideOf = (direction: ScoreDirection): string => (direction === "higher_is_anomalous" ? "higher" : "lower");
const asLines = (texts: readonly string[], before: string): string => texts.map((text) => `${before}${text}\n`).join("");

function describeSuggestion(seen: ModelSuggestion): string {
  const { suggested, declared, missing, rows } = seen;
  const options =
    suggested === null
      ? ""
      : `--score ${suggested.tensor} --direction ${sideOf(suggested.direction)}${suggested.reduce === "none" ? "" : ` --reduce ${suggested.reduce}`}${suggested.column === null ? "" : ` --column ${suggested.column}`}`;
  const words = suggested === null ? "" : `\nperhaps ${options}\n  ${suggested.because}\n`;
  const said =
    declared === null
      ? ""
      : `\nits manifest says: ${declared.name} ${declared.version}, score ${declared.tensor}, ${sideOf(declared.direction)} is stranger\n`;
  const list = table(rows, [
    { title: "SCORE", right: true, value: (row) => Number(row.score.toPrecision(6)) },
    { title: "SUBJECT", value: (row) => row.subject },
    {
      title: "VALUES",
      value: (row) =>
        Object.entries(row.values)
          .map(([name, value]) => `${name} ${value ?? "none"}`)
          .join(", "),
    },
  ]);
  const question = rows.length === 0 ? "" : "\nIs it the first or the last of these that is strange? Nothing was imported.\n\n";
  return (
    printable(`${aboutFile(seen)}${words}${said}${asLines(seen.facts.warnings, "warning: ")}${asLines(missing, "")}${question}`) + list
  );
}

function describeImport(imported: ImportedModel): string {
  const { version, outputs, golden, direction, calibration, identity, warnings } = imported;
  const { score } = outputs;
  const about = facts([
    ["version", `${version.model}@${shortId(version.id)}`],
    ["stage", version.stage],
    ...(identity === undefined
      ? []
      : [["exported as", `${shortId(identity.exported)}, ${identity.state} here: ${identity.because}`] as const]),
    ["score", `${score.tensor}${score.reduce === "none" ? "" : `, ${score.reduce}`}; ${sideOf(score.direction)} is stranger`],
    ["golden rows", golden.state === "none" ? "none given" : `${golden.rows} match, largest difference ${golden.largestDifference ?? 0}`],
    ["direction", `${direction.state}: ${direction.because}`],
    ["calibrated on", `${calibration.scored} of ${calibration.subjects} subjects`],
  ]);
  return printable(`${about}${aboutFile(imported)}${asLines(warnings, "warning: ")}`);
}
