import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FoundPath, PathDirection } from "../../../../shared/domain/graph-paths.ts";
import { mostHops } from "../../../../shared/domain/graph-paths.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { request } from "../../../state/requests.ts";
import { plural } from "../../../ui/format/number.ts";
import { findDrawnPaths } from "./drawn-paths.ts";
import { stepTo } from "./graph-store.ts";
import type { GraphParts } from "./parts.ts";
import type { Scene } from "./use-scene.ts";

export interface PathChoices {
  readonly where: "drawing" | "telemetry";
  readonly direction: PathDirection;
  readonly relation: string;
  readonly respectsTime: boolean;
  readonly passesShared: boolean;
}

export interface PathFindings extends GraphParts {
  readonly key: string;
  readonly paths: readonly FoundPath[];
  readonly remarks: readonly string[];
}

const nothing = (where: PathChoices["where"]): string =>
  `No path within ${mostHops} hops in this window, in ${where === "drawing" ? "what is drawn" : "the telemetry"}.`;
const cut =
  "The search was ended before it had looked at everything: there may be other or cheaper paths. Narrow the window or the relations.";

/** Looks for paths between two nodes, in the drawing at once or by the engine in all the telemetry of the case's data. */
export function usePaths(scene: Scene, ends: { readonly a: string | undefined; readonly b: string | undefined }) {
  const client = useClient();
  const queries = useQueryClient();
  const [findings, setFindings] = useState<PathFindings>();
  const [isLooking, setLooking] = useState(false);
  const { anomalyId } = scene.graph;
  const { window } = scene.view;
  const key = [anomalyId, ends.a, ends.b].join("\u0000");

  const inTelemetry = async (a: string, b: string, choices: PathChoices): Promise<PathFindings> => {
    const { direction, respectsTime, passesShared, relation } = choices;
    const found = await queries.fetchQuery(
      request(client, "context.paths", {
        anomalyId,
        a,
        b,
        from: window?.from,
        to: window?.to,
        ...(relation === "" ? {} : { relations: [relation] }),
        direction,
        respectsTime,
        passesShared,
      }),
    );
    const { looked } = found;
    const remarks = [
      ...(found.unknownBecause === null ? [] : [found.unknownBecause]),
      ...(found.unknownBecause === null && found.paths.length === 0 ? [nothing("telemetry")] : []),
      ...(found.isCut ? [cut] : []),
      `Looked at ${plural(looked.nodes, "node")} and ${plural(looked.relations, "relation")}${
        looked.sharedRefused === 0 ? "" : `; not passed through ${plural(looked.sharedRefused, "shared node")}`
      }.`,
    ];
    return { key, paths: found.paths, remarks, nodes: found.nodes, edges: found.edges };
  };
  const inDrawing = (a: string, b: string, choices: PathChoices): PathFindings => {
    const { relation, ...rest } = choices;
    const { rows } = scene.drawing;
    const { paths, isCut } = findDrawnPaths(rows, { a, b, ...rest, relations: relation === "" ? undefined : new Set([relation]) });
    return { key, paths, remarks: [...(paths.length === 0 ? [nothing("drawing")] : []), ...(isCut ? [cut] : [])], ...rows };
  };
  const look = async (choices: PathChoices): Promise<void> => {
    const { a, b } = ends;
    if (a === undefined || b === undefined) return;
    setLooking(true);
    try {
      const found = choices.where === "drawing" ? inDrawing(a, b, choices) : await inTelemetry(a, b, choices);
      setFindings(found);
      announce(found.paths.length === 0 ? (found.remarks[0] ?? "") : `${plural(found.paths.length, "path")} found.`);
      const [first] = found.paths;
      if (first !== undefined) follow(first, found);
    } catch (error) {
      showFailure("The paths could not be looked for", error);
    } finally {
      setLooking(false);
    }
  };
  /** Lights a path up in the drawing, adding what of it is not there yet. */
  const follow = (path: FoundPath, found: PathFindings): void => {
    const nodes = found.nodes.filter((node) => path.nodes.includes(node.id));
    const edges = found.edges.filter((edge) => path.edges.includes(edge.id));
    const { view, drawing } = scene;
    const folded = new Set([...drawing.members.values()].flat());
    const known = new Set(drawing.wide.edges.map((edge) => edge.id));
    const id = `path\u0000${path.edges.join("\u0000")}`;
    const isAdded = edges.every((edge) => known.has(edge.id)) || view.additions.some((addition) => addition.id === id);
    const addition = { id, of: path.nodes[0] ?? "", what: `path of ${plural(path.edges.length, "hop")}`, nodes, edges };
    stepTo(anomalyId, {
      additions: isAdded ? view.additions : [...view.additions, addition],
      shown: path.nodes.some((node) => folded.has(node)) ? new Set([...view.shown, ...path.nodes]) : view.shown,
      chosen: undefined,
      trail: { nodes: path.nodes, edges: path.edges },
    });
  };
  return { findings: findings?.key === key ? findings : undefined, isLooking, look, follow };
}
