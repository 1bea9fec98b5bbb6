import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type SearchSchemaInput,
} from "@tanstack/react-router";
import { DataSearch } from "../features/data/data-search.ts";
import { HuntsSearch } from "../features/hunts/hunts-search.ts";
import { InsightsSearch } from "../features/insights/insights-search.ts";
import { LineageSearch } from "../features/lineage/lineage-search.ts";
import { ModelsSearch } from "../features/models/models-search.ts";
import { TriageScreen } from "../features/triage/TriageScreen.tsx";
import { TriageSearch } from "../features/triage/triage-search.ts";
import { ScreenFailure } from "./ScreenFailure.tsx";
import { Shell } from "./Shell.tsx";

const root = createRootRoute({ component: Shell, errorComponent: ScreenFailure });

const index = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    // oxlint-disable-next-line typescript/only-throw-error -- how the router is told to redirect
    throw redirect({ to: "/triage" });
  },
});
const triage = createRoute({
  getParentRoute: () => root,
  path: "/triage",
  validateSearch: (search: Partial<TriageSearch> & SearchSchemaInput): TriageSearch =>
    TriageSearch.parse(Object.keys(search).length === 0 ? { home: true } : search),
  component: TriageScreen,
  errorComponent: ScreenFailure,
});
const hunts = createRoute({
  getParentRoute: () => root,
  path: "/hunts",
  validateSearch: (search: Partial<HuntsSearch> & SearchSchemaInput): HuntsSearch => HuntsSearch.parse(search),
  component: lazyRouteComponent(() => import("../features/hunts/HuntsScreen.tsx"), "HuntsScreen"),
  errorComponent: ScreenFailure,
});
const models = createRoute({
  getParentRoute: () => root,
  path: "/models",
  validateSearch: (search) => ModelsSearch.parse(search),
  component: lazyRouteComponent(() => import("../features/models/ModelsScreen.tsx"), "ModelsScreen"),
  errorComponent: ScreenFailure,
});
const data = createRoute({
  getParentRoute: () => root,
  path: "/data",
  validateSearch: (search) => DataSearch.parse(search),
  component: lazyRouteComponent(() => import("../features/data/DataScreen.tsx"), "DataScreen"),
  errorComponent: ScreenFailure,
});
const insights = createRoute({
  getParentRoute: () => root,
  path: "/insights",
  validateSearch: (search: Partial<InsightsSearch> & SearchSchemaInput): InsightsSearch => InsightsSearch.parse(search),
  component: lazyRouteComponent(() => import("../features/insights/InsightsScreen.tsx"), "InsightsScreen"),
  errorComponent: ScreenFailure,
});
const lineage = createRoute({
  getParentRoute: () => root,
  path: "/lineage",
  validateSearch: (search: Partial<LineageSearch> & SearchSchemaInput): LineageSearch => LineageSearch.parse(search),
  component: lazyRouteComponent(() => import("../features/lineage/LineageScreen.tsx"), "LineageScreen"),
  errorComponent: ScreenFailure,
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("../features/settings/SettingsScreen.tsx"), "SettingsScreen"),
  errorComponent: ScreenFailure,
});

export const createDeskRouter = () =>
  createRouter({
    routeTree: root.addChildren([index, triage, hunts, models, data, insights, lineage, settings]),
    history: createHashHistory(),
    defaultPreload: false,
    defaultNotFoundComponent: () => <ScreenFailure error={new Error("There is no such screen.")} />,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createDeskRouter>;
  }
}
