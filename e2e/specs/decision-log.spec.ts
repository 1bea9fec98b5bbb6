import { expect, test } from "../pages/fake-desk.ts";
import { InsightsPage } from "../pages/insights-page.ts";
import { LogPage } from "../pages/log-page.ts";

test("the log is read by keyboard: entries in words, as they were signed, and the way to what they are about", async ({ open }) => {
  const insights = new InsightsPage(await open("", "/insights"));
  await insights.ready();
  await insights.page.keyboard.press("2");
  const log = new LogPage(insights.page);
  await log.ready();
  await expect(log.log).toContainText("400 entries");
  await expect(log.entry).toContainText("beaconing 7f3a9c51d20b promoted to champion");
  await log.press("j");
  await expect(log.page).toHaveURL(/entry=399/);
  await expect(log.list.getByRole("option", { selected: true })).toContainText("399");
  await expect(log.entry).toContainText('"verdict": "benign"');
  await expect(log.entry).toContainText("Hash of the entry before");
  await log.entry.getByRole("link").first().click();
  await expect(log.page).toHaveURL(/triage\?.*case=/);
});

test("undone decisions stay in sight and say that they are", async ({ open }) => {
  const log = new LogPage(await open("", "/insights?view=log&entry=390"));
  await log.ready();
  await expect(log.list.getByRole("option", { name: /^390/ })).toContainText("undone");
  await expect(log.entry).toContainText("Taken back by entry");
});

test("the log is filtered by kind, text and what it is about, and read on to its end", async ({ open }) => {
  const log = new LogPage(await open("", "/insights?view=log"));
  await log.ready();
  await log.press("/");
  await log.page.keyboard.type("promoted");
  await expect(log.log).toContainText("16 entries");
  await expect(log.page).toHaveURL(/text=promoted/);
  await log.filters.getByRole("button", { name: "Show all" }).click();
  await expect(log.log).toContainText("400 entries");
  await log.filters.getByRole("combobox", { name: "Kind" }).selectOption("decision.undo");
  await expect(log.log).toContainText("40 entries");
  await log.filters.getByRole("button", { name: "Show all" }).click();
  await expect(log.log).toContainText("400 entries");
  await log.list.focus();
  await log.list.evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
  await expect(log.list.getByRole("option", { name: /^2[01]\d / }).first()).toBeVisible();
  await log.list.evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
  await expect(log.list.getByRole("option", { name: /^1 / })).toBeVisible();
  await log.entry.getByRole("button", { name: "Only this" }).click();
  await expect(log.page).toHaveURL(/about=model&id=beaconing/);
});

test("the log is verified on a key, and exported with its chain", async ({ open }) => {
  const log = new LogPage(await open("", "/insights?view=log"));
  await log.ready();
  await log.press("v");
  await expect(log.log).toContainText("Intact: 400 entries");
  await log.press("Shift+Y");
  const dialog = log.page.getByRole("dialog");
  await expect(dialog).toContainText("NDJSON, can be checked elsewhere");
  await expect(dialog.getByRole("button", { name: "Write the file" })).toBeEnabled();
});
