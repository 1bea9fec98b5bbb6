import { expect, test } from "../pages/fake-desk.ts";
import { GraphPage } from "../pages/graph-page.ts";
import { TriagePage } from "../pages/triage-page.ts";

test.describe("the queue", () => {
  test("opens on the first open case with its sentence, reasons, graph and context", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    expect(await triage.place()).toBe(1);
    await expect(triage.headline).toContainText("WS-117 contacted cdn-metrics.net every 60 s");
    await expect(triage.page.getByRole("list", { name: "Reasons" }).getByRole("listitem")).toHaveCount(3);
    await expect(triage.page.getByRole("application", { name: "Context graph" }).locator("canvas").first()).toBeVisible();
    await expect(triage.context.getByRole("heading", { name: "Who and what" })).toBeVisible();
  });

  test("all thirteen questions are answered without scrolling at 1440 by 900", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    const titles = [
      "Who and what",
      "Asset",
      "Activity",
      "Just before and after",
      "Judged before",
      "Before you judge",
      "Can I trust this?",
      "Next step",
    ];
    for (const title of titles) await expect(triage.context.getByRole("heading", { name: title })).toBeInViewport();
    for (const label of ["Criticality", "Is it new?", "Who else?", "Benign?", "How far?"])
      await expect(triage.context.getByText(label, { exact: true })).toBeInViewport();
    await expect(triage.context.getByText("unknown because no change calendar")).toBeInViewport();
    await expect(triage.context.getByText("call Hanna Voss")).toBeInViewport();
  });

  test("hostile names are shown with their tricks visible", async ({ open }) => {
    const triage = new TriagePage(await open());
    await expect(triage.row("LT-204")).toContainText("\\u{202e}exe.slx");
  });

  test("the text filter, the model filter and open-only narrow the queue and can be cleared", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("/");
    await triage.page.keyboard.type("certutil");
    await expect(triage.queue.getByRole("option").first()).toContainText("certutil.exe");
    await expect(triage.page).toHaveURL(/q=certutil/);
    await triage.filter.fill("no such thing");
    await expect(triage.page.getByText("No case matches")).toBeVisible();
    await triage.page.getByRole("button", { name: "Clear the filter" }).click();
    await triage.page.getByRole("combobox", { name: "Model" }).selectOption("beaconing");
    await expect(triage.row("process-rarity")).toHaveCount(0);
  });

  test("a link opens the case and view it names, and an unknown case says so", async ({ open }) => {
    const page = await open("", "/triage?case=a0000005f3c9d2&tab=evidence");
    const triage = new TriagePage(page);
    await expect(triage.headline).toContainText("LT-088 sent 4.1 GB");
    await expect(triage.tab(/Evidence/)).toHaveAttribute("aria-selected", "true");
    await open("rows=5000", "/triage?case=a0003421f3c9d2");
    await expect(triage.current).toBeInViewport();
    expect(await triage.place()).toBe(3421);
    await open("", "/triage?case=nowhere");
    await page.reload();
    await expect(page.getByText("The case could not be read")).toBeVisible();
    await expect(page.getByText("there is no anomaly nowhere")).toBeVisible();
  });
});

