import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { isoTime, shortId, table } from "../text.ts";

export function addSnapshots(program: Command, cli: Cli): void {
  program
    .command("snapshots")
    .description("what has been imported")
    .action(() =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("telemetry.snapshots", {}, signal),
        text: (snapshots) =>
          table(snapshots, [
            { title: "SNAPSHOT", value: (snapshot) => shortId(snapshot.id) },
            { title: "IMPORTED", value: (snapshot) => isoTime(snapshot.importedAt).slice(0, 16) },
            { title: "SOURCE", value: (snapshot) => snapshot.manifest.source },
            { title: "FILES", right: true, value: (snapshot) => snapshot.manifest.files.length },
            { title: "EVENTS", right: true, value: ({ manifest }) => Object.values(manifest.classes).reduce((sum, n) => sum + n, 0) },
            { title: "FROM", value: ({ manifest }) => (manifest.timeRange === undefined ? "" : isoTime(manifest.timeRange.from)) },
            { title: "TO", value: ({ manifest }) => (manifest.timeRange === undefined ? "" : isoTime(manifest.timeRange.to)) },
          ]),
      }),
    );
}
