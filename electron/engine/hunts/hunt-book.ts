import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { type HuntArrangement, HuntRecord } from "../../../shared/contract/hunts.ts";
import type { Parsed } from "../../../shared/contract/requests.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import type { DecisionBook } from "../decisions/decision-book.ts";
import { contentId, sha256 } from "../hash.ts";
import { loadText } from "../runtime.ts";
import { query } from "../sqlite/statement.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { type HuntBoard } from "./board.ts";
import { readFindingsById } from "./finding.ts";
import type { HuntBody, HuntKind, SeenMember } from "./hunt-decisions.ts";
import { draftRecord } from "./draft-record.ts";

const seenSql = loadText(import.meta.url, "seen-members.sql");

const SeenRow = z.object({
  id: z.string(),
  run_id: z.string(),
  model_version: z.string(),
  score: z.number().nullable(),
  p_value: z.number().nullable(),
  body: z.string(),
});

interface Made {
  readonly decision: string;
  readonly hunt: string;
}

/** Where people's decisions about hunts and candidates enter: the only writer of them. Each call is one entry of the log, and undone as one. */
export class HuntBook {
  readonly #workspace: Workspace;
  readonly #board: HuntBoard;
  readonly #decisions: DecisionBook;

  constructor(workspace: Workspace, board: HuntBoard, decisions: DecisionBook) {
    this.#workspace = workspace;
    this.#board = board;
    this.#decisions = decisions;
  }

