import { expect, test } from "../pages/fake-desk.ts";
import { InsightsPage } from "../pages/insights-page.ts";
import { TriagePage } from "../pages/triage-page.ts";

test("every figure says what it rests on and opens the decisions behind it, and they open their cases", async ({ open }) => {
  const insights = new InsightsPage(await open("", "/triage"));
  await new TriagePage(insights.page).ready();
  await insights.page.keyboard.press("Shift+I");
  await insights.ready();
  const right = insights.part("How often the models are right");
  await expect(right.getByRole("row", { name: /^All models/ })).toContainText("of 94 ·");
  await expect(right.getByRole("row", { name: /^Process rarity/ })).toContainText("too few to say");
  await expect(insights.behind).toContainText("Choose a figure");
  await right
    .getByRole("row", { name: /^Beaconing/ })
    .getByRole("button")
    .first()
    .click();
  await expect(insights.page).toHaveURL(/figure=precision/);
  await expect(insights.behind).toContainText("118 cases, newest first");
  await insights.behind.getByRole("button", { name: "malicious", exact: true }).click();
  await expect(insights.behind).toContainText("40 cases, newest first");
  await insights.behind.getByRole("listitem").nth(1).getByRole("link").click();
  await expect(insights.page).toHaveURL(/triage\?.*case=/);
});

test("the chart of days has a table that says the same, and each day opens", async ({ open }) => {
  const insights = new InsightsPage(await open("", "/insights?period=90"));
  await insights.ready();
  const work = insights.part("Cases judged in a day");
  await expect(work.getByRole("img")).toHaveAccessibleName(/21 days, the most cases in one 44; 3 over the budget of 40/);
  await work.getByRole("button", { name: "As a table" }).click();
  await expect(work.getByRole("cell", { name: "4 over" })).toHaveCount(3);
  await work.getByRole("rowheader").first().getByRole("button").click();
  await expect(insights.page).toHaveURL(/figure=workload/);
  await expect(insights.page.getByRole("button", { name: "90 days" })).toHaveAttribute("aria-pressed", "true");
});

test("figures by person are off until somebody signs for them", async ({ open }) => {
  const insights = new InsightsPage(await open("", "/insights"));
  await insights.ready();
  const people = insights.part("By person");
  await expect(people.getByRole("table")).toHaveCount(0);
  await people.getByRole("button", { name: "Show by person" }).click();
  await expect(people.getByRole("rowheader", { name: "ana" })).toBeVisible();
  await expect(people).toContainText("Shown since root decided so");
  await people.getByRole("button", { name: "Show no more by person" }).click();
  await expect(people.getByRole("table")).toHaveCount(0);
});

test("before anything was decided the screen says where figures come from", async ({ open }) => {
  const insights = new InsightsPage(await open("empty", "/insights"));
  await expect(insights.figures).toContainText("Nothing was decided yet");
});
