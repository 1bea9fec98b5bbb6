import { type Command, Option } from "commander";
import { type Inventory, type InventoryDiff, InventoryKind, type InventoryPreview } from "../../../../shared/contract/inventories.ts";
import { positiveInteger, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, shortId, table } from "../text.ts";

interface ImportFlags {
  readonly kind: InventoryKind | "auto";
  readonly source?: string;
  readonly asOf?: number;
  readonly zone?: string;
  readonly clock?: string;
  readonly leaseTime?: number;
  readonly dryRun?: boolean;
}

const requestOf = (paths: readonly string[], flags: ImportFlags) => ({
  paths: [...paths],
  kind: flags.kind,
  ...(flags.source === undefined ? {} : { source: flags.source }),
  ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
  ...(flags.zone === undefined ? {} : { zone: flags.zone }),
  ...(flags.clock === undefined ? {} : { clock: flags.clock }),
  ...(flags.leaseTime === undefined ? {} : { leaseSeconds: flags.leaseTime }),
});

const asOfText = (one: { asOf: number; asOfBasis: string }): string => `${isoTime(one.asOf).slice(0, 16)} (${one.asOfBasis})`;

const versionTable = (inventories: readonly Inventory[]): string =>
  table(inventories, [
    { title: "ID", value: (one) => shortId(one.id) },
    { title: "KIND", value: (one) => one.kind },
    { title: "SOURCE", value: (one) => one.source },
    { title: "FORMAT", value: (one) => one.format },
    { title: "AS OF", value: (one) => asOfText(one) },
    { title: "STATE", value: (one) => one.state },
    { title: "ROWS", right: true, value: (one) => one.rows },
    { title: "REJECTED", right: true, value: (one) => one.rejected },
    { title: "LEASES", right: true, value: (one) => (one.leases === null ? "" : one.leases.n) },
    { title: "CONFLICTS", right: true, value: (one) => (one.leases === null ? "" : one.leases.conflicts) },
    { title: "NOT KEPT", value: (one) => one.dropped.map((drop) => drop.column).join(", ") },
  ]);

function previewText(previews: readonly InventoryPreview[]): string {
  return previews
    .map(({ file, error, facts, duplicate, follows, rejects }) => {
      if (facts === null) return `${file}: ${error ?? "refused"}`;
      const mapped = facts.mapping.map(({ column, field, filled }) => `  ${column} → ${field ?? "kept as it is"} (${filled})`);
      const dropped = facts.dropped.map(
        ({ column, reason, cells }) => `  ${column}: ${cells === null ? "" : `${cells} `}${reason}; not kept`,
      );
      return [
        `${file}: ${facts.kind}, ${facts.format}: ${facts.formatReason}`,
        `  source ${facts.source}, as of ${asOfText(facts)}, ${facts.rows} rows, ${facts.rejected} rejected`,
        ...(duplicate ? ["  this very version is kept already"] : follows === null ? [] : [`  follows ${shortId(follows.id)}`]),
        ...mapped,
        ...dropped,
        ...facts.notes.map((note) => `  ${note}`),
        ...rejects.slice(0, 10).map((reject) => `  line ${reject.line}: ${reject.reason}`),
      ].join("\n");
    })
    .map((text) => `${printable(text)}\n`)
    .join("");
}

function diffText(diff: InventoryDiff): string {
  const counts = `${diff.added} added, ${diff.removed} removed, ${diff.changed} changed (${diff.ownersChanged} with another owner), ${diff.same} the same`;
  const rows = diff.rows.flatMap(({ change, key, fields }) => [
    `${change} ${key}`,
    ...fields.map(({ field, before, after }) => `  ${field}: ${before ?? "–"} → ${after ?? "–"}`),
  ]);
  return `${printable([counts, ...rows].join("\n"))}\n`;
}

function addImport(inventory: Command, cli: Cli): void {
  inventory
    .command("import")
    .description("read inventory files, each as a new version of its source")
    .argument("<file...>")
    .addOption(
      new Option("--kind <kind>", "what the files list; auto looks at what they hold")
        .choices(["auto", ...InventoryKind.options])
        .default("auto"),
    )
    .option("--source <name>", "what the files are versions of (default: their names without dates)")
    .option("--as-of <time>", "when the export was true, if the file does not tell", timeUs)
    .option("--zone <zone>", "network zone of the addresses")
    .option("--clock <rule>", "how times without a zone are to be read: utc, offset:+HH:MM, start:<time>")
    .option("--lease-time <seconds>", "lease time of a log that does not tell it", positiveInteger)
    .option("--dry-run", "show what would become of the files, keep nothing")
    .action((paths: string[], flags: ImportFlags) =>
      flags.dryRun === true
        ? cli.run({
            access: "scratch",
            work: (client, signal) => client.call("inventory.inspect", requestOf(paths, flags), signal),
            text: previewText,
          })
        : cli.run({
            access: "create",
            work: (client, signal) => client.call("inventory.import", requestOf(paths, flags), signal),
            text: versionTable,
          }),
    );
}

export function addInventory(program: Command, cli: Cli): void {
  const inventory = program.command("inventory").description("directory, asset, lease and identity lists, and their versions");
  addImport(inventory, cli);
  inventory
    .command("list")
    .description("every version, newest first")
    .action(() => cli.run({ access: "read", work: (client, signal) => client.call("inventory.list", {}, signal), text: versionTable }));
  inventory
    .command("diff")
    .description("what changed from one version to another")
    .argument("<before>")
    .argument("<after>")
    .option("--limit <n>", "rows to show", positiveInteger)
    .action((before: string, after: string, { limit }: { limit?: number }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("inventory.diff", { before, after, ...(limit === undefined ? {} : { limit }) }, signal),
        text: diffText,
      }),
    );
  inventory
    .command("retire")
    .description("take a version out of use, or back into it; nothing is deleted")
    .argument("<id>")
    .requiredOption("--reason <text>")
    .option("--restore", "back into use")
    .option("--analyst <name>")
    .action((id: string, { reason, restore, analyst }: { reason: string; restore?: boolean; analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) =>
          client.call("inventory.retire", { id, reason, restore: restore === true, ...(analyst === undefined ? {} : { analyst }) }, signal),
        text: (changed) => versionTable([changed]),
      }),
    );
}
