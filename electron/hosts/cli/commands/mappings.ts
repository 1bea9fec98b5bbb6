import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { Client } from "../../../../shared/contract/client.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import { MappingName, type MappingPreview } from "../../../../shared/contract/mappings.ts";
import { type ClassName, classNames } from "../../../../shared/domain/ocsf.ts";
import { positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, shortId, table } from "../text.ts";

export function addMappings(program: Command, cli: Cli): void {
  const mappings = program.command("mappings").description("how delimited text and Parquet become events: mappings kept in the workspace");
  mappings
    .command("list", { isDefault: true })
    .description("every version kept")
    .action(() =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("mappings.list", {}, signal),
        text: (saved) =>
          table(saved, [
            { title: "MAPPING", value: (mapping) => `${mapping.name}@${mapping.version}` },
            { title: "ID", value: (mapping) => shortId(mapping.id) },
            { title: "CLASS", value: (mapping) => mapping.class },
            { title: "COLUMNS", right: true, value: (mapping) => mapping.columns },
            { title: "SAVED", value: (mapping) => isoTime(mapping.savedAt).slice(0, 16) },
          ]),
      }),
    );
  mappings
    .command("show")
    .description("the mapping file of NAME, or of NAME@VERSION")
    .argument("<name>")
    .action((name: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("mappings.read", mappingKey(name), signal),
        text: ({ mapping }) => mapping,
      }),
    );
  addBuilding(mappings, cli);
}

interface TableOptions {
  /** Name of the file inside an archive or folder. */
  readonly file?: string;
}

/** What the desk's mapping builder does, step by step. */
function addBuilding(mappings: Command, cli: Cli): void {
  mappings
    .command("save")
    .description("keep a mapping file under a name, as its next version")
    .argument("<name>")
    .argument("<file>")
    .action((name: string, file: string) =>
      cli.run({
        access: "create",
        work: async (client, signal) => client.call("mappings.save", { name, mapping: await readMappingFile(file) }, signal),
        text: (saved) => `${saved.name}@${saved.version} ${shortId(saved.id)}\n`,
      }),
    );
  mappings
    .command("propose")
    .description("look at the beginning of a table and print a mapping for it")
    .argument("<path>")
    .option("--file <name>", "which file of an archive or folder, as archive!member")
    .addOption(new Option("--class <class>", "the OCSF class of its rows").choices(classNames))
    .action((path: string, { file, class: wanted }: TableOptions & { class?: ClassName }) =>
      cli.run({
        access: "scratch",
        work: (client, signal) => client.call("mappings.propose", { paths: [path], file, class: wanted }, signal),
        text: ({ mapping, layoutReason, timeReason, classReason }) =>
          mapping === null ? printable(`${layoutReason}\n${classReason}\n${timeReason}\n`) : `${JSON.stringify(mapping, undefined, 2)}\n`,
      }),
    );
  mappings
    .command("try")
    .description("what a mapping makes of the first rows of a table")
    .argument("<path>")
    .requiredOption("--mapping <file|name>")
    .option("--file <name>", "which file of an archive or folder, as archive!member")
    .option("--rows <n>", "how many rows", positiveInteger, 10)
    .action((path: string, { file, mapping, rows }: TableOptions & { mapping: string; rows: number }) =>
      cli.run({
        access: "read",
        work: async (client, signal) =>
          client.call("mappings.preview", { paths: [path], file, rows, mapping: (await readMapping(client, mapping)) ?? "" }, signal),
        text: describePreview,
      }),
    );
}

function describePreview({ rows, read, mapped, rejected, misfits, error }: MappingPreview): string {
  const lines = rows.map(({ line, event, rejected: why, misfits: unfit }) => {
    const cells = Object.entries(event ?? {}).map(
      ([column, value]) => `${column}=${column === "time" ? isoTime(Number(value)) : String(value)}`,
    );
    const problems = Object.entries(unfit).map(([column, cell]) => `${column} does not take "${cell}"`);
    return printable(`${line}: ${why === undefined ? [...cells, ...problems].join("  ") : `rejected: ${why}`}\n`);
  });
  const unfit = Object.entries(misfits).map(([column, n]) => `${column} ${n}`);
  const sums = `${read} rows read, ${mapped} mapped, ${rejected} rejected${unfit.length === 0 ? "" : `; cells that fit no column: ${unfit.join(", ")}`}\n`;
  return `${lines.join("")}${error === undefined ? sums : printable(`${error}\n`)}`;
}

export const isKept = (mapping: string): boolean => !existsSync(mapping) && MappingName.safeParse(mappingKey(mapping).name).success;

/** A file where there is one of that name, else what the workspace keeps under it. */
export async function readMapping(client: Client, mapping: string | undefined): Promise<string | undefined> {
  if (mapping === undefined) return undefined;
  return isKept(mapping) ? (await client.call("mappings.read", mappingKey(mapping))).mapping : readMappingFile(mapping);
}

async function readMappingFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new AppError("io", `cannot read the mapping file ${file}`, { file }, { cause });
  }
}

/** `flows` or `flows@2`. */
function mappingKey(text: string): { name: string; version?: number } {
  const [, name = text, version] = /^(.*)@([1-9]\d{0,5})$/.exec(text) ?? [];
  return version === undefined ? { name } : { name, version: Number(version) };
}
