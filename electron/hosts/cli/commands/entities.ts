import { type Command, Option } from "commander";
import { EntityType, MentionKind, type OverrideInput } from "../../../../shared/contract/entities.ts";
import { positiveInteger, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { pageText } from "../entity-page-text.ts";
import { changedText, conflictText, detailText, resolutionText, reviewText, statusText, summaryTable, whyText } from "../entity-text.ts";

interface Options {
  readonly search?: string;
  readonly type?: EntityType;
  readonly limit: number;
  readonly why?: string;
  readonly conflicts?: boolean;
  readonly review?: boolean;
  readonly activity?: boolean;
  readonly resolve?: MentionKind;
  readonly at?: number;
  readonly onHost?: string;
  readonly domain?: string;
  readonly zone?: string;
  readonly same?: string;
  readonly apart?: string;
  readonly split?: string;
  readonly generic?: string;
  readonly reason?: string;
  readonly analyst?: string;
}

const looks = ["search", "why", "conflicts", "review", "activity", "resolve", "same", "apart", "split", "generic"];

/** `entities [KEY]` and its looks; those that take two things take the second as the argument. */
export function addEntities(program: Command, cli: Cli): void {
  const command = program
    .command("entities")
    .description("who and what the inventories describe, why records are one, and decisions about it")
    .argument("[key]", "an entity's id or an identifier; the second of two with --why, --same, --apart; the text of --resolve")
    .option("--limit <n>", "how many to list", positiveInteger, 50)
    .option("--at <time>", "resolve as of this time (default: now)", timeUs)
    .option("--on-host <host>", "the host that named what is resolved")
    .option("--domain <domain>", "the NetBIOS domain of a short host name")
    .option("--zone <zone>", "the network zone of an address")
    .option("--reason <text>", "why you decide so")
    .option("--analyst <name>", "who decides (default: the workspace's analyst)")
    .addOption(new Option("--type <type>", "only of this type").choices(EntityType.options));
  const look = (flags: string, text: string): Option => {
    const option = new Option(flags, text);
    return option.conflicts(looks.filter((other) => other !== option.attributeName()));
  };
  command
    .addOption(look("--search <text>", "entities whose name or identifiers contain this"))
    .addOption(look("--why <other>", "why this and KEY are one thing, or not"))
    .addOption(look("--conflicts", "what speaks against merges, and what was not merged for it"))
    .addOption(look("--review", "records that may be one thing, with the evidence; decide with --same or --apart"))
    .addOption(
      look("--activity", "what KEY did on its newest day (or that of --at) against the days before, and what was surfaced about it"),
    )
    .addOption(look("--resolve <kind>", "what KEY means when an event names it").choices(MentionKind.options))
    .addOption(look("--same <other>", "decide that this and KEY are one"))
    .addOption(look("--apart <other>", "decide that this and KEY are not one"))
    .addOption(look("--split <record>", "decide that a record of KEY is of something else"))
    .addOption(look("--generic <identifier>", "decide that an identifier says nothing of who it is"))
    .action((key: string | undefined, options: Options) => run(command, cli, key, options));
}

function run(command: Command, cli: Cli, key: string | undefined, options: Options): Promise<void> {
  const { why, resolve, analyst } = options;
  if (options.conflicts === true)
    return cli.run({
      access: "read",
      work: (client, signal) => client.call("entities.conflicts", { limit: options.limit }, signal),
      text: ({ conflicts, total }) => conflictText(conflicts, total),
    });
  if (options.review === true)
    return cli.run({
      access: "read",
      work: (client, signal) => client.call("entities.review", { type: options.type, limit: options.limit }, signal),
      text: reviewText,
    });
  if (options.activity === true) {
    const id = key ?? command.error("error: --activity needs an entity or an identifier");
    return cli.run({
      access: "read",
      work: (client, signal) => client.call("entity.show", { id, at: options.at }, signal),
      text: pageText,
    });
  }
  if (resolve !== undefined) {
    const text = key ?? command.error("error: missing the text that --resolve resolves");
    const scope = { host: options.onHost, domain: options.domain, zone: options.zone };
    return cli.run({
      access: "read",
      work: (client, signal) => client.call("entities.resolve", { kind: resolve, text, scope, at: options.at }, signal),
      text: resolutionText,
    });
  }
  if (why !== undefined) {
    const a = key ?? command.error("error: --why needs two things");
    return cli.run({ access: "read", work: (client, signal) => client.call("entities.why", { a: why, b: a }, signal), text: whyText });
  }
  const change = changeOf(command, key, options);
  if (change !== undefined)
    return cli.run({
      access: "write",
      work: (client, signal) => client.call("entities.override", { change, analyst }, signal),
      text: changedText,
    });
  if (key !== undefined)
    return cli.run({ access: "read", work: (client, signal) => client.call("entities.get", { id: key }, signal), text: detailText });
  if (options.search === undefined && options.type === undefined)
    return cli.run({ access: "read", work: (client, signal) => client.call("entities.status", {}, signal), text: statusText });
  return cli.run({
    access: "read",
    work: (client, signal) =>
      client.call("entities.search", { text: options.search ?? "", type: options.type, limit: options.limit }, signal),
    text: ({ entities, total }) => `${summaryTable(entities)}${entities.length} of ${total}\n`,
  });
}

function changeOf(command: Command, key: string | undefined, options: Options): OverrideInput | undefined {
  const { same, apart, split, generic } = options;
  if (same === undefined && apart === undefined && split === undefined && generic === undefined) return undefined;
  const why = options.reason ?? command.error("error: say why with --reason");
  if (generic !== undefined) return { op: "generic", key: generic, why };
  const b = key ?? command.error("error: name both things");
  if (split !== undefined) return { op: "split", entity: b, records: [split], why };
  return same !== undefined ? { op: "must-link", a: same, b, why } : { op: "cannot-link", a: apart ?? "", b, why };
}
