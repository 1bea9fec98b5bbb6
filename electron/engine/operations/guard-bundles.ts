import type { Handlers } from "../../../shared/contract/client.ts";
import { BundleBreak } from "../scoring/bundle.ts";
import { findVersion } from "../scoring/versions.ts";
import type { EngineParts } from "./engine-parts.ts";
import { quarantineByRule } from "./rule-steps.ts";

/** A version whose bundle is broken goes into quarantine by itself, with the file and its digests for evidence. */
export async function quarantineBroken(parts: EngineParts, broken: BundleBreak): Promise<void> {
  const { model, version, file, expected, found } = broken;
  const { db, readOnly } = parts.workspace;
  const known = findVersion(db, model, version);
  if (readOnly || known === undefined || known.stage === "quarantined") return;
  const digest = (name: string, value: string | null): Record<string, string> => (value === null || value === "" ? {} : { [name]: value });
  const evidence = {
    kind: "bundle",
    id: version,
    text: broken.message.slice(0, 2000),
    figures: { file, ...digest("expected", expected), ...digest("found", found) },
  };
  const reason = `${file} of its bundle is not what was registered`;
  await quarantineByRule(parts, model, version, { reason, evidence });
}

/** The same handlers; whichever of them meets a broken bundle, its version is quarantined before the caller hears of it. */
export function guardBundles(parts: EngineParts, handlers: Handlers): Handlers {
  const pending = new Map<string, Promise<void>>();
  const settle = async (broken: BundleBreak): Promise<void> => {
    const key = broken.version;
    const under = pending.get(key) ?? quarantineBroken(parts, broken).finally(() => pending.delete(key));
    pending.set(key, under);
    await under;
  };
  return new Proxy(handlers, {
    get(target, name, receiver) {
      const handler: unknown = Reflect.get(target, name, receiver);
      if (typeof handler !== "function") return handler;
      return async (...given: unknown[]): Promise<unknown> => {
        try {
          const answer: unknown = await Reflect.apply(handler, target, given);
          return answer;
        } catch (error) {
          if (error instanceof BundleBreak) await settle(error);
          throw error;
        }
      };
    },
  });
}
