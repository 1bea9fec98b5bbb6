import { type Command, Option } from "commander";
import { type BulkMember, type BulkPreview, type Similarity, similarities } from "../../../../shared/contract/bulk.ts";
import { type Confidence, confidences, verdictKeys } from "../../../../shared/domain/verdict.ts";
import { positiveInteger } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, table } from "../text.ts";

interface Options {
  readonly same: Similarity;
  readonly reasons: number;
  readonly sameHunt?: boolean;
  readonly acrossHunts?: boolean;
  readonly includeJudged?: boolean;
  readonly verdict?: string;
  readonly reason?: string;
  readonly note?: string;
  readonly confidence?: Confidence;
  readonly analyst?: string;
  readonly apply?: boolean;
}

/** Without `--apply` nothing is recorded: the set is only shown. */
export function addBulk(program: Command, cli: Cli): void {
  program
    .command("bulk")
    .description("anomalies like one, to be judged alike: shown first, judged with --apply as one decision")
    .argument("<anomaly>", "the one that the others are like")
    .addOption(new Option("--same <what>", "beside model and reasons").choices(similarities).default("entity"))
    .option("--reasons <n>", "how many leading reasons are the same, 1 to 3", positiveInteger, 3)
    .option("--same-hunt", "only those in its hunt or candidate")
    .option("--across-hunts", "also those in other hunts")
    .option("--include-judged", "also those judged otherwise; their verdict is replaced")
    .addOption(new Option("--verdict <key>", "the judgement").choices(verdictKeys))
    .option("--reason <reason>", "one of the verdict's reasons")
    .option("--note <text>", "a note to keep with it")
    .addOption(new Option("--confidence <level>", "how sure").choices(confidences))
    .option("--analyst <name>", "who judges")
    .option("--apply", "record the verdict on exactly these")
    .action((like: string, { apply, verdict, reason, note, confidence, analyst, ...same }: Options, command: Command) => {
      if (apply === true && verdict === undefined) command.error("error: --apply needs --verdict");
      return cli.run({
        access: apply === true ? "write" : "read",
        work: async (client, signal) => {
          const set = { like, verdict, ...same };
          const preview = await client.call("bulk.preview", set, signal);
          if (apply !== true || verdict === undefined) return { preview, recorded: null };
          const given = { ...set, verdict, reason, note, confidence, analyst, setId: preview.setId };
          return { preview, recorded: await client.call("bulk.judge", given, signal) };
        },
        text: ({ preview, recorded }) =>
          `${describe(preview)}${recorded === null ? "nothing was recorded; --apply records it" : `${recorded.judged} judged ${verdict ?? ""}; take it back with: quarry undo`}\n`,
      });
    });
}

const columns = [
  { title: "ANOMALY", value: (one: BulkMember) => one.anomalyId },
  { title: "DISTANCE", right: true, value: (one: BulkMember) => one.distance?.toPrecision(3) ?? "" },
  { title: "FROM", value: (one: BulkMember) => isoTime(one.window.from) },
  { title: "SUBJECT", value: (one: BulkMember) => one.label },
  { title: "VERDICT", value: (one: BulkMember) => (one.verdict === null ? "" : `${one.verdict} by ${one.analyst ?? ""}`) },
  { title: "HUNT", value: (one: BulkMember) => one.hunt ?? "" },
];

function describe(preview: BulkPreview): string {
  const part = (title: string, members: readonly BulkMember[]): string =>
    members.length === 0 ? "" : `\n${title}\n${table(members, columns)}`;
  const { conflicts, otherHunts, already, applies, matching, among } = preview;
  const counts = `${applies} to judge, of ${matching} that match among ${among}; ${already} judged so already`;
  return [
    `${printable(preview.words)}\n${counts}\n`,
    part("nearest", preview.nearest),
    part("farthest", preview.farthest),
    part(`judged otherwise: ${conflicts.total}`, conflicts.members),
    part(`in other hunts: ${otherHunts.total}`, otherHunts.members),
    `\n${preview.distance}\n`,
  ].join("");
}
