import { HuntsPage } from "../pages/hunts-page.ts";
import { TriagePage } from "../pages/triage-page.ts";
import { expect, test } from "../pages/fake-desk.ts";

test("a candidate becomes a hunt, is made active and closed with a report, all by keyboard", async ({ open }) => {
  const hunts = new HuntsPage(await open("", "/hunts"));
  await hunts.ready();
  await expect(hunts.list("Candidates")).toHaveCount(2);
  await expect(hunts.facts).toContainText("of extreme criticality, times 2");
  const title = await hunts.title.textContent();
  await hunts.press("h");
  await expect(hunts.page).toHaveURL(/tab=backlog&id=h/);
  await expect(hunts.title).toHaveText(title ?? "");
  await hunts.press("a");
  await expect(hunts.stage(/Active/)).toHaveAttribute("aria-current", "page");
  await expect(hunts.list("Active")).toHaveCount(2);
  await hunts.press("c");
  await hunts.dialog.getByRole("button", { name: "Close the hunt" }).click();
  await expect(hunts.dialog.getByRole("alert")).toContainText("no finding is an answer too");
  await hunts.dialog.getByRole("combobox", { name: "Outcome" }).selectOption("No finding");
  await hunts.dialog.getByRole("checkbox", { name: /I looked for byproducts/ }).check();
  await hunts.dialog.getByRole("textbox", { name: /Known to be benign/ }).fill("cdn-metrics.net: a paid service");
  await hunts.dialog.getByRole("combobox", { name: "What happens next" }).selectOption("Nothing handed on");
  await hunts.dialog.getByRole("button", { name: "Close the hunt" }).click();
  await expect(hunts.dialog).toBeHidden();
  await expect(hunts.list("Closed")).toContainText(["no finding"]);
  await hunts.press("r");
  await expect(hunts.dialog).toContainText("# Hunt:");
  await expect(hunts.dialog).toContainText("sha256");
});

test("candidates are split, merged and taken back by a person", async ({ open }) => {
  const hunts = new HuntsPage(await open("", "/hunts"));
  await hunts.ready();
  await hunts.press("j");
  await expect(hunts.members).toHaveCount(4);
  await expect(hunts.actions.getByRole("button", { name: "Split off" })).toBeDisabled();
  await hunts.members.nth(0).getByRole("checkbox").check();
  await hunts.members.nth(1).getByRole("checkbox").check();
  await hunts.press("p");
  await expect(hunts.list("Candidates")).toHaveCount(3);
  await hunts.press("z");
  await expect(hunts.list("Candidates")).toHaveCount(2);
  await hunts.press("k", "x", "j", "x", "m");
  await expect(hunts.list("Candidates")).toHaveCount(1);
  await expect(hunts.members).toHaveCount(6);
  await expect(hunts.page.getByText("is part of this one now")).toBeVisible();
  await expect(hunts.list("Candidates").and(hunts.page.locator("[aria-current=true]"))).toHaveCount(1);
});

test("the queue says what is in a hunt, shows one hunt's cases alone, and opens a hunt from a case", async ({ open }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  await expect(triage.row("WS-117 → cdn-metrics.net").getByTitle(/in candidate hunt 1, with/)).toBeVisible();
  const hunts = new HuntsPage(triage.page);
  await triage.page.getByRole("link", { name: "candidate 1" }).click();
  await hunts.ready();
  await hunts.press("t");
  await triage.ready();
  await expect(triage.page.getByText("Only this candidate")).toBeVisible();
  await expect(triage.queue.getByRole("option")).toHaveCount(2);
  await triage.page.getByRole("button", { name: "Show all" }).click();
  await expect(triage.page.getByText("Only this candidate")).toBeHidden();
  await triage.press("h");
  await hunts.ready();
  await expect(hunts.page).toHaveURL(/tab=backlog&id=h/);
  await expect(hunts.members).toHaveCount(1);
});

test("without telemetry there is nothing to hunt, and the screen says what to do", async ({ open }) => {
  const hunts = new HuntsPage(await open("empty", "/hunts"));
  await expect(hunts.page.getByText("No candidates")).toBeVisible();
  await hunts.press("3");
  await expect(hunts.page.getByText("No active hunt")).toBeVisible();
});
