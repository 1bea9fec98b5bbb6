import { expect, type Page, test as base } from "@playwright/test";
import { watch, type WatchedPage } from "../fixtures/launch.ts";

interface Fixtures {
  /** Where the fake desk is served. */
  readonly fakeOrigin: string;
  readonly watched: WatchedPage;
  /** Opens the fake desk: `rows=100000`, `empty`, `delay=300`, `refuse`, and a route after `#`. */
  readonly open: (query?: string, route?: string) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  fakeOrigin: [process.env["QUARRY_FAKE_DESK"] ?? "", { option: true }],
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
