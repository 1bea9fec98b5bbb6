import type { LayoutInput, Places } from "./layout.ts";
import type { LayoutReply, LayoutRequest } from "./layout-worker.ts";
// oxlint-disable-next-line import/default -- Vite makes this module: the address of the bundled worker
import workerUrl from "./layout-worker.ts?worker&url";

/** The DOM types do not know Trusted Types yet; what a policy makes is passed on as it is. */
declare global {
  interface Window {
    readonly trustedTypes?: {
      createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
    };
  }
}

/** The page's policy lets scripts come from its own origin only, and only through a named policy. */
const scripts = window.trustedTypes?.createPolicy("quarry-layout", {
  createScriptURL: (url) => {
    if (url !== workerUrl) throw new TypeError(`${url} is not the layout's worker`);
    return url;
  },
});

interface Waiting {
  readonly resolve: (places: Places) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/** One worker for as long as the page lives; after it failed the next layout starts another. */
function openWorker(): Worker {
  const opened = new Worker(scripts?.createScriptURL(workerUrl) ?? workerUrl, { type: "module" });
  opened.addEventListener("message", ({ data }: MessageEvent<LayoutReply>) => {
    waiting.get(data.id)?.resolve(new Map(data.places));
    waiting.delete(data.id);
  });
  opened.addEventListener("error", ({ message }) => {
    worker = undefined;
    opened.terminate();
    for (const { reject } of waiting.values()) reject(new Error(message === "" ? "the layout's worker did not start" : message));
    waiting.clear();
  });
  return opened;
}

/** Places for a graph, computed off the page's own thread. What is in `fixed` stays where it is. */
export function requestLayout(graph: LayoutInput, fixed: Places): Promise<Places> {
  worker ??= openWorker();
  lastId += 1;
  const id = lastId;
  const request: LayoutRequest = {
    id,
    graph: {
      nodes: graph.nodes.map((node) => ({ id: node.id, layer: node.layer, role: node.role, isNew: node.isNew })),
      edges: graph.edges.map(({ src, dst }) => ({ src, dst })),
    },
    fixed: [...fixed],
  };
  const places = new Promise<Places>((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.postMessage(request);
  return places;
}
