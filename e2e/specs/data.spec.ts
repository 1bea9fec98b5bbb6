import { DataPage } from "../pages/data-page.ts";
import { expect, test } from "../pages/fake-desk.ts";

const lines = (n: number): string =>
  Array.from({ length: n }, (_, i) => `{"ts":${String(1_616_161_616 + i)},"uid":"C${String(i)}"}`).join("\n");

test("the data screen lists snapshots with their counts and shows what was rejected and why", async ({ open }) => {
  const data = new DataPage(await open("", "/data"));
  await expect(data.snapshots).toHaveCount(2);
  await expect(data.snapshots.first()).toContainText("4,110,110");
  const facts = data.page.getByRole("complementary", { name: "Snapshot" });
  await expect(facts).toContainText("14 rejected: time is not a number");
  await expect(facts).toContainText("conn.2026-03-22.log.gz:120");
  await data.snapshots.getByRole("link", { name: "sysmon" }).click();
  await expect(facts).toContainText("sysmon-2026-03.json.zip!export.json");
  await expect(data.page).toHaveURL(/snapshot=11cc90dd/);
});

test("an import reports its progress, and its result names every reason by file", async ({ open }) => {
  const data = new DataPage(await open("", "/data"));
  await data.choose([{ name: "conn.log", text: lines(2000) }]);
  await data.page.getByRole("textbox", { name: "Source" }).fill("zeek-edge");
  await data.page.keyboard.press("Enter");
  await expect(data.progress).toBeVisible();
  await expect(data.page.getByText(/rows\/s/)).toBeVisible();
  await expect(data.page.getByText("1,201 events from 1 file.")).toBeVisible();
  await expect(data.page.getByText("3 rejected: time is not a number").first()).toBeVisible();
  await expect(data.snapshots.first()).toContainText("zeek-edge");
  await expect(data.page.getByTestId("announcement")).toContainText("Imported 1,201 of 1,204 records, 3 rejected.");
});

test("an import goes on while one works elsewhere, and can be cancelled from the status bar", async ({ open }) => {
  const data = new DataPage(await open("", "/data"));
  await data.choose([{ name: "conn.log", text: lines(10) }]);
  await data.import.click();
  await expect(data.cancel).toBeVisible();
  await data.page.getByRole("link", { name: "Triage" }).click();
  const status = data.page.getByRole("contentinfo", { name: "Status" });
  await expect(status).toContainText("Import of 1 file");
  await status.getByRole("button", { name: "cancel" }).click();
  await expect(status).not.toContainText("Import of 1 file");
});

test("files dropped on the page are imported", async ({ open }) => {
  const data = new DataPage(await open("", "/data"));
  const transfer = await data.page.evaluateHandle(() => {
    const given = new DataTransfer();
    given.items.add(new File(['{"ts":1}\n'], "dns.log"));
    return given;
  });
  await data.page.getByRole("region", { name: "Import telemetry" }).dispatchEvent("drop", { dataTransfer: transfer });
  await expect(data.import).toBeFocused();
  await data.page.keyboard.press("Enter");
  await expect(data.page.getByText(/events from 1 file/)).toBeVisible();
});
