import type { z } from "zod";
import type { ContextGraph } from "../../../shared/contract/context-graph.ts";
import { eventIdOf, type Case } from "./case-facts.ts";
import { targetsOf } from "./draw-behind.ts";
import type { Moment } from "./fact-rows.ts";
import { aroundUs } from "./focus.ts";
import { baseName, byteSize, displayText } from "./words.ts";

type Entry = z.infer<typeof ContextGraph>["timeline"][number];

const cap = 40;
/** At least this many places stay for what happened around the evidence. */
const keptForAround = 20;

const user = (moment: Moment): string =>
  moment.user_name === null ? "" : ` as ${moment.user_domain === null ? "" : `${moment.user_domain}\\`}${moment.user_name}`;

const processVerbs: Readonly<Record<number, string>> = { 1: "started", 2: "ended", 3: "opened", 4: "injected into" };

/** One event as a sentence; text from the telemetry is cleaned and shortened. */
export function sentenceOf(moment: Moment): string {
  const who = moment.actor_name === null ? (moment.src_ip ?? moment.device ?? "someone") : baseName(moment.actor_name);
  const target = moment.target_name === null ? "something" : baseName(moment.target_name);
  const detail = moment.detail === null || moment.detail.trim() === "" ? "" : `: ${displayText(moment.detail.trim(), 90)}`;
  switch (moment.class) {
    case "network_activity":
    case "http_activity": {
      const port = moment.dst_port === null ? "" : `:${moment.dst_port}`;
      const size = moment.bytes_out === null || moment.bytes_out <= 0 ? "" : `, ${byteSize(moment.bytes_out)} out`;
      return displayText(
        `${who} → ${moment.dst_name ?? moment.dst_ip ?? "?"}${port}${moment.class === "http_activity" ? detail : ""}${size}`,
        160,
      );
    }
    case "dns_activity":
      return displayText(
        `${who} asked for ${moment.dst_name ?? "?"}${moment.detail === null ? "" : ` (${displayText(moment.detail, 40)})`}`,
        160,
      );
    case "process_activity": {
      const verb = processVerbs[moment.activity_id ?? 0] ?? "touched";
      return displayText(
        moment.activity_id === 2 ? `${target} ended` : `${who} ${verb} ${target}${moment.activity_id === 1 ? user(moment) : ""}${detail}`,
        200,
      );
    }
    case "authentication":
      return displayText(
        `${moment.status_id === 2 ? "failed logon" : "logon"}${user(moment)} to ${moment.device ?? "?"}${moment.src_ip === null ? "" : ` from ${moment.src_ip}`}${detail}`,
        160,
      );
    case "module_activity":
      return displayText(`${who} loaded ${target}`, 160);
    case "file_activity":
      return displayText(`${who} wrote ${moment.target_name ?? "?"}`, 160);
    default:
      return displayText(`${who} ran a script${detail}`, 160);
  }
}

/** Runs of one sentence (a beacon, a burst of module loads) become their first line, counted. */
function folded(moments: readonly Moment[]): { moment: Moment; n: number }[] {
  const groups = new Map<string, { moment: Moment; n: number }>();
  for (const moment of moments) {
    const key = sentenceOf({ ...moment, bytes_out: null, detail: moment.class === "process_activity" ? moment.detail : null });
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { moment, n: 1 });
    else known.n += 1;
  }
  return [...groups.values()];
}

/** A connection told twice (by address, and by name in another log) is told once, by name. */
function withoutBareTwins(moments: readonly Moment[], all: readonly Moment[]): readonly Moment[] {
  const named = new Set(all.filter((moment) => moment.dst_name !== null).map((moment) => moment.connection));
  return moments.filter((moment) => moment.dst_name !== null || moment.connection === null || !named.has(moment.connection));
}

/** The half hours before and after the first evidence, capped; evidence first, then what is nearest. */
export function toTimeline(one: Case, newNames: ReadonlySet<string>): Entry[] {
  const { anchorUs } = one.focus;
  const inReach = one.evidence.filter((moment) => Math.abs(moment.time - anchorUs) < aroundUs);
  const told = withoutBareTwins(one.around, [...inReach, ...one.around]);
  const evidence = folded(inReach).slice(0, cap - Math.min(keptForAround, told.length));
  const around = folded(told)
    .toSorted((a, b) => a.moment.priority - b.moment.priority || Math.abs(a.moment.time - anchorUs) - Math.abs(b.moment.time - anchorUs))
    .slice(0, cap - evidence.length);
  const { source } = one.focus;
  const targets = targetsOf(one);
  const isSubject = (moment: Moment): boolean =>
    [moment.dst_name, moment.dst_ip].some((name) => name !== null && targets.has(name)) &&
    [moment.src_ip, moment.device].includes(source ?? null);
  const isNew = (moment: Moment): boolean => [moment.dst_name, moment.dst_ip].some((name) => name !== null && newNames.has(name));
  const toneOf = (moment: Moment): Entry["tone"] => (isSubject(moment) ? "evidence" : isNew(moment) ? "new" : "usual");
  return [
    ...evidence.map((entry) => ({ ...entry, tone: "evidence" as const })),
    ...around.map((entry) => ({ ...entry, tone: toneOf(entry.moment) })),
  ]
    .toSorted((a, b) => a.moment.time - b.moment.time || (eventIdOf(a.moment) < eventIdOf(b.moment) ? -1 : 1))
    .map(({ moment, n, tone }) => ({
      at: moment.time,
      text: n === 1 ? sentenceOf(moment) : `${sentenceOf(moment)} (${n}×)`,
      tone,
      eventId: eventIdOf(moment),
    }));
}
