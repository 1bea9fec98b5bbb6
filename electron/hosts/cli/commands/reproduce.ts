import type { Command } from "commander";
import type { Reproduction } from "../../../../shared/contract/reproduce.ts";
import { modelVersion } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, shortId, table } from "../text.ts";

export function addReproduce(program: Command, cli: Cli): void {
  program
    .command("reproduce")
    .description("make a version again from what it was made of and compare every file; exits 1 unless all are the same")
    .argument("<model@version>", "champion, candidate, an id or its unique beginning", modelVersion)
    .action((target: ReturnType<typeof modelVersion>) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("models.reproduce", target, signal),
        text: describe,
        failed: ({ level }) => level !== "BYTES",
      }),
    );
}

const time = (us: number | undefined): string => (us === undefined ? "the data's end" : isoTime(us));

function describe({ model, version, level, because, from, files }: Reproduction): string {
  const { range } = from;
  const isWhole = range.from === undefined && range.to === undefined;
  const head = facts([
    ["version", `${model}@${shortId(version)}`],
    ["same", level],
    ["because", because],
    ["dataset", `${shortId(from.dataset)}${isWhole ? "" : `, ${time(range.from)} to ${time(range.to)}`}`],
    ["seed", from.seed],
    ["package", shortId(from.packageDigest)],
    ["code", shortId(from.codeDigest)],
    ["labels", from.labels],
  ]);
  if (files.length === 0) return head;
  return `${head}\n${table(files, [
    { title: "FILE", value: (file) => file.name },
    { title: "STATE", value: (file) => file.state },
    { title: "RECORDED", value: (file) => file.recorded ?? "none" },
    { title: "MADE AGAIN", value: (file) => file.rebuilt ?? "none" },
  ])}`;
}
