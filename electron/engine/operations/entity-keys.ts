import type { EntityDetail } from "../../../shared/contract/entities.ts";
import { AppError } from "../../../shared/contract/errors.ts";

/** Reads an entity by any of its names; undefined when none or several go by it. */
export type FindEntity = (id: string) => Promise<EntityDetail | undefined>;

const mostNames = 60;
const mostAccounts = 20;

/** A name that several may share counts when it leads to this entity alone. Addresses do not: they are held for a time. */
async function namesOf(detail: EntityDetail, find: FindEntity): Promise<string[]> {
  const names: string[] = [];
  for (const one of detail.identifiers.slice(0, mostNames)) {
    if (one.generic !== null || one.key.startsWith("ip:")) continue;
    if (one.strength !== "weak" || (await find(one.key))?.id === detail.id) names.push(one.key);
  }
  return names;
}

/** The canonical keys that telemetry about an entity goes under: its own, and of a person those of the accounts. */
export async function telemetryKeys(detail: EntityDetail, find: FindEntity): Promise<string[]> {
  const accounts = detail.links
    .filter((link) => detail.type === "person" && link.type === "HAS_ACCOUNT" && link.other !== null)
    .slice(0, mostAccounts);
  const theirs: string[] = [];
  for (const { other } of accounts) {
    const account = other === null ? undefined : await find(other.id);
    if (account !== undefined) theirs.push(...(await namesOf(account, find)));
  }
  return [...new Set([...(await namesOf(detail, find)), ...theirs])].toSorted();
}

/** `get` with "no such entity" as an answer rather than an error. */
export const asFinder =
  (get: (id: string) => Promise<EntityDetail>): FindEntity =>
  async (id) => {
    try {
      return await get(id);
    } catch (error) {
      if (error instanceof AppError && error.code === "not-found") return undefined;
      throw error;
    }
  };
