import { type Command, InvalidArgumentError } from "commander";
import type { Input } from "../../../../shared/contract/requests.ts";
import type { DryRun, Scope, ScopeOffer, Suppression } from "../../../../shared/contract/suppressions.ts";
import { suppressionDays } from "../../../../shared/domain/suppression.ts";
import { positiveNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, table } from "../text.ts";

type Bound = Scope["bounds"][number];
const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** `FEATURE=VALUE`, again for more. */
const boundOf =
  (kind: Bound["kind"]) =>
  (text: string, before: readonly Bound[] = []): readonly Bound[] => {
    const [, feature = "", value = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (feature === "" || value.trim() === "" || !Number.isFinite(Number(value)))
      throw new InvalidArgumentError("expected FEATURE=NUMBER, such as regularity=0.9");
    return [...before, { feature, kind, value: Number(value) }];
  };

interface ScopeFlags {
  readonly entity?: readonly string[];
  readonly model?: string;
  readonly class?: readonly string[];
  readonly atMost?: readonly Bound[];
  readonly atLeast?: readonly Bound[];
}
interface MakeFlags extends ScopeFlags {
  readonly reason?: string;
  readonly owner?: string;
  readonly days?: number;
  readonly override?: string;
  readonly analyst?: string;
  readonly dryRun?: boolean;
}

const toScope = ({ entity = [], model, class: classes = [], atMost = [], atLeast = [] }: ScopeFlags): Scope => ({
  ...(model === undefined ? {} : { model }),
  entities: [...entity],
  classes: [...classes],
  bounds: [...atMost, ...atLeast],
});

/** A suppression is made after its dry run is shown; `--dry-run` shows it alone. */
export function addSuppress(program: Command, cli: Cli): void {
  program
    .command("suppress")
    .description("leave out of the queue what matches all that is named, until it expires; it is still scored")
    .option(
      "--entity <kind:name>",
      "about it; domain:a.b is that name alone, domain:*.a.b names under it, domain:.a.b both; again for more",
      repeated,
    )
    .option("--model <model>", "of one model only")
    .option("--class <class>", "all of its evidence of this OCSF class; again for more", repeated)
    .option("--at-most <feature=value>", "a feature at most so much; again for more", boundOf("at-most"))
    .option("--at-least <feature=value>", "a feature at least so much; again for more", boundOf("at-least"))
    .option("--reason <text>", "why")
    .option("--owner <name>", "whose it is; without it who makes it")
    .option("--days <n>", `days until it expires, at most ${suppressionDays.most}`, positiveNumber, suppressionDays.byDefault)
    .option("--override <reason>", "make it although it matches what was confirmed malicious, because; kept for ever")
    .option("--analyst <name>", "who makes it")
    .option("--dry-run", "show what it would have hidden, and make nothing")
    .action((flags: MakeFlags, command: Command) => {
      const { reason, owner, days, override, analyst, dryRun } = flags;
      if (dryRun !== true && reason === undefined) command.error("error: --reason is needed, or --dry-run");
      const scope = toScope(flags);
      return cli.run({
        access: dryRun === true ? "read" : "write",
        work: async (client, signal) => {
          const preview = await client.call("suppressions.preview", { scope }, signal);
          if (dryRun === true || reason === undefined) return { preview, made: null };
          const given = { scope, reason, owner, days, override, analyst };
          return { preview, made: (await client.call("suppressions.create", given, signal)).suppression };
        },
        text: ({ preview, made }) =>
          `${describeDryRun(preview)}${made === null ? "nothing was made" : `made ${made.id}, until ${isoTime(made.until)}; take it back with: quarry undo`}\n`,
      });
    });
}

export function addSuppressions(program: Command, cli: Cli): void {
  const suppressions = program.command("suppressions").description("what is left out of the queue, by whom, why and until when");
  suppressions
    .command("list", { isDefault: true })
    .description("all there ever were, newest first")
    .action(() => cli.run({ access: "read", work: (client, signal) => client.call("suppressions.list", {}, signal), text: describeList }));
  suppressions
    .command("offer")
    .description("of what a scope may be made that matches an anomaly")
    .argument("<anomaly>")
    .action((anomalyId: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("suppressions.offer", { anomalyId }, signal),
        text: describeOffer,
      }),
    );
  suppressions
    .command("change")
    .description("change whose it is, why, or how many days it goes on from now")
    .argument("<suppression>")
    .option("--owner <name>", "whose it is")
    .option("--reason <text>", "why")
    .option("--days <n>", `days from now, at most ${suppressionDays.most}`, positiveNumber)
    .option("--analyst <name>", "who changes it")
    .action((id: string, flags: Pick<MakeFlags, "owner" | "reason" | "days" | "analyst">) => change(cli, { id, ...flags }));
  suppressions
    .command("end")
    .description("end it now; what it hid returns")
    .argument("<suppression>")
    .option("--analyst <name>", "who ends it")
    .action((id: string, { analyst }: Pick<MakeFlags, "analyst">) => change(cli, { id, analyst, days: 0 }));
}

const change = (cli: Cli, input: Input<"suppressions.change">) =>
  cli.run({
    access: "write",
    work: (client, signal) => client.call("suppressions.change", input, signal),
    text: ({ suppression }) => describeList([suppression]),
  });

function describeDryRun({ scope, days, surfaced, matching, audited, examples, malicious }: DryRun): string {
  const rows = (some: DryRun["examples"]): string =>
    table(some, [
      { title: "ANOMALY", value: (one) => one.anomalyId },
      { title: "MODEL", value: (one) => one.model },
      { title: "FROM", value: (one) => isoTime(one.window.from) },
      { title: "SUBJECT", value: (one) => one.label },
    ]);
  const bad =
    malicious.total === 0
      ? "none of them was ever confirmed malicious\n"
      : `confirmed malicious: ${malicious.total}\n${rows(malicious.listed)}`;
  const matched = `${matching} of ${surfaced} surfaced by the runs of the last ${days} days match; ${audited} of them would stay in sight by lot\n`;
  return `${printable(scope)}\n${matched}${examples.length === 0 ? "" : rows(examples)}${bad}`;
}

const describeList = (list: readonly Suppression[]): string =>
  list.length === 0
    ? "there are no suppressions\n"
    : table(list, [
        { title: "ID", value: (one) => one.id },
        { title: "STATE", value: (one) => one.state },
        { title: "UNTIL", value: (one) => isoTime(one.until) },
        { title: "HIDDEN", right: true, value: (one) => one.hidden },
        { title: "SCOPE", value: (one) => one.words },
        { title: "OWNER", value: (one) => one.owner },
        { title: "REASON", value: (one) => one.reason },
        { title: "ALTHOUGH MALICIOUS", value: (one) => one.override ?? "" },
      ]);

const describeOffer = ({ model, classes, entities, features }: ScopeOffer): string =>
  facts([
    ["model", model],
    ["classes", classes.join(", ")],
    ["entities", entities.join(", ")],
    ...features.map(({ feature, value, unit }): [string, string] => [feature, `${value} ${unit}`]),
  ]);
