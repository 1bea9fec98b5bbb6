import { AppError } from "../../shared/contract/errors.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { SavedView } from "../../shared/contract/views.ts";
import { nowUs } from "./fake-cases.ts";
import type { FakeDecisions } from "./fake-decisions.ts";

type Names = Extract<RequestName, `views.${string}`>;
type ViewHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

interface ViewWorld {
  readonly analyst: () => string;
  readonly decisions: FakeDecisions;
  readonly emit: <K extends EventName>(name: K, body: EventBody<K>) => void;
}

interface Views {
  readonly saved: ReadonlyMap<string, Omit<SavedView, "isDefault">>;
  readonly chosen: string | null;
}

/** Views of the queue in memory, each change of them one decision. */
export function createFakeViews({ analyst, decisions, emit }: ViewWorld): ViewHandlers {
  let now: Views = { saved: new Map(), chosen: null };
  let made = 0;
  const decide = (what: string, after: Views): { decision: string } => {
    const before = now;
    const put = (views: Views) => (): void => {
      now = views;
      emit("workspace.changed", { what: "views" });
    };
    made += 1;
    const id = `w${String(made)}`;
    decisions.make({ id, kind: "view.set", what, place: { screen: "queue" }, anomalyIds: [], apply: put(after), revert: put(before) });
    put(after)();
    return { decision: id };
  };
  return {
    "views.list": () =>
      [...now.saved.values()]
        .map((view) => ({ ...view, isDefault: view.name === now.chosen }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    "views.save": ({ name, filter }) =>
      decide(`view “${name}”`, { ...now, saved: new Map(now.saved).set(name, { name, filter, analyst: analyst(), at: nowUs }) }),
    "views.remove": ({ name }) => {
      if (!now.saved.has(name)) throw new AppError("not-found", `there is no view “${name}”`, { field: "name" });
      return decide(`removal of the view “${name}”`, { ...now, saved: new Map([...now.saved].filter(([key]) => key !== name)) });
    },
    "views.setDefault": ({ name }) => decide(name === null ? "no default view" : `default view “${name}”`, { ...now, chosen: name }),
  };
}
