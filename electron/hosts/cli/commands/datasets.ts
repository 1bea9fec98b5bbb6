import type { Command } from "commander";
import { requireTimeOrder, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, shortId, table } from "../text.ts";

interface ComposeOptions {
  readonly snapshot?: string[];
  readonly source?: string[];
  readonly from?: number;
  readonly to?: number;
  readonly analyst?: string;
}

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

export function addDatasets(program: Command, cli: Cli): void {
  const datasets = program.command("datasets").description("dataset versions, newest first; lists them when nothing more is asked");
  datasets.command("list", { isDefault: true, hidden: true }).action(() =>
    cli.run({
      access: "read",
      work: (client, signal) => client.call("datasets.history", {}, signal),
      text: (versions) =>
        table(versions, [
          { title: "VERSION", value: (v) => `v${v.number}${v.isCurrent ? " (current)" : ""}` },
          { title: "ID", value: (v) => shortId(v.id) },
          { title: "MADE", value: (v) => isoTime(v.createdAt).slice(0, 16) },
          { title: "BY", value: (v) => (v.by === undefined ? v.origin : `${v.origin}, ${v.by}`) },
          { title: "SNAPSHOTS", right: true, value: (v) => v.snapshots.length },
          { title: "EVENTS", right: true, value: (v) => v.events },
          { title: "FROM", value: ({ timeRange }) => (timeRange === undefined ? "" : isoTime(timeRange.from)) },
          { title: "TO", value: ({ timeRange }) => (timeRange === undefined ? "" : isoTime(timeRange.to)) },
          { title: "GONE", right: true, value: (v) => (v.gone.length === 0 ? "" : v.gone.length) },
          { title: "RUNS", right: true, value: (v) => v.runs },
        ]),
    }),
  );
  datasets
    .command("compose")
    .description("make a dataset version of chosen snapshots, for --dataset; the current one stays current")
    .option("--snapshot <id>", "an id or the beginning of one; may be given again", collect)
    .option("--source <name>", "all snapshots of a source; may be given again", collect)
    .option("--from <time>", "with events at or after", timeUs)
    .option("--to <time>", "with events before", timeUs)
    .option("--analyst <name>", "who composes it")
    .action(({ snapshot = [], source = [], from, to, analyst }: ComposeOptions, command: Command) => {
      requireTimeOrder(command, { from, to });
      return cli.run({
        access: "write",
        work: (client, signal) =>
          client.call("datasets.compose", { snapshots: snapshot, sources: source, range: { from, to }, analyst }, signal),
        text: (version) => `v${version.number}  ${shortId(version.id)}  ${version.snapshots.length} snapshots, ${version.events} events\n`,
      });
    });
  datasets
    .command("compare")
    .description("what changes from one version to another")
    .argument("<from>")
    .argument("<to>")
    .action((from: string, to: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("datasets.compare", { from, to }, signal),
        text: ({ added, removed, kept, classes }) =>
          `${kept} snapshots in both\n${added.map((id) => `+ ${shortId(id)}\n`).join("")}${removed.map((id) => `- ${shortId(id)}\n`).join("")}` +
          table(classes, [
            { title: "CLASS", value: (c) => c.class },
            { title: "BEFORE", right: true, value: (c) => c.before },
            { title: "AFTER", right: true, value: (c) => c.after },
          ]),
      }),
    );
}
