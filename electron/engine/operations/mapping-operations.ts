import type { Handlers } from "../../../shared/contract/client.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { lookAtTable } from "../telemetry/import-files.ts";
import { listMappings, readMapping, saveMapping } from "../telemetry/mapping/mapping-store.ts";
import { type EngineParts, requireWritable, resolveFiles } from "./engine-parts.ts";

type Names = "mappings.list" | "mappings.read" | "mappings.save" | "mappings.propose" | "mappings.preview";

/** Mappings of tables: building, trying and keeping them. */
export function mappingOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { mappings } = parts.workspace.paths;
  return {
    "mappings.list": async () => listMappings(mappings, (file, why) => parts.log(`${file} is left out: ${why}`)),
    "mappings.read": async ({ name, version }) => {
      const { saved, text } = readMapping(mappings, name, version);
      return { ...saved, mapping: text };
    },
    "mappings.save": async ({ name, mapping }) => {
      requireWritable(parts);
      return saveMapping(mappings, name, mapping);
    },
    "mappings.propose": async ({ file, layout, class: wanted, ...choice }, context) => {
      const paths = resolveFiles(parts, context.caller, choice);
      const given = {
        ...(layout?.delimiter === undefined ? {} : { delimiter: layout.delimiter }),
        ...(layout?.quote === undefined ? {} : { quote: layout.quote }),
        ...(layout?.skipRows === undefined ? {} : { skipRows: layout.skipRows }),
        ...(layout?.header === undefined ? {} : { header: layout.header }),
      };
      const outcome = await lookAtTable({ t: "propose", paths, file, class: wanted, layout: given }, context.signal);
      invariant(outcome.t === "proposal", "asked for a proposal");
      return outcome.proposal;
    },
    "mappings.preview": async ({ file, mapping, rows, clock, ...choice }, context) => {
      const paths = resolveFiles(parts, context.caller, choice);
      const outcome = await lookAtTable({ t: "preview", paths, file, mapping, rows, clock }, context.signal);
      invariant(outcome.t === "preview", "asked for a preview");
      return outcome.preview;
    },
  };
}
