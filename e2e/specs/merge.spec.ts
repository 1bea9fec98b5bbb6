import { expect, test } from "../pages/fake-desk.ts";

test("another copy is shown before it is merged: what comes, what differs, what does not come along", async ({ open }) => {
  const page = await open("", "/settings");
  await page.getByRole("button", { name: "Merge another copy…" }).click();
  const dialog = page.getByRole("dialog", { name: "Merge another copy" });
  await dialog
    .getByLabel("The other copy’s database")
    .setInputFiles({ name: "quarry.sqlite", mimeType: "application/x-sqlite3", buffer: Buffer.from("SQLite") });
  const seen = dialog.getByRole("region", { name: "What would come" });
  await expect(seen).toContainText("41 decisions by ben, cai");
  await expect(seen).toContainText("5 cases, 1 of them differently");
  await expect(seen.getByRole("region", { name: "Verdicts that differ" })).toContainText("WS-0231 → api.telemetry.example");
  await expect(seen.getByRole("region", { name: "Champions that change" })).toContainText("no champion");
  await expect(seen.getByRole("region", { name: "Does not come along" })).toContainText("import the same file here");
  await dialog.getByRole("button", { name: "Sign and merge" }).press("Enter");
  const done = dialog.getByRole("region", { name: "Merged" });
  await expect(done).toContainText("1 case in the list of disagreements, a champion of beaconing");
  await done.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
});
