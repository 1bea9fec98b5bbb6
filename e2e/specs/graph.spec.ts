import { readFileSync } from "node:fs";
import { expect, test } from "../pages/fake-desk.ts";
import { GraphPage } from "../pages/graph-page.ts";
import { TriagePage } from "../pages/triage-page.ts";

test("by keyboard a node is expanded, pinned, taken back and gone back to", async ({ open }) => {
  const graph = new GraphPage(await open());
  await graph.ready();
  await expect(graph.note).toContainText("9 of 9 nodes");
  await graph.drawing.focus();
  await graph.press("ArrowRight", "p", "+");
  await graph.button(/^Draw 15 more: domains it contacted/).click();
  await expect(graph.note).toContainText("24 of 24 nodes");
  await expect.poll(() => graph.drawn()).toBe(9 + 8 + 30);
  await graph.press("Escape");
  await expect(graph.drawing).toBeFocused();
  await graph.press("Backspace");
  await expect(graph.note).toContainText("9 of 9 nodes");
  await graph.press("[");
  await expect(graph.note).toContainText("24 of 24 nodes");
  await graph.press("]");
  await expect(graph.note).toContainText("9 of 9 nodes");
  await expect(graph.detail).toContainText("WS-117");
  await expect(graph.button("Unpin")).toBeVisible();
});

test("the window of time narrows drawing and table alike, in steps of five minutes", async ({ open }) => {
  const graph = new GraphPage(await open());
  await graph.ready();
  const whole = await graph.drawn();
  await graph.latest.focus();
  const before = Number(await graph.latest.getAttribute("aria-valuenow"));
  await graph.press("ArrowLeft");
  expect(Number(await graph.latest.getAttribute("aria-valuenow"))).toBe(before - 5);
  await graph.press("Home");
  await expect.poll(() => graph.drawn()).toBeLessThan(whole);
  await graph.press("t");
  const rows = await graph.table.locator("tbody tr").count();
  expect(rows).toBeLessThan(8);
  await expect(graph.note).toContainText(`${String(rows)} of 8 relations`);
  await graph.button("Case’s time").click();
  await graph.page.getByRole("button", { name: "All", exact: true }).click();
  await expect(graph.table.locator("tbody tr")).toHaveCount(8);
});

test("what a verdict leaves on the screen covers nothing of the graph, and holds its place for the next", async ({ open }) => {
  const triage = new TriagePage(await open());
  const graph = new GraphPage(triage.page);
  await graph.ready();
  await triage.press("3");
  await expect(triage.page.locator("[data-reasons]")).toContainText("benign");
  await graph.button("Keep").click();
  await graph.button("Fit").click();
  await graph.button("Case’s time").click();
  await graph.latest.hover({ trial: true });
  const place = await graph.drawing.boundingBox();
  await triage.press("1");
  await expect(triage.page.locator("[data-reasons]")).toContainText("malicious");
  expect(await graph.drawing.boundingBox()).toEqual(place);
});

test("a relation chosen in the table opens its events, and the same are marked in the timeline", async ({ open }) => {
  const triage = new TriagePage(await open());
  const graph = new GraphPage(triage.page);
  await graph.ready();
  await triage.press("t");
  await graph.table.locator("tbody tr").first().focus();
  await triage.press("ArrowDown", "ArrowUp", "Enter");
  await expect(triage.page.getByText("WS-117 contacted cdn-metrics.net, evidence, 551 times · the first 50 of 551")).toBeVisible();
  await expect(triage.page.getByRole("grid", { name: "Evidence" }).locator("tbody tr")).toHaveCount(50);
  await triage.press("i");
  await expect(triage.page.getByRole("region", { name: "Timeline" }).locator("li[aria-current=true]")).toContainText([
    "WINWORD.EXE",
    "rundll32.exe",
    "first contact",
  ]);
  await triage.press("e");
  await graph.button("All evidence").click();
  await expect(triage.page.getByRole("grid", { name: "Evidence" }).locator("tbody tr")).toHaveCount(200);
});

