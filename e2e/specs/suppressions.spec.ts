import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

test.describe("a suppression", () => {
  test("is offered after a benign verdict, shows what it would have hidden, is made, revealed and taken back", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await expect(triage.page.getByRole("button", { name: "Hidden: 0 suppressed, 0 snoozed" })).toBeVisible();
    await triage.press("j", "j", "3");
    await triage.page.getByRole("button", { name: "suppress what is like it…" }).click();
    const dialog = triage.page.getByRole("dialog", { name: "Suppress what is like this case" });
    await expect(dialog.getByText("1 of 40 surfaced by the runs of the last 30 days would have been hidden")).toBeVisible();
    await dialog.getByRole("checkbox", { name: /about domain:10/ }).uncheck();
    await dialog.getByRole("checkbox", { name: /about domain:203/ }).uncheck();
    await dialog.getByLabel("Why it is suppressed").fill("printers poll their maker");
    await dialog.getByLabel("Days until it ends").fill("14");
    await dialog.getByRole("button", { name: "Suppress", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(triage.announcement).toContainText("Suppressed: beaconing. Undo with Z.");
    await expect(triage.row("LT-088")).toHaveCount(0);
    await triage.press("r");
    await expect(triage.row("LT-088")).toContainText("suppressed");
    await expect(triage.page).toHaveURL(/held=show/);
    await triage.press("r");
    await triage.press("z");
    await expect(triage.row("LT-088")).not.toContainText("suppressed");
  });

  test("over something confirmed malicious is blocked until it is said why, and that stays in sight", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("1", "k", "p");
    const dialog = triage.page.getByRole("dialog", { name: "Suppress what is like this case" });
    await expect(dialog.getByRole("alert")).toContainText("1 confirmed malicious would have been hidden");
    await dialog.getByLabel("Why it is suppressed").fill("rebuilt");
    await dialog.getByRole("button", { name: "Suppress", exact: true }).click();
    await expect(dialog.getByText("Say why it is made all the same.")).toBeVisible();
    await dialog.getByLabel("Suppress all the same, because").fill("the host was rebuilt");
    await dialog.getByRole("button", { name: "Suppress", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await triage.page.getByRole("link", { name: "manage" }).click();
    const settings = triage.page.getByRole("region", { name: "Suppressions" });
    await expect(settings).toContainText("over 1 confirmed malicious because “the host was rebuilt”");
    await settings.getByRole("button", { name: "End now" }).click();
    await expect(settings).toContainText("ended");
  });
});

test.describe("a snooze", () => {
  test("puts a case off until a time, is counted, revealed and taken back", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("s");
    const dialog = triage.page.getByRole("dialog", { name: "Snooze this case" });
    await dialog.getByRole("radio", { name: /in a week/ }).check();
    await dialog.getByLabel("Waiting for").fill("the owner's answer");
    await dialog.getByRole("button", { name: "Snooze", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(triage.announcement).toContainText("1 case snoozed until");
    await expect(triage.row("cdn-metrics.net")).toHaveCount(0);
    await expect(triage.page.getByRole("button", { name: "Hidden: 0 suppressed, 1 snoozed" })).toBeVisible();
    await triage.press("r");
    await expect(triage.row("cdn-metrics.net")).toContainText("snoozed");
    await triage.press("z");
    await expect(triage.row("cdn-metrics.net")).not.toContainText("snoozed");
  });
});
