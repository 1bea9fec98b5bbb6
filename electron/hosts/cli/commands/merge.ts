import { resolve } from "node:path";
import type { Command } from "commander";
import type { MergePreview } from "../../../../shared/contract/merge.ts";
import type { Cli } from "../cli.ts";
import { facts } from "../text.ts";

interface Options {
  readonly dryRun?: boolean;
  readonly analyst?: string;
}

const verdictsOf = ({ label, verdicts }: MergePreview["conflicts"][number]): string =>
  `${label}: ${verdicts.map(({ analyst, verdict }) => `${verdict} (${analyst})`).join(", ")}`;

const championOf = ({ champion, claims }: MergePreview["champions"][number]): string =>
  champion ??
  `none until one is promoted: ${claims.map(({ version, analyst }) => (version === null ? "none" : `${version.slice(0, 12)} (${analyst ?? "nobody"})`)).join(" here, ")} there`;

function describe(preview: MergePreview): string {
  return facts([
    ["decisions brought", `${preview.decisions}${preview.analysts.length === 0 ? "" : ` by ${preview.analysts.join(", ")}`}`],
    ["only here", preview.onlyHere],
    ["shared", preview.shared],
    ["judged in both", preview.judgedByBoth],
    ...preview.conflicts.map((one) => ["differ", verdictsOf(one)] as const),
    ...preview.champions.map((one) => [`champion of ${one.model}`, championOf(one)] as const),
    [
      "brought along",
      `${preview.snapshots} snapshots, ${preview.models} model versions, ${preview.runs} runs, ${preview.anomalies} anomalies`,
    ],
    ...preview.missing.map((one) => ["missing", one] as const),
  ]);
}

export function addMerge(program: Command, cli: Cli): void {
  program
    .command("merge")
    .description(
      "merge another copy of this workspace, which stays as it is; no decision is lost, and verdicts that differ wait to be settled",
    )
    .argument("<dir>", "the other copy's folder")
    .option("--dry-run", "say what would be merged, and change nothing")
    .option("--analyst <name>", "who merges")
    .action((dir: string, { dryRun, analyst }: Options) => {
      const input = { path: resolve(dir), analyst };
      return dryRun === true
        ? cli.run({
            access: "read",
            work: (client, signal) => client.call("merge.preview", input, signal),
            text: describe,
          })
        : cli.run({
            access: "write",
            work: (client, signal) => client.call("merge.apply", input, signal),
            text: (merged) =>
              merged.hasChanges
                ? `${describe(merged)}${facts([
                    ["backup", merged.backup ?? "none"],
                    ["head", merged.head],
                  ])}`
                : "nothing to merge\n",
          });
    });
}
