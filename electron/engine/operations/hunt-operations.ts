import type { Handlers } from "../../../shared/contract/client.ts";
import { toHuntCandidate } from "../hunts/board.ts";
import { HuntBook } from "../hunts/hunt-book.ts";
import { listHunts, readCandidate, readHunt } from "../hunts/read-hunt.ts";
import { reportOf } from "../hunts/report.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

type Names = Extract<keyof Handlers, `hunts.${string}`>;

export function huntOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  const { board } = parts;
  const book = new HuntBook(parts.workspace, board, parts.decisions);
  const who = (given: string | undefined): string => {
    requireWritable(parts);
    return signer(parts, given);
  };
  const changed = ({ decision, hunt }: { readonly decision: string; readonly hunt: string }) => ({
    decision,
    hunt: readHunt(db, board, hunt),
  });
  return {
    "hunts.candidates": async ({ limit, offset }) => {
      const { candidates, alone, leftOut, rules } = board.read();
      return {
        candidates: candidates.slice(offset, offset + limit).map(toHuntCandidate),
        total: candidates.length,
        alone,
        leftOut,
        rules: [...rules],
      };
    },
    "hunts.candidate": async ({ id }) => readCandidate(db, board, id),
    "hunts.places": async () => {
      const { hunts, candidates, findings, huntOf } = board.read();
      const inHunt = Map.groupBy(findings, (finding) => huntOf.get(finding.key)?.id);
      return {
        hunts: [...hunts.hunts.values()].map(({ id, record, stage }) => ({
          id,
          topic: record.topic,
          stage,
          anomalyIds: (inHunt.get(id) ?? []).map((finding) => finding.id),
        })),
        candidates: candidates.map(({ id, rank, members }) => ({ id, rank, anomalyIds: members.map((member) => member.id) })),
      };
    },
    "hunts.arrange": async (input) => {
      const { decision, anomalyIds } = book.arrange(input, who(input.analyst));
      const holding = board.read().candidates.filter((candidate) => candidate.members.some((member) => anomalyIds.includes(member.id)));
      return { decision, candidates: holding.map((candidate) => candidate.id) };
    },
    "hunts.list": async ({ stage }) => listHunts(db, board, stage),
    "hunts.show": async ({ id }) => readHunt(db, board, id),
    "hunts.open": async (input) => changed(book.open(input, who(input.analyst))),
    "hunts.edit": async (input) => changed(book.edit(input, who(input.analyst))),
    "hunts.members": async (input) => changed(book.members(input, who(input.analyst))),
    "hunts.move": async (input) => changed(book.move(input, who(input.analyst))),
    "hunts.close": async ({ analyst, ...input }) => changed(book.close(input, who(analyst))),
    "hunts.report": async ({ id, format }) => reportOf(readHunt(db, board, id), format),
  };
}
