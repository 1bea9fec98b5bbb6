/** One thing that can act as or on another. */
export interface Access {
  readonly src: string;
  readonly dst: string;
  /** As it is read from `src` to `dst`. */
  readonly relation: string;
}

export interface Crown {
  readonly id: string;
  /** 3 or 4. */
  readonly level: number;
}

/** The next step from a thing towards the nearest critical one. */
export interface Step {
  readonly hops: number;
  readonly level: number;
  readonly crown: string;
  /** Undefined at the critical thing itself. */
  readonly next: { readonly id: string; readonly relation: string } | undefined;
}

export const maxHops = 4;
/** A thing that more than so many others have access to joins unrelated things: a way is not led through it. */
const maxThrough = 100;

/**
 * The distance of everything from the critical things, by steps of access, up to `maxHops`: breadth first from all of them at once, against the
 * direction of access. Of ways of the same length the one to the more critical thing counts, then the one whose next step comes first by id, so that
 * the order of the input says nothing. Cycles end where something was reached before. O(pairs).
 */
export function distancesToCrowns(pairs: readonly Access[], crowns: readonly Crown[]): ReadonlyMap<string, Step> {
  const into = Map.groupBy(pairs, (pair) => pair.dst);
  const steps = new Map<string, Step>();
  let frontier: string[] = [];
  for (const crown of crowns.toSorted((a, b) => b.level - a.level || (a.id < b.id ? -1 : 1)))
    if (!steps.has(crown.id)) {
      steps.set(crown.id, { hops: 0, level: crown.level, crown: crown.id, next: undefined });
      frontier.push(crown.id);
    }
  for (let hops = 1; hops <= maxHops && frontier.length > 0; hops += 1) {
    const reached = new Map<string, Step>();
    for (const id of frontier) {
      const to = steps.get(id);
      const sources = into.get(id) ?? [];
      if (to === undefined || (to.hops > 0 && sources.length > maxThrough)) continue;
      for (const { src, relation } of sources) {
        if (steps.has(src)) continue;
        const step: Step = { hops, level: to.level, crown: to.crown, next: { id, relation } };
        const known = reached.get(src);
        if (known === undefined || isBetter(step, known)) reached.set(src, step);
      }
    }
    for (const [id, step] of reached) steps.set(id, step);
    frontier = [...reached.keys()].toSorted();
  }
  return steps;
}

const isBetter = (a: Step, b: Step): boolean =>
  a.level !== b.level
    ? a.level > b.level
    : `${a.next?.id ?? ""} ${a.next?.relation ?? ""} ${a.crown}` < `${b.next?.id ?? ""} ${b.next?.relation ?? ""} ${b.crown}`;

/** From a thing to the critical one, both included; empty where there is no way. */
export function pathFrom(steps: ReadonlyMap<string, Step>, id: string): { readonly id: string; readonly relation: string }[] {
  const path: { id: string; relation: string }[] = [];
  for (let at: string | undefined = id, i = 0; at !== undefined && i <= maxHops; i += 1) {
    const step = steps.get(at);
    if (step === undefined) break;
    path.push({ id: at, relation: step.next?.relation ?? "" });
    at = step.next?.id;
  }
  return path;
}
