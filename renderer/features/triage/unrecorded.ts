import type { VerdictKey } from "../../../shared/domain/verdict.ts";
import { dismissToast, showToast } from "../../state/messages.ts";
import { formatCount } from "../../ui/format/number.ts";
import type { Attended } from "./attention.ts";

/** A verdict given at the desk that the engine would not record. */
export interface Unrecorded {
  readonly anomalyIds: readonly string[];
  readonly label: string;
  readonly verdict: VerdictKey;
  readonly reason?: string;
  readonly attended: Attended;
}

interface Waiting extends Unrecorded {
  /** What was not recorded, and why. */
  readonly title: string;
  readonly message: string;
  readonly send: (verdict: Unrecorded) => void;
}

let waiting: readonly Waiting[] = [];
let shown: number | undefined;

/** Keeps the verdict and offers all that are kept to be sent again, as one message; letting the message go lets them go. */
export function offerAgain(verdict: Waiting): void {
  waiting = [...waiting, verdict];
  show();
}

/** A newer verdict on a case takes the place of one that was not recorded. */
export function supersede(anomalyIds: readonly string[]): void {
  const judged = new Set(anomalyIds);
  if (!waiting.some((one) => one.anomalyIds.some((id) => judged.has(id)))) return;
  waiting = waiting
    .map((one) => ({ ...one, anomalyIds: one.anomalyIds.filter((id) => !judged.has(id)) }))
    .filter((one) => one.anomalyIds.length > 0);
  show();
}

function show(): void {
  if (shown !== undefined) dismissToast(shown);
  shown = undefined;
  const last = waiting.at(-1);
  if (last === undefined) return;
  const { title, message } = last;
  const what =
    waiting.length === 1 ? `${title} was not recorded` : `${formatCount(waiting.length)} verdicts were not recorded, last ${title}`;
  const onDismiss = (): void => {
    waiting = [];
    shown = undefined;
  };
  const run = (): void => {
    const again = waiting;
    onDismiss();
    for (const one of again) one.send(one);
  };
  shown = showToast({ tone: "error", text: `${what}: ${message}`, action: { label: "Try again", run }, onDismiss });
}
