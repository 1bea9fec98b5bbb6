import type { Page } from "@playwright/test";
import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

/** The word has the focus once it is asked about, and keys are its own from then on. */
const asked = (page: Page): Promise<void> => expect(page.locator(":focus")).toHaveAccessibleDescription(/./);

test("a word is asked about with a key, the arrows go on to others, and Escape goes back to where the focus was", async ({ open }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  const { page } = triage;
  const answer = page.getByRole("tooltip");
  await triage.queue.focus();
  await triage.press("F1");
  await expect(answer).toContainText("Model package");
  await asked(page);
  await triage.press("ArrowRight", "ArrowRight");
  await expect(answer).toContainText("Benjamini and Hochberg 1995");
  await expect(page.locator(":focus")).toHaveAccessibleDescription(/share that is expected to be ordinary/);
  await triage.press("Escape");
  await expect(answer).toBeHidden();
  await expect(triage.queue).toBeFocused();
  await triage.press("F1");
  await asked(page);
  await triage.press("j");
  await expect(answer).toBeHidden();
  expect(await triage.place()).toBe(2);
});

test("a click on a column's head says what it holds, Enter leads on to the glossary, which can be searched", async ({ open }) => {
  const page = await open("", "/models");
  // What answers is loaded after the screen.
  await expect(async () => {
    await page.getByRole("columnheader", { name: "Calibration n" }).click();
    await expect(page.getByRole("tooltip")).toContainText("1 ÷ (n + 1)", { timeout: 2000 });
  }).toPass();
  await asked(page);
  await page.keyboard.press("Enter");
  const help = page.getByRole("dialog", { name: "Help" });
  const search = help.getByRole("searchbox", { name: "Find a word" });
  await expect(search).toBeFocused();
  await expect(search).toHaveValue("Calibration");
  await search.fill("fellegi");
  await expect(help.locator("dt")).toHaveText(["What counts"]);
  await search.fill("no such word");
  await expect(help).toContainText("No word holds");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
});

test("the label of a field in a dialog can be asked about", async ({ open }) => {
  const page = await open("", "/models");
  await page.getByRole("button", { name: "Train…" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Seed" }).focus();
  await page.keyboard.press("F1");
  await expect(page.getByRole("tooltip")).toContainText("chance in training");
  await asked(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Seed" })).toBeFocused();
});

test("help answers what is asked on this screen, and leads from there to another screen's page", async ({ open }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  const { page } = triage;
  await triage.press("Shift+F1");
  const help = page.getByRole("dialog", { name: "Help" });
  await help.getByRole("button", { name: "This screen" }).click();
  const answers = help.getByRole("region", { name: "Page" });
  await expect(answers.getByRole("heading", { name: "How do I take a verdict back?" })).toBeVisible();
  await answers.getByRole("button", { name: "hunts" }).click();
  await expect(answers.getByRole("heading", { name: "What is a candidate?" })).toBeVisible();
  await help.getByRole("searchbox", { name: "Find a word" }).fill("envelope");
  await expect(answers).toBeHidden();
  await expect(help.getByRole("region", { name: "Words" })).toContainText("envelope");
});
