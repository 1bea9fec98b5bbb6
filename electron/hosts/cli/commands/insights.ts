import { type Command, Option } from "commander";
import {
  type FigureItem,
  type FigureKey,
  figureKeys,
  type FigureMedian,
  type FigureRate,
  type InsightPeriod,
  insightPeriods,
  type InsightReport,
} from "../../../../shared/contract/insights.ts";
import { positiveInteger, timeUs } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, table } from "../text.ts";

interface Options {
  readonly period: InsightPeriod;
  readonly model?: string;
  readonly to?: number;
  readonly behind?: FigureKey;
  readonly part?: string;
  readonly limit: number;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

const rateText = ({ state, k, n, rate, low, high }: FigureRate): string =>
  state === "insufficient"
    ? `too few to say: ${k} of ${n}`
    : `${k} of ${n}, ${percent(rate ?? 0)} (95 %: ${percent(low)} to ${percent(high)})`;

const secondsText = (seconds: number): string =>
  seconds < 120
    ? `${Number(seconds.toPrecision(3))} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;

const medianText = ({ state, n, unknown, median, low, high }: FigureMedian): string =>
  (state === "insufficient" || median === null || low === null || high === null
    ? `too few to say: ${n}`
    : `${secondsText(median)} (95 %: ${secondsText(low)} to ${secondsText(high)}), n ${n}`) +
  (unknown === 0 ? "" : `; not recorded for ${unknown}`);

function describeFigures({ title, cases, precision, exposure, confirm, audit, foil, ...times }: InsightReport["figures"][number]): string {
  const { baseRate, perDay, surfaced, subjects } = exposure;
  return `\n${title}\n${facts([
    ["cases judged", cases],
    ["precision at budget", rateText(precision)],
    [
      "base rate",
      `${baseRate.basis === "confirmed" ? "at least " : ""}${baseRate.rate === null ? "unknown" : percent(baseRate.rate)} (95 %: ${percent(baseRate.low)} to ${percent(baseRate.high)}), n ${baseRate.n}`,
    ],
    ["surfaced", `${surfaced} of ${subjects} subjects${perDay === null ? "" : `, ${Number(perDay.toPrecision(3))} a day`}`],
    ["confirm rate", rateText(confirm)],
    ["active time", medianText(times.activeSeconds)],
    ["time to view", medianText(times.secondsToView)],
    ["time to verdict", medianText(times.secondsToVerdict)],
    ...(audit === null
      ? []
      : ([
          ["missed, by the blind sample", rateText(audit.missed)],
          ["precision, by the blind sample", rateText(audit.precision)],
        ] as const)),
    ...(foil === null
      ? []
      : ([
          [
            "against the naive query",
            `${foil.verdict}: ${foil.model.k} against ${foil.naive.k} of ${foil.n} known-bad cases, sign test p ${Number(foil.p.toPrecision(2))}`,
          ],
        ] as const)),
  ])}`;
}

function describeReport({
  from,
  to,
  log,
  figures,
  reasons,
  workload,
  backlog,
  suppressed,
  labelUse,
  agreement,
  analysts,
}: InsightReport): string {
  const head = facts([
    ["decisions", `${from === null ? "all" : `from ${isoTime(from)}`} to ${isoTime(to)}`],
    ["log", `${log.entries} entries, head ${log.head}`],
    ["verdicts", `${log.standing} stand, ${log.undone} undone`],
  ]);
  const rest = facts([
    ["days within the budget", `${rateText(workload.within)} (${workload.perDay} a day)`],
    ["open", `${backlog.open}; age ${medianText(backlog.age)}`],
    ["hidden by suppressions", `${rateText(suppressed.hidden)}; ${suppressed.active} in force, ${suppressed.made} made in the period`],
    ["labels in a training set", `${rateText(labelUse.used)}; ${labelUse.waiting} wait for one`],
    ...labelUse.excluded.map(({ because, n }) => ["left out", `${n}: ${because}`] as const),
    ...reasons.map(({ title, reason, rate }) => [title, `${reason === "" ? "no reason given" : reason}: ${rateText(rate)}`] as const),
    [
      "agreement",
      agreement.label.kappa === null || agreement.label.state === "insufficient"
        ? agreement.label.because
        : `kappa ${agreement.label.kappa.toFixed(2)} (95 %: ${agreement.label.low.toFixed(2)} to ${agreement.label.high.toFixed(2)}), n ${agreement.label.n}`,
    ],
    ...(analysts ?? []).map(({ analyst, cases, confirm }) => [analyst, `${cases} cases, confirmed ${rateText(confirm)}`] as const),
  ]);
  return `${head}${figures.map(describeFigures).join("")}\n${rest}`;
}

const describeItems = (items: readonly FigureItem[], total: number): string =>
  `${table(items, [
    { title: "ANOMALY", value: (item) => item.anomalyId },
    { title: "AT", value: (item) => (item.at === null ? "" : isoTime(item.at)) },
    { title: "MODEL", value: (item) => item.model },
    { title: "SUBJECT", value: (item) => item.label },
    { title: "VERDICT", value: (item) => item.verdict ?? "" },
    { title: "SECONDS", right: true, value: (item) => item.seconds ?? "" },
    { title: "PART", value: (item) => item.part },
  ])}${items.length} of ${total}\n`;

export function addInsights(program: Command, cli: Cli): void {
  const group = program
    .command("insights")
    .description("how the hunting goes: every figure from the decision log, with its n and interval")
    .addOption(new Option("--period <days>", "decisions of the last days").choices(insightPeriods).default("30"))
    .option("--model <model>", "of one model only")
    .option("--to <time>", "the end of the period (default: now)", timeUs)
    .addOption(new Option("--behind <figure>", "list what a figure is made of").choices(figureKeys))
    .option("--part <part>", "of one part of it only")
    .option("--limit <n>", "most items to list", positiveInteger, 100)
    .action(({ behind: figure, part, limit, ...scope }: Options) =>
      figure === undefined
        ? cli.run({ access: "read", work: (client, signal) => client.call("insights.report", scope, signal), text: describeReport })
        : cli.run({
            access: "read",
            work: (client, signal) => client.call("insights.behind", { ...scope, figure, part, limit }, signal),
            text: ({ items, total }) => describeItems(items, total),
          }),
    );
  group
    .command("per-analyst")
    .description("show figures by person, or no more; signed for in the decision log")
    .addArgument(group.createArgument("<state>", "on or off").choices(["on", "off"]))
    .option("--analyst <name>", "who decides")
    .action((state: "on" | "off", { analyst }: { readonly analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("insights.perAnalyst", { on: state === "on", analyst }, signal),
        text: ({ on }) => facts([["figures by person", on ? "shown" : "not shown"]]),
      }),
    );
}
