import { type Command, Option } from "commander";
import { type ModelPreview, type PreviewChange, previewChanges, type PreviewItem } from "../../../../shared/contract/preview.ts";
import { modelVersion } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, printable, shortId, table } from "../text.ts";

interface PreviewOptions {
  readonly dataset?: string;
  readonly change?: PreviewChange;
  readonly score?: true;
}

export function addPreview(program: Command, cli: Cli): void {
  program
    .command("preview")
    .description("what a version would change in its model's queue: what appears, vanishes and moves, and the verdicts behind it")
    .argument("<model@version>", "candidate, an id or its unique beginning", modelVersion)
    .option("--score", "score the version beside the queue's run first, as it must be once; nothing of it enters the queue")
    .option("--dataset <version>", "against the newest run over this dataset version")
    .addOption(new Option("--change <change>", "list only these").choices(previewChanges))
    .action((target: ReturnType<typeof modelVersion>, { dataset, change, score }: PreviewOptions) =>
      cli.run({
        access: score === true ? "write" : "read",
        work: async (client, signal) => {
          const asked = { ...target, ...(dataset === undefined ? {} : { dataset }) };
          if (score === true) await client.call("models.scoreBeside", asked, signal);
          return client.call("models.preview", { ...asked, limit: 20_000 }, signal);
        },
        text: (preview) => previewText(preview, change),
      }),
    );
}

const rankText = (rank: number | null): string => (rank === null ? "" : String(rank));
const verdictText = ({ verdicts: [last] }: PreviewItem): string => (last === undefined ? "" : `${last.verdict} (${last.analyst})`);
const signed = (value: number): string => `${value > 0 ? "+" : ""}${value.toFixed(2)}`;
const causeText = ({ causes }: PreviewItem): string => causes.map(({ subject, effect }) => `${signed(effect)} ${subject}`).join("; ");

function previewText({ model, version, shadow, list, because }: ModelPreview, change: PreviewChange | undefined): string {
  const drift = shadow.drift === null ? "" : `, data ${shadow.drift}`;
  const inShadow =
    shadow.days === 0
      ? "not yet scored beside the champion as challenger"
      : `${shadow.days} days as challenger, at least ${shadow.events} events and ${shadow.subjects} subjects a day${drift}`;
  const head: [string, string | number][] = [
    ["version", `${model}@${shortId(version)}`],
    ["shadow", inShadow],
  ];
  if (list === null) return `${facts(head)}${printable(because)}\n`;
  const { counts, shared, places, subjects, withheld, causes } = list;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const items = list.items.filter((item) => change === undefined || item.change === change);
  const text = facts([
    ...head,
    ["against", `${shortId(list.against)} in run ${shortId(list.run)}, ${places} places, ${subjects} subjects`],
    ["changes", `${counts.appeared} appeared, ${counts.vanished} vanished, ${counts.moved} moved, ${counts.same} as they were`],
    ["shared", `${shared.k} of ${shared.n} (${percent(shared.low)} to ${percent(shared.high)})`],
    ["withheld", `${withheld} to be judged blind`],
    ["verdicts", causes.state === "computed" ? `${causes.verdicts} taught it. ${causes.because}` : causes.because],
  ]);
  if (items.length === 0) return text;
  return `${text}\n${table(items, [
    { title: "CHANGE", value: (item) => item.change },
    { title: "FROM", right: true, value: ({ from }) => rankText(from) },
    { title: "TO", right: true, value: ({ to }) => rankText(to) },
    { title: "SUBJECT", value: ({ subject }) => subject },
    { title: "VERDICT", value: verdictText },
    { title: "BECAUSE OF", value: causeText },
  ])}`;
}
