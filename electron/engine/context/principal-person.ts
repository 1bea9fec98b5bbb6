import type { InventoryHit } from "../inventory/find-inventory.ts";
import { type Known, unknown } from "./known.ts";
import { type Principal, sessionKind } from "./principal.ts";
import { listed, plural } from "./words.ts";

/** A single sign-on names its session after the person, but whoever may assume the role can choose any name. */
const bySession = 0.8;

interface Asked {
  readonly principal: Principal;
  /** Names of its sessions in the window. */
  readonly sessions: readonly string[];
  /** The directory's entry of a whole address, or why there is none; bare names are anybody's. */
  readonly entryOf: (address: string) => InventoryHit | { readonly unknownBecause: string };
  readonly hasDirectory: boolean;
}

/** The human behind a cloud principal, where its own name or its only session is an address the directory knows. */
export function personOfPrincipal({ principal, sessions, entryOf, hasDirectory }: Asked): Known<InventoryHit> {
  const { kind, name } = principal;
  if (kind === "service") return unknown(`${name} is a cloud service, not a person`);
  if (kind === "root")
    return unknown(`the root user${principal.account === undefined ? "" : ` of account ${principal.account}`} is nobody's own`);
  const find = (address: string, how: string, confidence: number): Known<InventoryHit> => {
    if (!hasDirectory) return unknown("no directory imported");
    const entry = entryOf(address);
    return "unknownBecause" in entry ? entry : { value: entry, how, confidence };
  };
  if (kind !== "role")
    return sessionKind(name) === "address"
      ? find(name, `the user is named ${name}`, 0.95)
      : unknown(`the user name ${name} alone is nobody's in the directory`);
  const [session] = sessions;
  if (session === undefined) return unknown(`the role ${name} names no session`);
  if (sessions.length > 1) return unknown(`the role ${name} was used in ${plural(sessions.length, "session")}: ${listed(sessions, 2)}`);
  const named = sessionKind(session);
  if (named === "instance") return unknown(`the role ${name} was used by instance ${session}, not by a person`);
  if (named === "name") return unknown(`the role ${name} was used as ${session}, a name its caller chose`);
  return find(session, `the role was used as ${session}, a name its caller may choose`, bySession);
}
