import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { auditTargets } from "../../../../shared/contract/audit.ts";
import type { Input } from "../../../../shared/contract/requests.ts";
import { positiveInteger, requireTimeOrder, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, table } from "../text.ts";

interface FilterFlags {
  readonly kind?: string;
  readonly actor?: string;
  readonly from?: number;
  readonly to?: number;
  readonly text?: string;
  readonly case?: string;
  readonly hunt?: string;
  readonly model?: string;
  readonly entity?: string;
}

const withFilter = (command: Command): Command =>
  command
    .option("--kind <kind>", "of one kind only, such as verdict.record")
    .option("--actor <name>", "signed by this name only")
    .option("--from <time>", "from then on", timeUs)
    .option("--to <time>", "before then", timeUs)
    .addOption(new Option("--case <anomaly>", "about this anomaly").conflicts(["hunt", "model", "entity"]))
    .addOption(new Option("--hunt <id>", "about this hunt").conflicts(["model", "entity"]))
    .addOption(new Option("--model <name>", "about this model, or verdicts on what it surfaced").conflicts(["entity"]))
    .option("--entity <key>", "about this entity, or verdicts on what is about it")
    .option("--text <text>", "only those that say this");

function filterOf({ kind, actor, from, to, text, ...flags }: FilterFlags): Omit<Input<"audit.page">, "limit" | "before"> {
  const type = auditTargets.find((target) => flags[target] !== undefined);
  const about = type === undefined ? undefined : { type, id: flags[type] ?? "" };
  return { kind, actor, from, to, about, text: text ?? "" };
}

function addList(audit: Command, cli: Cli): void {
  const list = withFilter(
    audit
      .command("list")
      .alias("log")
      .description("decisions in words, newest first")
      .option("--limit <n>", "most decisions to show", positiveInteger, 100)
      .option("--before <seq>", "only those before this number", positiveInteger),
  );
  list.action(({ limit, before, ...flags }: FilterFlags & { readonly limit: number; readonly before?: number }) => {
    requireTimeOrder(list, flags);
    return cli.run({
      access: "read",
      work: (client, signal) => client.call("audit.page", { ...filterOf(flags), limit, before }, signal),
      text: ({ decisions, total }) =>
        `${table(decisions, [
          { title: "SEQ", right: true, value: (decision) => decision.seq },
          { title: "AT", value: (decision) => isoTime(decision.at) },
          { title: "WHO", value: (decision) => decision.actor },
          { title: "KIND", value: (decision) => decision.kind },
          { title: "WHAT", value: (decision) => `${decision.undoneBy === null ? "" : "(undone) "}${decision.words.slice(0, 120)}` },
        ])}${decisions.length} of ${total}\n`,
    });
  });
}

function addExport(audit: Command, cli: Cli): void {
  const command = withFilter(
    audit
      .command("export")
      .description("write the log as it was chained, or as a table; signed for in the log itself")
      .addOption(new Option("--format <format>", "file format").choices(["ndjson", "csv"]).default("ndjson"))
      .option("--out <file>", "where to write (default: the workspace's exports)")
      .option("--analyst <name>", "who exports"),
  );
  command.action(({ format, out, analyst, ...flags }: FilterFlags & { format: "ndjson" | "csv"; out?: string; analyst?: string }) => {
    requireTimeOrder(command, flags);
    return cli.run({
      access: "write",
      work: (client, signal) =>
        client.call(
          "exports.write",
          { wanted: { what: "log", format, ...filterOf(flags) }, out: out === undefined ? undefined : resolve(out), analyst },
          signal,
        ),
      text: ({ file, rows, sha256, decision }) =>
        facts([
          ["file", out ?? `exports/${file}`],
          ["entries", rows],
          ["sha256", sha256],
          ["decision", decision],
        ]),
    });
  });
}

export function addAudit(program: Command, cli: Cli): void {
  const audit = program.command("audit").description("the append-only decision log");
  audit
    .command("verify")
    .description("check the hash chain and everything derived from it; exits 1 when something is wrong")
    .action(() =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("audit.verify", {}, signal),
        text: ({ ok, entries, head, problems }) =>
          `${ok ? "intact" : "DAMAGED"}: ${entries} decisions, head ${head}\n` +
          problems.map(({ seq, problem }) => `  ${seq}: ${printable(problem)}\n`).join(""),
        failed: ({ ok }) => !ok,
      }),
    );
  addList(audit, cli);
  addExport(audit, cli);
  audit
    .command("kinds")
    .description("which kinds of decisions there are, and who signed them")
    .action(() =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("audit.choices", {}, signal),
        text: ({ kinds, actors }) =>
          `${table(kinds, [
            { title: "KIND", value: (one) => one.kind },
            { title: "WHAT", value: (one) => one.title },
            { title: "N", right: true, value: (one) => one.n },
          ])}\n${table(actors, [
            { title: "WHO", value: (one) => one.actor },
            { title: "N", right: true, value: (one) => one.n },
          ])}`,
      }),
    );
}
