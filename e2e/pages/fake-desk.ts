import { expect, type Page, test as base } from "@playwright/test";
import { openFakeDesk } from "../../test/unit-support/fake-desk-host.ts";
import { watch, type WatchedPage } from "../fixtures/launch.ts";

interface WorkerFixtures {
  readonly fakeOrigin: string;
}
interface Fixtures {
  readonly watched: WatchedPage;
  /** Opens the fake desk: `rows=100000`, `empty`, `delay=300`, `refuse`, and a route after `#`. */
  readonly open: (query?: string, route?: string) => Promise<Page>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  fakeOrigin: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, give) => {
      const desk = await openFakeDesk();
      await give(desk.origin);
      await desk.close();
    },
    { scope: "worker" },
  ],
  watched: async ({ page }, give) => {
    const watched = await watch(page);
    await give(watched);
    // The browser warns of features it does not know yet; denying them all the same is meant.
    expect(watched.problems.filter((problem) => !problem.includes("Permissions-Policy"))).toEqual([]);
  },
  open: async ({ fakeOrigin, watched }, give) => {
    await give(async (query = "", route = "/triage") => {
      // A router with its address behind the # puts what stands before it at that address's end: it must not spoil the last value there.
      const end = query !== "" && route.includes("?") ? "&" : "";
      await watched.page.goto(`${fakeOrigin}/?${query}#${route}${end}`);
      return watched.page;
    });
  },
});

export { expect };
