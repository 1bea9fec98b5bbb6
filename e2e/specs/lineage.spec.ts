import { LineagePage } from "../pages/lineage-page.ts";
import { expect, test } from "../pages/fake-desk.ts";

test("a snapshot shows what was made from it, with a way there", async ({ open }) => {
  const { page, snapshot } = new LineagePage(await open("", "/data"));
  await expect(snapshot).toContainText("Went into");
  await expect(snapshot.getByText("dataset", { exact: true })).toBeVisible();
  await snapshot.getByRole("link", { name: "beaconing" }).first().click();
  await expect(page).toHaveURL(/models\?model=beaconing/);
});

test("lineage is sent nowhere until somebody signs for an address, and can be stopped", async ({ open }) => {
  const { page, settings, address } = new LineagePage(await open("", "/settings"));
  await expect(page.getByText("nothing leaves this machine")).toBeVisible();
  await address.press("Enter");
  await expect(settings).toContainText("Name an address");
  await address.fill("https://collector.example/api/v1/lineage");
  await address.press("Enter");
  await expect(settings).toContainText("0 delivered, 0 waiting, 0 given up");
  await expect(page.getByText("only lineage leaves this machine")).toBeVisible();
  await settings.getByRole("button", { name: "Stop sending" }).click();
  await expect(address).toBeVisible();
  await expect(page.getByText("nothing leaves this machine")).toBeVisible();
});
