import type { Command } from "commander";
import type { IcebergTableInfo } from "../../../../shared/contract/iceberg.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, table } from "../text.ts";

export function addIceberg(program: Command, cli: Cli): void {
  program
    .command("iceberg")
    .description("the snapshots of an Iceberg table, any of which `import --snapshot` can read")
    .argument("<table>", "the table's folder, or one of its metadata files")
    .action((path: string) =>
      cli.run({
        access: "scratch",
        work: (client, signal) => client.call("telemetry.icebergSnapshots", { paths: [path] }, signal),
        text: describe,
      }),
    );
}

function describe(info: IcebergTableInfo): string {
  const columns = info.schemas.find((s) => s.id === info.currentSchemaId)?.columns ?? [];
  const head = facts([
    ["table", `${info.table} (${info.tableUuid})`],
    ["format", `version ${info.formatVersion}, ${info.metadataFile}`],
    ["schema", `${info.currentSchemaId}: ${columns.map((c) => `${c.name} ${c.type}`).join(", ")}`],
  ]);
  const list = table(info.snapshots, [
    { title: "SNAPSHOT", value: (s) => `${s.id}${s.id === info.currentSnapshotId ? " *" : ""}` },
    { title: "PARENT", value: (s) => s.parentId ?? "" },
    { title: "COMMITTED", value: (s) => isoTime(s.committedAt) },
    { title: "OPERATION", value: (s) => s.operation ?? "" },
    { title: "SCHEMA", right: true, value: (s) => s.schemaId ?? "" },
    { title: "RECORDS", right: true, value: (s) => s.records ?? "" },
    { title: "DELETE FILES", right: true, value: (s) => s.deleteFiles ?? "" },
  ]);
  return `${printable(head)}\n${list}`;
}
