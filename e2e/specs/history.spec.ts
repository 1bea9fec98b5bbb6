import { expect, test } from "../pages/fake-desk.ts";
import { HistoryPage } from "../pages/history-page.ts";

test("the history lists dataset versions, what each changed, and what is gone from which", async ({ open }) => {
  const history = new HistoryPage(await open("", "/data?view=history"));
  await expect(history.versions).toHaveCount(4);
  await expect(history.versions.first()).toContainText("current");
  await expect(history.versions.first()).toContainText("1 model, 2 runs, 41 verdicts");
  await expect(history.facts).toContainText("against v12");
  await expect(history.facts.getByRole("list", { name: "Snapshots that came and went" })).toContainText("vpn gateway");
  await history.choose("v11");
  await expect(history.page).toHaveURL(/dataset=d9c4417b11/);
  await expect(history.facts).toContainText("The first dataset version there is.");
  await expect(history.snapshot("zeek-core").first()).toContainText("older than the policy keeps");
});

test("verifying shows its progress and names the damaged segment with the way to mend it", async ({ open }) => {
  const history = new HistoryPage(await open("", "/data?view=history"));
  await history.page.getByRole("button", { name: "Verify every byte" }).click();
  await expect(history.verification.getByRole("progressbar")).toBeVisible();
  await expect(history.verification).toContainText("segments/process_activity-00000.parquet");
  await expect(history.verification).toContainText("Import the same files again");
  await expect(history.page.getByTestId("announcement")).toContainText("1 snapshot is damaged.");
});

test("events are let go only after what rests on them was shown, a reason given and, where held, agreed to", async ({ open }) => {
  const history = new HistoryPage(await open("", "/data?view=history"));
  await history.askToLetGo("zeek-core");
  await expect(history.dialog).toContainText("the champion of beaconing learned from it");
  const remove = history.dialog.getByRole("button", { name: "Remove the events" });
  await history.dialog.getByRole("textbox", { name: "Reason, for the log" }).fill("too old");
  await expect(remove).toBeDisabled();
  await history.dialog.getByRole("checkbox", { name: "Let it go all the same" }).check();
  await expect(remove).toBeEnabled();
  await history.page.keyboard.press("Escape");
  await expect(history.dialog).toBeHidden();
  await expect(history.snapshot("zeek-core").getByRole("button", { name: "Let go…" })).toBeFocused();

  await history.askToLetGo("vpn gateway");
  await expect(history.dialog.getByRole("checkbox")).toHaveCount(0);
  await history.dialog.getByRole("textbox", { name: "Reason, for the log" }).fill("a mistake");
  await remove.click();
  await expect(history.snapshot("vpn gateway")).toContainText("root let 501 kB go");
  await expect(history.versions.first()).toContainText("1 gone");
});

test("without telemetry the history says what makes one", async ({ open }) => {
  const history = new HistoryPage(await open("empty", "/data"));
  await history.page.getByRole("link", { name: "History" }).click();
  await expect(history.page.getByText("No dataset version yet")).toBeVisible();
});
