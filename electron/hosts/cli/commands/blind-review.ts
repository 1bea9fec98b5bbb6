import type { Command } from "commander";
import type { BlindReview, BlindReviewReceipt } from "../../../../shared/contract/blind-reviews.ts";
import type { Share } from "../../../../shared/contract/evaluations.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import { modelVersion } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, shortId, table } from "../text.ts";

interface Options {
  readonly start?: true;
  readonly end?: true;
  readonly receipt?: true;
  readonly dataset?: string;
  readonly analyst?: string;
}

/** `models review`: a review of a version before it is promoted. Its cases are listed by `queue --review` and judged by `verdict`. */
export function addBlindReview(models: Command, cli: Cli): void {
  const review = models
    .command("review")
    .description("review a version blind before it is promoted: cases of its list and the champion's, without saying whose")
    .argument("<model@version>", "candidate, an id or its unique beginning", modelVersion)
    .option("--start", "draw the cases; drawn already they are the same ones")
    .option("--dataset <version>", "with --start: telemetry of this dataset version (default: the newest)")
    .option("--end", "once all are judged: end it and see what it found")
    .option("--receipt", "what it found, of one that is ended")
    .option("--analyst <name>", "whose review");
  review.action((target: ReturnType<typeof modelVersion>, options: Options) => {
    const { start, end, receipt, dataset, analyst } = options;
    if ([start, end, receipt].filter(Boolean).length > 1) review.error("error: name one of --start, --end and --receipt");
    const asked = { ...target, ...(analyst === undefined ? {} : { analyst }) };
    if (start === true)
      return cli.run({
        access: "write",
        work: (client, signal) => client.call("blindReview.start", { ...asked, ...(dataset === undefined ? {} : { dataset }) }, signal),
        text: statusText,
      });
    if (end !== true && receipt !== true)
      return cli.run({ access: "read", work: (client, signal) => client.call("blindReview.status", asked, signal), text: statusText });
    return cli.run({
      access: end === true ? "write" : "read",
      work: async (client, signal) => {
        const status = await client.call("blindReview.status", asked, signal);
        if (status === null) throw new AppError("not-found", "no case was drawn yet; draw them with --start");
        const named = { review: status.id, ...(analyst === undefined ? {} : { analyst }) };
        return end === true
          ? (await client.call("blindReview.end", named, signal)).receipt
          : client.call("blindReview.receipt", named, signal);
      },
      text: receiptText,
    });
  });
}

const next = { open: "judge the open ones", judged: "end it with --end", ended: "see what it found with --receipt" } as const;

function statusText(review: BlindReview | null): string {
  if (review === null) return "no case was drawn yet; draw them with --start\n";
  const { id, model, version, champion, from, to, judged, total, undecided, needed, state, endedBy, analyst } = review;
  return facts([
    ["review", id],
    ["version", `${model}@${shortId(version)}`],
    ["beside", champion === null ? "no champion" : shortId(champion)],
    ["telemetry", `${isoTime(from)} to ${isoTime(to)}`],
    [
      `judged by ${analyst}`,
      `${judged} of ${total}${undecided === 0 ? "" : `, ${undecided} undecided`} (${needed} of each list are needed)`,
    ],
    ["ended by", endedBy.length === 0 ? "nobody yet" : endedBy.join(", ")],
    ["next", state === "open" ? `${next.open}: quarry queue --review ${id}` : next[state]],
  ]);
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
const shareText = ({ k, n, low, high }: Share): string => `${k} of ${n} malicious (95 %: ${percent(low)} to ${percent(high)})`;
const rankText = (rank: number | null): string => (rank === null ? "" : String(rank));

function receiptText(receipt: BlindReviewReceipt): string {
  const { ofVersion, ofChampion, versionOnly, championOnly, pValue, cases } = receipt;
  const beside: [string, string][] =
    ofChampion === null || pValue === null
      ? []
      : [
          ["the champion's list", shareText(ofChampion)],
          [
            "found by one alone",
            `${versionOnly} by the version, ${championOnly} by the champion (exact McNemar p ${pValue.toPrecision(2)})`,
          ],
        ];
  const head = facts([["the version's list", shareText(ofVersion)], ...beside]);
  return `${head}\n${printable(
    table(cases, [
      { title: "VERSION", right: true, value: ({ versionRank }) => rankText(versionRank) },
      { title: "CHAMPION", right: true, value: ({ championRank }) => rankText(championRank) },
      { title: "VERDICT", value: ({ verdict }) => verdict },
      { title: "SUBJECT", value: ({ subject }) => subject },
      { title: "ANOMALY", value: ({ anomalyId }) => anomalyId },
    ]),
  )}`;
}
