import { expect, test } from "../pages/fake-desk.ts";
import { InventoriesPage } from "../pages/inventories-page.ts";

test("each source shows the version in use, how its columns were read, and what was not kept", async ({ open }) => {
  const view = new InventoriesPage(await open("", "/data?view=inventories"));
  await expect(view.sources).toHaveCount(4);
  await view.page.getByRole("link", { name: "ad-users" }).click();
  await expect(view.facts).toContainText("its columns sAMAccountName, objectSid, distinguishedName are those of Active Directory");
  await expect(view.facts.getByRole("list", { name: "Not kept" })).toContainText("unixUserPassword");
  await expect(view.facts.getByRole("row", { name: /mail/ })).toContainText("1,200 of 1,200");
  await expect(view.facts).toContainText("when it came in; the file does not say");
});

test("two versions are compared, down to the owner that changed", async ({ open }) => {
  const view = new InventoriesPage(await open("", "/data?view=inventories"));
  await view.page.getByRole("link", { name: "cmdb" }).click();
  await view.facts.getByRole("button", { name: /Compare with/ }).click();
  const diff = view.facts.getByRole("region", { name: "Differences" });
  await expect(diff).toContainText("20 added, 1 removed, 2 changed (1 with another owner), 1,095 the same.");
  await expect(diff).toContainText("Brianna Blake");
});

test("files are shown as what they would become before anything is kept", async ({ open }) => {
  const view = new InventoriesPage(await open("", "/data?view=inventories"));
  await view.choose("cmdb-2026-03-22.csv", "sys_id,name\n1,ws-1\n");
  await expect(view.preview).toContainText("A new version of source cmdb");
  await expect(view.preview).toContainText("u_admin_password");
  await expect(view.preview).toContainText("line 17: 13 columns instead of 14");
  await view.preview.getByRole("button", { name: "Import 1 file" }).click();
  await expect(view.page.getByTestId("announcement")).toContainText("Imported");
  await expect(view.preview).toHaveCount(0);
});

test("a version is retired by a person with a reason, by keyboard alone", async ({ open }) => {
  const view = new InventoriesPage(await open("", "/data?view=inventories"));
  await view.page.getByRole("link", { name: "cmdb" }).click();
  await view.facts.getByRole("button", { name: "Retire this version…" }).focus();
  await view.page.keyboard.press("Enter");
  await view.page.keyboard.type("export of the test system");
  await view.page.keyboard.press("Enter");
  await expect(view.facts.getByRole("button", { name: "Bring back into use…" })).toBeVisible();
});