  open(input: Parsed<"hunts.open">, analyst: string): Made {
    const { db, log } = this.#workspace;
    const candidate = input.candidate === undefined ? undefined : this.#board.candidate(input.candidate);
    const anomalyIds = [...new Set([...(candidate?.members.map((m) => m.id) ?? []), ...input.anomalyIds])];
    this.#requireFree(anomalyIds);
    const seen = this.#seen(anomalyIds);
    const draft = draftRecord(readFindingsById(db, this.#board.facts, anomalyIds), this.#board, analyst);
    const record = HuntRecord.parse({ ...draft, ...defined(input.record) });
    const body = { candidate: candidate?.id ?? null, anomalyIds, record, seen };
    const hunt = `h${contentId({ after: log.head().hash, body }).slice(0, 16)}`;
    return { decision: this.#record(analyst, "hunt.open", { ...body, hunt }).id, hunt };
  }

  edit({ id, changes: given }: Pick<Parsed<"hunts.edit">, "id" | "changes">, analyst: string): Made {
    const { record } = this.#board.hunt(id);
    const changes = differing(record, defined(given));
    if (Object.keys(changes).length === 0) throw new AppError("bad-input", "nothing of the hunt is changed by this", { field: "changes" });
    return { decision: this.#record(analyst, "hunt.edit", { hunt: id, changes }).id, hunt: id };
  }

  members({ id, add, remove }: Pick<Parsed<"hunts.members">, "id" | "add" | "remove">, analyst: string): Made {
    const { anomalyIds } = this.#board.hunt(id);
    const fresh = [...new Set(add)].filter((one) => !anomalyIds.includes(one));
    const gone = [...new Set(remove)];
    const stranger = gone.find((one) => !anomalyIds.includes(one));
    if (stranger !== undefined) throw new AppError("bad-input", `anomaly ${stranger} is not in this hunt`, { field: "remove" });
    if (fresh.length + gone.length === 0) throw new AppError("bad-input", "name an anomaly to add or to remove", { field: "add" });
    this.#requireFree(fresh);
    return {
      decision: this.#record(analyst, "hunt.members", { hunt: id, add: fresh, remove: gone, seen: this.#seen(fresh) }).id,
      hunt: id,
    };
  }

  move({ id, stage }: Pick<Parsed<"hunts.move">, "id" | "stage">, analyst: string): Made {
    const hunt = this.#board.hunt(id);
    if (hunt.stage === stage) throw new AppError("conflict", `this hunt is in ${stage} already`);
    const changes = hunt.stage === "closed" ? { outcome: null, handOff: null } : {};
    return { decision: this.#record(analyst, "hunt.move", { hunt: id, stage, changes }).id, hunt: id };
  }

  close(input: Omit<Parsed<"hunts.close">, "analyst">, analyst: string): Made {
    const { id, findings, ...rest } = input;
    if (this.#board.hunt(id).stage === "closed") throw new AppError("conflict", "this hunt is closed already; open it again to change how");
    const changes = { ...rest, ...(findings === undefined ? {} : { findings }) };
    return { decision: this.#record(analyst, "hunt.move", { hunt: id, stage: "closed", changes }).id, hunt: id };
  }

  arrange(input: HuntArrangement, analyst: string): { readonly decision: string; readonly anomalyIds: readonly string[] } {
    const body = this.#arrangement(input);
    const anomalyIds = [...new Set([...body.together.flat(), ...body.apart.flat(2), ...body.dropped])];
    this.#seen(anomalyIds);
    return { decision: this.#record(analyst, "hunt.arrange", body).id, anomalyIds };
  }

  #arrangement(input: HuntArrangement): HuntBody<"hunt.arrange"> {
    const board = this.#board.read();
    const idsOf = (candidate: string): string[] => this.#board.candidate(candidate).members.map((member) => member.id);
    const nothing = { together: [], apart: [], dropped: [] };
    switch (input.how) {
      case "merge": {
        const together = [...new Set(input.candidates.flatMap(idsOf))];
        const merged = new Set(input.candidates.map((id) => this.#board.candidate(id).id));
        if (merged.size < 2) throw new AppError("bad-input", "these are one candidate already", { field: "candidates" });
        return { how: "merge", ...nothing, together: [together] };
      }
      case "split": {
        const all = idsOf(input.candidate);
        const rest = all.filter((id) => !input.anomalyIds.includes(id));
        const moved = all.filter((id) => input.anomalyIds.includes(id));
        if (moved.length < new Set(input.anomalyIds).size)
          throw new AppError("bad-input", "not all of these are in the candidate", { field: "anomalyIds" });
        if (rest.length === 0) throw new AppError("bad-input", "leave at least one anomaly in the candidate", { field: "anomalyIds" });
        return { how: "split", dropped: [], together: [moved, rest], apart: [[moved, rest]] };
      }
      case "add": {
        this.#requireFree(input.anomalyIds);
        const target = idsOf(input.candidate);
        const moved = input.anomalyIds.filter((id) => !target.includes(id));
        if (moved.length === 0) throw new AppError("bad-input", "these are in the candidate already", { field: "anomalyIds" });
        const holders = board.candidates.filter((c) => c.members.some((member) => moved.includes(member.id)));
        const apart = holders.flatMap((holder): [string[], string[]][] => {
          const stay = holder.members.map((member) => member.id).filter((id) => !moved.includes(id) && !target.includes(id));
          return stay.length === 0 ? [] : [[moved, stay]];
        });
        return { how: "add", dropped: [], together: [[...target, ...moved]], apart };
      }
      case "drop":
        return { how: "drop", ...nothing, dropped: [...new Set(input.anomalyIds)] };
    }
  }

  #requireFree(anomalyIds: readonly string[]): void {
    const { huntOf, keyOf } = this.#board.read();
    for (const id of anomalyIds) {
      const hunt = huntOf.get(keyOf(id) ?? "");
      if (hunt !== undefined) throw new AppError("conflict", `anomaly ${id} is in the hunt “${hunt.record.topic}” (${hunt.id}) already`);
    }
  }

  /** Throws AppError `not-found` for an anomaly there is none of. */
  #seen(anomalyIds: readonly string[]): z.infer<typeof SeenMember>[] {
    const rows = query(this.#workspace.db, seenSql, SeenRow).all({ anomalies: JSON.stringify(anomalyIds) });
    const found = new Set(rows.map((row) => row.id));
    const missing = anomalyIds.find((id) => !found.has(id));
    if (missing !== undefined) throw new AppError("not-found", `there is no anomaly ${missing}`);
    return rows.map((row) => ({
      anomalyId: row.id,
      run: row.run_id,
      modelVersion: row.model_version,
      score: row.score,
      pValue: row.p_value,
      bodySha256: sha256(row.body),
    }));
  }

  #record<K extends HuntKind>(actor: string, kind: K, body: HuntBody<K>): Decision {
    return this.#decisions.record(kind, actor, body);
  }
}

const RecordChanges = HuntRecord.partial();
type Changes = z.infer<typeof RecordChanges>;

/** Without the fields that were not said. */
const defined = (changes: Changes): Changes =>
  RecordChanges.parse(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));

/** Only what is another value than before. */
const differing = (record: HuntRecord, changes: Changes): Changes => {
  const before = new Map<string, unknown>(Object.entries(record));
  const changed = Object.entries(changes).filter(([field, value]) => canonicalJson(before.get(field)) !== canonicalJson(value));
  return RecordChanges.parse(Object.fromEntries(changed));
};