test("a path is looked for between two things, followed, and its absence is an answer", async ({ open }) => {
  const graph = new GraphPage(await open());
  await graph.ready();
  await graph.button("Paths").click();
  const end = (name: RegExp) => graph.page.getByRole("combobox", { name });
  await end(/^From/).selectOption({ label: "Hanna Voss (person)" });
  await end(/^To/).selectOption({ label: "203.0.113.44 (ip)" });
  await graph.button("Find paths").click();
  const paths = graph.page.getByRole("list", { name: "Paths found" }).getByRole("button");
  await expect(paths).toHaveText([/Hanna Voss → WS-117 → cdn-metrics.net → 203.0.113.44/]);
  await expect(paths.first()).toHaveAttribute("aria-pressed", "true");
  await end(/^To/).selectOption({ label: "FS-02 (host)" });
  await end(/^Look/).selectOption({ label: "in what is drawn" });
  await graph.button("Find paths").click();
  await expect(graph.page.getByRole("region", { name: "Paths" })).toContainText("No path within 6 hops in this window, in what is drawn.");
});

test("the drawing is saved as a picture and as SVG by a download of the page’s own", async ({ open }) => {
  const graph = new GraphPage(await open());
  await graph.ready();
  const [png] = await Promise.all([graph.page.waitForEvent("download"), graph.button("PNG").click()]);
  expect(png.suggestedFilename()).toMatch(/^graph-[\w-]+\.png$/);
  expect(
    readFileSync(await png.path())
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
  const [svg] = await Promise.all([graph.page.waitForEvent("download"), graph.button("SVG").click()]);
  expect(readFileSync(await svg.path(), "utf8")).toContain(">cdn-metrics.net</text>");
});

test("labels that mean harm act neither in drawing, table, detail nor picture", async ({ open }) => {
  const graph = new GraphPage(await open("graph=hostile"));
  await graph.ready();
  await graph.drawing.focus();
  for (let i = 0; i < 9; i += 1) await graph.press("ArrowRight", ".", "ArrowDown");
  await graph.press("t");
  await expect(graph.table.locator("tbody tr")).toHaveCount(9);
  const text = await graph.page.locator("body").innerText();
  expect(text).not.toMatch(/\u202e|\u200b|\u200d|\ufeff/);
  expect(text.length).toBeLessThan(40_000);
  expect(await graph.page.title()).not.toBe("owned");
  await expect(graph.page.locator("img[src=x],[role=grid] script")).toHaveCount(0);
});

test("below 900 px the table stands in until the drawing is asked for", async ({ open, page }) => {
  await page.setViewportSize({ width: 880, height: 800 });
  const graph = new GraphPage(await open());
  await expect(graph.table).toBeVisible();
  await graph.button("drawing").click();
  await expect(graph.drawing).toBeVisible();
});

test("a thing with 5,000 neighbours opens as counts, and the page answers meanwhile", async ({ open }) => {
  const graph = new GraphPage(await open("graph=hub"));
  await graph.ready();
  expect(await graph.drawn()).toBeLessThan(60);
  await expect(graph.note).toContainText(/of 5,009 nodes, 4,9\d\d folded/);
});

test("by key one goes from a node to its page, by mouse from a card, and comes back to the same place", async ({ open }) => {
  const graph = new GraphPage(await open("", "/triage?show=open"));
  const { page } = graph;
  const back = page.getByRole("button", { name: "Back to the case" });
  await graph.ready();
  await graph.drawing.focus();
  await graph.press("ArrowRight", "Shift+E");
  await expect(page).toHaveURL(/view=entities&entity=host/);
  await expect(page.getByRole("region", { name: "Entity" })).toBeVisible();
  await expect(back).toBeVisible();
  await graph.press("Alt+ArrowLeft");
  await expect(graph.drawing).toBeFocused();
  await expect(graph.detail).toHaveAttribute("data-chosen", "host");
  await expect(page).toHaveURL(/show=open/);
  await page.getByRole("region", { name: "Context cards" }).getByRole("button", { name: "Hanna Voss" }).first().click();
  await expect(page).toHaveURL(/view=entities&entity=person/);
  await back.click();
  await expect(graph.detail).toHaveAttribute("data-chosen", "host");
  await graph.press("t");
  await graph.table.locator("tbody tr").first().focus();
  await graph.press("ArrowDown", "ArrowDown", "Shift+E");
  await expect(back).toBeVisible();
  await graph.press("Alt+ArrowLeft");
  await expect(graph.table.locator("tbody tr").nth(2)).toBeFocused();
});
