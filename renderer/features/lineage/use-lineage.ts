import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { LineageCheck, LineageGraph, LineageState } from "../../../shared/contract/lineage.ts";
import { foldGraph, type ShownNode } from "./fold.ts";
import { type Drawing, drawGraph } from "./layers.ts";
import type { LineageView } from "./lineage-search.ts";
import { worstState } from "./lineage-words.ts";
import { useVerification, type Verification } from "./use-verification.ts";

const route = getRouteApi("/lineage");

/** What graph, table and details share. */
export interface Traced {
  readonly graph: LineageGraph;
  readonly drawing: Drawing;
  readonly chosen: ShownNode | undefined;
  readonly view: LineageView;
  readonly verification: Verification;
  readonly choose: (id: string) => void;
  readonly show: (view: LineageView) => void;
  readonly trace: (of: string) => void;
  /** Shows what is folded one by one. */
  readonly open: (id: string) => void;
  readonly stateOf: (node: ShownNode) => LineageState | undefined;
  readonly checkOf: (id: string) => LineageCheck | undefined;
}

export function useTraced(graph: LineageGraph, of: string): Traced {
  const { node, view } = route.useSearch();
  const navigate = route.useNavigate();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const drawing = useMemo(() => drawGraph(foldGraph(graph, opened)), [graph, opened]);
  const verification = useVerification(of);
  const checks = useMemo(() => new Map(verification.result?.nodes.map((check) => [check.id, check])), [verification.result]);
  const nodes = drawing.nodes.map((placed) => placed.node);
  const isNode = (shown: ShownNode, id: string): boolean => shown.id === id || shown.folded?.some((one) => one.id === id) === true;
  return {
    graph,
    drawing,
    chosen: nodes.find((one) => node !== undefined && isNode(one, node)) ?? nodes.find(({ id }) => id === graph.focus),
    view,
    verification,
    choose: (id) => void navigate({ search: { of, node: id, view }, replace: true }),
    show: (next) => void navigate({ search: { of, node, view: next }, replace: true }),
    trace: (next) => void navigate({ search: { of: next, view } }),
    open: (id) => setOpened((before) => new Set([...before, id])),
    stateOf: ({ id, folded }) => worstState((folded?.map((one) => one.id) ?? [id]).flatMap((one) => checks.get(one)?.state ?? [])),
    checkOf: (id) => checks.get(id),
  };
}
