import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { HuntRecord } from "../../../../shared/contract/hunts.ts";
import { huntByproducts, huntHandOffs, huntOutcomes, huntStages, huntTriggers } from "../../../../shared/domain/hunt.ts";
import { positiveInteger } from "../arguments.ts";
import { addHuntArranging } from "./hunt-arranging.ts";
import { addHuntBundles } from "./hunt-bundles.ts";
import type { Cli } from "../cli.ts";
import { describeCandidate, describeCandidates, describeHunt, describeHunts } from "../hunt-text.ts";
import { printable } from "../text.ts";
import { done, isCandidate, type Signed } from "./hunt-words.ts";

const keysOf = (words: readonly { readonly key: string }[]): string[] => words.map((word) => word.key);

/** Texts given once or more; `none` alone is an empty list that somebody meant. */
const repeated = (text: string, before: readonly string[] = []): readonly string[] => (text === "none" ? before : [...before, text]);

/** `KIND=what` or `what=because`. */
function pair(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function toByproducts(texts: readonly string[]): HuntRecord["byproducts"] {
  return texts.map((text) => {
    const [kind, what] = pair(text);
    const known = huntByproducts.find((one) => one.key === kind);
    if (known === undefined) throw new InvalidArgumentError(`a byproduct is one of ${keysOf(huntByproducts).join(", ")}, or none`);
    return { kind: known.key, what };
  });
}

function addReading(hunts: Command, cli: Cli): void {
  hunts
    .command("list")
    .description("hunts: active ones first, then the backlog, then closed ones")
    .addOption(new Option("--stage <stage>", "only these").choices(huntStages))
    .action(({ stage }: { stage?: (typeof huntStages)[number] }) =>
      cli.run({ access: "read", work: (client, signal) => client.call("hunts.list", { stage }, signal), text: describeHunts }),
    );
  hunts
    .command("candidates")
    .description("anomalies that belong together, highest priority first; none is a hunt until a person opens it")
    .option("--limit <n>", "most to show", positiveInteger, 50)
    .action(({ limit }: { limit: number }) =>
      cli.run({ access: "read", work: (client, signal) => client.call("hunts.candidates", { limit }, signal), text: describeCandidates }),
    );
  hunts
    .command("show")
    .description("a hunt or a candidate, with its anomalies and why it comes where it comes")
    .argument("<id>")
    .action((id: string) =>
      isCandidate(id)
        ? cli.run({ access: "read", work: (client, signal) => client.call("hunts.candidate", { id }, signal), text: describeCandidate })
        : cli.run({ access: "read", work: (client, signal) => client.call("hunts.show", { id }, signal), text: describeHunt }),
    );
  hunts
    .command("report")
    .description("the report of a hunt, made from its evidence")
    .argument("<hunt>")
    .addOption(new Option("--format <format>", "how to write it").choices(["markdown", "html"]).default("markdown"))
    .option("--out <file>", "write it there")
    .action((id: string, { format, out }: { format: "markdown" | "html"; out?: string }) =>
      cli.run({
        access: "read",
        work: async (client, signal) => {
          const report = await client.call("hunts.report", { id, format }, signal);
          if (out !== undefined) writeFileSync(resolve(out), report.text, { flag: "wx" });
          return report;
        },
        text: ({ text, sha256 }) => (out === undefined ? text : `${out}\nsha256 ${sha256}\n`),
      }),
    );
}

interface OpenFlags extends Signed {
  readonly anomaly?: readonly string[];
  readonly topic?: string;
}

interface EditFlags extends Signed {
  readonly topic?: string;
  readonly owner?: string;
  readonly trigger?: (typeof huntTriggers)[number]["key"];
  readonly timebox?: number;
  readonly notes?: string;
  readonly findings?: string;
  readonly actor?: string;
  readonly behaviour?: string;
  readonly location?: string;
  readonly evidence?: string;
  readonly foilMeasured?: { readonly k: number; readonly n: number };
}

function measured(text: string): { k: number; n: number } {
  const [, k, n] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (k === undefined || n === undefined) throw new InvalidArgumentError("expected RIGHT/LOOKED-AT, such as 3/40");
  return { k: Number(k), n: Number(n) };
}

function toChanges(record: HuntRecord, flags: EditFlags): Partial<HuntRecord> {
  const { topic, owner, trigger, timebox, notes, findings, actor, behaviour, location, evidence, foilMeasured } = flags;
  const said = { actor, behaviour, location, evidence };
  const hypothesis = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return {
    ...(topic === undefined ? {} : { topic }),
    ...(owner === undefined ? {} : { owner }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(timebox === undefined ? {} : { timeboxDays: timebox }),
    ...(notes === undefined ? {} : { notes }),
    ...(findings === undefined ? {} : { findings }),
    ...(Object.keys(hypothesis).length === 0 ? {} : { hypothesis: { ...record.hypothesis, ...hypothesis } }),
    ...(foilMeasured === undefined ? {} : { foil: { ...record.foil, measured: foilMeasured } }),
  };
}

function addRecord(hunts: Command, cli: Cli): void {
  hunts
    .command("open")
    .description("make a hunt of a candidate, or of chosen anomalies")
    .argument("[candidate]")
    .option("--anomaly <id...>", "these anomalies")
    .option("--topic <text>", "what it is about")
    .option("--analyst <name>", "who opens it")
    .action((candidate: string | undefined, { anomaly, topic, analyst }: OpenFlags) =>
      cli.run({
        access: "write",
        work: (client, signal) =>
          client.call(
            "hunts.open",
            { candidate, anomalyIds: [...(anomaly ?? [])], record: topic === undefined ? {} : { topic }, analyst },
            signal,
          ),
        text: ({ hunt, decision }) => `opened ${hunt.id}: ${printable(hunt.topic)}\n${done({ decision })}`,
      }),
    );
  hunts
    .command("edit")
    .description("change what is written down about a hunt")
    .argument("<hunt>")
    .option("--topic <text>", "what it is about")
    .option("--owner <name>", "whose it is")
    .addOption(new Option("--trigger <trigger>", "what gave rise to it").choices(keysOf(huntTriggers)))
    .option("--timebox <days>", "days it may take at most", positiveInteger)
    .option("--actor <text>", "hypothesis: who")
    .option("--behaviour <text>", "hypothesis: doing what")
    .option("--location <text>", "hypothesis: where")
    .option("--evidence <text>", "hypothesis: what would show it")
    .option("--foil-measured <k/n>", "of the simple query's hits looked at, how many proved right", measured)
    .option("--notes <text>", "notes")
    .option("--findings <text>", "what was found")
    .option("--analyst <name>", "who changes it")
    .action((id: string, flags: EditFlags) =>
      cli.run({
        access: "write",
        work: async (client, signal) => {
          const { record } = await client.call("hunts.show", { id }, signal);
          return client.call("hunts.edit", { id, changes: toChanges(record, flags), analyst: flags.analyst }, signal);
        },
        text: done,
      }),
    );
}

interface CloseFlags extends Signed {
  readonly outcome: (typeof huntOutcomes)[number]["key"];
  readonly handOff: (typeof huntHandOffs)[number]["key"];
  readonly byproduct: readonly string[];
  readonly benign: readonly string[];
  readonly findings?: string;
}

function addMoving(hunts: Command, cli: Cli): void {
  hunts
    .command("move")
    .description("make a hunt active, or put it into the backlog; a closed one is opened again")
    .argument("<hunt>")
    .addOption(new Option("--stage <stage>", "where to").choices(["backlog", "active"]).makeOptionMandatory())
    .option("--analyst <name>", "who moves it")
    .action((id: string, { stage, analyst }: Signed & { stage: "backlog" | "active" }) =>
      cli.run({ access: "write", work: (client, signal) => client.call("hunts.move", { id, stage, analyst }, signal), text: done }),
    );
  hunts
    .command("close")
    .description("close a hunt; no finding is an outcome too")
    .argument("<hunt>")
    .addOption(new Option("--outcome <outcome>", "what became of the hypothesis").choices(keysOf(huntOutcomes)).makeOptionMandatory())
    .addOption(new Option("--hand-off <value>", "what happens next").choices(keysOf(huntHandOffs)).makeOptionMandatory())
    .requiredOption("--byproduct <kind=what>", "found on the way; again for more, none for none", repeated)
    .requiredOption("--benign <what=because>", "known to be benign; again for more, none for none", repeated)
    .option("--findings <text>", "what was found")
    .option("--analyst <name>", "who closes it")
    .action((id: string, flags: CloseFlags) =>
      cli.run({
        access: "write",
        work: (client, signal) =>
          client.call(
            "hunts.close",
            {
              id,
              outcome: flags.outcome,
              handOff: flags.handOff,
              byproducts: toByproducts(flags.byproduct),
              knownBenign: flags.benign.map(pair).map(([what, because]) => ({ what, because })),
              findings: flags.findings,
              analyst: flags.analyst,
            },
            signal,
          ),
        text: done,
      }),
    );
}

export function addHunts(program: Command, cli: Cli): void {
  const hunts = program.command("hunts").description("anomalies that belong together, and the hunts people make of them");
  addHuntBundles(hunts, cli);
  addReading(hunts, cli);
  addRecord(hunts, cli);
  addMoving(hunts, cli);
  addHuntArranging(hunts, cli);
}