test.describe("verdicts", () => {
  test("a digit judges, says so, and goes on; undo and redo bring it back and forth", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("3");
    await expect(triage.row("cdn-metrics.net")).toContainText("benign");
    expect(await triage.place()).toBe(2);
    await expect(triage.announcement).toContainText("WS-117 → cdn-metrics.net marked benign. Now 2 of 40. Undo with Z.");
    await expect(triage.page.getByText("1 of 40 today")).toBeVisible();
    await triage.press("z");
    await expect(triage.row("cdn-metrics.net")).not.toContainText("benign");
    expect(await triage.place()).toBe(1);
    await triage.press("Shift+Z");
    await expect(triage.row("cdn-metrics.net")).toContainText("benign");
  });

  test("among open cases a judged one leaves and the next takes its place", async ({ open }) => {
    const triage = new TriagePage(await open("", "/triage?show=open"));
    await triage.ready();
    await triage.press("1", "2");
    await expect(triage.queue.getByRole("option").first()).toContainText("PRN-01");
    expect(await triage.place()).toBe(1);
    await expect(triage.page.getByText("38 left")).toBeVisible();
  });

  test("several selected cases take one verdict and one undo", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("x", "Shift+J", "Shift+J");
    await expect(triage.page.getByText("3 selected")).toBeVisible();
    await triage.press("0");
    await expect(triage.queue.getByText("disregard")).toHaveCount(3);
    expect(await triage.place()).toBe(4);
    await triage.press("z");
    await expect(triage.queue.getByText("disregard")).toHaveCount(0);
  });

  test("a reason may be added afterwards and never stands in the way", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("3");
    await expect(triage.headline).toContainText("rundll32.exe");
    await triage.press("v", "Enter");
    await expect(triage.page.getByText("· known admin")).toBeVisible();
    await expect(triage.announcement).toContainText("Reason recorded: known admin");
    await triage.press("j");
    expect(await triage.place()).toBe(3);
  });

  test("doubt, techniques and validity may be said of a verdict, and stand in the case", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("1", "Shift+V");
    const dialog = triage.page.getByRole("dialog", { name: "Confirmed malicious" });
    await dialog.getByLabel("How sure are you?").selectOption("low");
    await dialog.getByLabel("ATT&CK techniques").fill("phishing");
    await dialog.getByRole("button", { name: "Record" }).click();
    await expect(dialog.getByRole("alert")).toContainText("PHISHING is no technique");
    await dialog.getByLabel("ATT&CK techniques").fill("t1071.004");
    await dialog.getByRole("button", { name: "Record" }).click();
    await expect(dialog).toHaveCount(0);
    await triage.press("k");
    await expect(triage.page.getByText("confidence low · T1071.004")).toBeVisible();
    await triage.press("z");
    await expect(triage.page.getByText("confidence low")).toHaveCount(0);
  });

  test("a verdict the engine refuses is taken back and can be tried again", async ({ open }) => {
    const triage = new TriagePage(await open("refuse"));
    await triage.ready();
    await triage.press("1");
    await expect(triage.page.getByRole("alert")).toContainText("was not recorded: the disk is full");
    await expect(triage.row("cdn-metrics.net").getByText("malicious")).toHaveCount(0);
    await expect(triage.page.getByRole("button", { name: "Try again" })).toBeVisible();
  });

  test("the first verdict asks once who signs, and work goes on meanwhile", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("3", "3");
    const name = triage.page.getByRole("textbox", { name: "Your name" });
    await expect(name).toBeVisible();
    expect(await triage.place()).toBe(3);
    await name.fill("M. Okafor");
    await name.press("Enter");
    await expect(triage.page.locator("header").getByText("M. Okafor")).toBeVisible();
    await expect(name).toHaveCount(0);
  });

  test("a note saves itself and stands on the case", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("n");
    await triage.page.keyboard.type("Asked Hanna Voss, 3 times");
    await expect(triage.page.getByText("saved", { exact: true })).toBeVisible();
    await triage.press("Escape");
    await expect(triage.page.getByRole("list", { name: "Notes" })).toContainText("Asked Hanna Voss, 3 times");
    await expect(triage.queue).toBeFocused();
    expect(await triage.place()).toBe(1);
  });
});

test.describe("a case", () => {
  test("why not higher shows every feature and a sum that is the score", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("w");
    const table = triage.page.getByRole("region", { name: "All features" });
    await expect(table.locator("tbody tr:has(th)")).toHaveCount(10);
    await expect(table.getByText("own above 100 % of 13 · peers above 99.36 % of 312")).toHaveCount(1);
    const parts = await table.locator("tbody tr:has(th) td:last-child").allTextContents();
    const sum = await table.locator("tfoot td").textContent();
    const toNumber = (text: string): number => Number(text.replace("−", "-"));
    expect(parts.map(toNumber).reduce((a, b) => a + b, 0)).toBeCloseTo(toNumber(sum ?? ""), 1);
  });

  test("evidence leads to the original record, with nothing in it able to act", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("e");
    const grid = triage.page.getByRole("grid", { name: "Evidence" });
    await expect(grid).toHaveAttribute("aria-rowcount", "552");
    await expect(grid.locator("tbody tr").nth(3)).toContainText("cdn-metrics.net\\u{202e}\\x07");
    await grid.locator("tbody tr").first().focus();
    await triage.press("ArrowDown", "Enter");
    const record = triage.page.getByRole("region", { name: "Original record" });
    await expect(record).toContainText("12345678901234567890");
    await expect(record).toContainText("\\u{202e}right to left");
    expect(await triage.place()).toBe(1);
  });

  test("the graph and its table hold the same relations, and the keyboard walks the graph", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    const graphPage = new GraphPage(triage.page);
    await graphPage.ready();
    const graph = graphPage.drawing;
    await graph.focus();
    await triage.press("ArrowRight", "ArrowRight");
    await expect(triage.announcement).toContainText(/domain|process/);
    await expect(graph).toBeFocused();
    expect(await triage.place()).toBe(1);
    await triage.press("t");
    await expect(triage.page.getByRole("grid", { name: "Relations" }).locator("tbody tr")).toHaveCount(8);
  });

  test("a slow engine shows the shape of what is coming, and late answers do not land on another case", async ({ open }) => {
    const triage = new TriagePage(await open("delay=1000"));
    await expect(triage.page.getByLabel("Reading the queue")).toBeVisible();
    await triage.ready();
    await triage.press("j", "j");
    await expect(triage.headline).toContainText("PRN-01 opened TLS connections");
    await expect(triage.current).toContainText("PRN-01");
  });
});

test("an empty workspace says what to do first", async ({ open }) => {
  const page = await open("empty");
  await expect(page.getByRole("heading", { name: "This workspace is empty." })).toBeVisible();
  await expect(page.getByText("npm start -- --demo")).toBeVisible();
  await page.getByRole("link", { name: "Import telemetry" }).click();
  await expect(page.getByText("No telemetry yet", { exact: true })).toBeVisible();
});
