import { type Command, Option } from "commander";
import type { RejectPage } from "../../../../shared/contract/rejects.ts";
import { positiveInteger, wholeNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, table } from "../text.ts";

interface Options {
  readonly file?: string;
  readonly reason?: string;
  readonly text?: string;
  readonly limit: number;
  readonly offset: number;
  readonly out?: string;
  readonly format: "ndjson" | "csv";
}

export function addRejects(program: Command, cli: Cli): void {
  program
    .command("rejects")
    .description("the records of a snapshot that became no events, and why")
    .argument("<snapshot>")
    .option("--file <name>", "only of this file")
    .option("--reason <reason>", "only for this reason, as the groups name it")
    .option("--text <text>", "only with this in reason or record")
    .option("--limit <n>", "how many to show", positiveInteger, 50)
    .option("--offset <n>", "how many to pass over", wholeNumber, 0)
    .option("--out <file>", "write all that match to a file instead")
    .addOption(new Option("--format <format>", "of that file").choices(["ndjson", "csv"]).default("ndjson"))
    .action((snapshotId: string, { limit, offset, out, format, ...filter }: Options) => {
      const chosen = { snapshotId, ...filter };
      if (out !== undefined)
        return cli.run({
          access: "read",
          work: (client, signal) => client.call("telemetry.exportRejects", { ...chosen, format, out }, signal),
          text: ({ rows, file }) => `${rows} rejected records in ${file}\n`,
        });
      return cli.run({
        access: "read",
        work: (client, signal) => client.call("telemetry.rejects", { ...chosen, limit, offset }, signal),
        text: describe,
      });
    });
  program
    .command("sources")
    .description("where events come from: how much, until when, how much of it was rejected")
    .action(() =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("telemetry.sources", {}, signal),
        text: (sources) =>
          table(sources, [
            { title: "SOURCE", value: (source) => source.name },
            { title: "EVENTS", right: true, value: (source) => source.events },
            { title: "LAST EVENT", value: ({ lastEvent }) => (lastEvent === null ? "" : isoTime(lastEvent).slice(0, 19)) },
            { title: "LAST IMPORT", value: (source) => isoTime(source.lastImport).slice(0, 16) },
            { title: "FORMATS", value: ({ formats }) => formats.map(({ format, files }) => `${format} ${files}`).join(", ") },
            { title: "REJECTED", value: ({ rejected }) => showShare(rejected) },
          ]),
      }),
    );
}

/** Never rounds a part to nothing or to everything. */
function percent(share: number): string {
  if (share > 0 && share < 0.0001) return "< 0.01 %";
  return share < 1 && share > 0.9999 ? "> 99.99 %" : `${(share * 100).toFixed(2)} %`;
}

const showShare = ({ k, n, rate, low, high }: { k: number; n: number; rate: number | null; low: number; high: number }): string =>
  rate === null ? "no records" : `${k}/${n} = ${percent(rate)} (${percent(low)} to ${percent(high)})`;

function describe({ total, kept, matching, samples, groups }: RejectPage): string {
  if (total === 0) return "no record was rejected\n";
  const list = table(groups, [
    { title: "FILE", value: (group) => group.file },
    { title: "REASON", value: (group) => group.reason },
    { title: "REJECTED", right: true, value: (group) => group.rejected },
    { title: "KEPT", right: true, value: (group) => group.kept },
  ]);
  const lines = samples.map((s) => printable(`${s.file}:${s.line}: ${s.reason}\n    ${s.excerpt.replaceAll(/\s+/g, " ")}\n`));
  return `${list}\nshowing ${samples.length} of ${matching} that match; ${kept} of ${total} rejected records are kept with their text\n${lines.join("")}`;
}
