import { expect, test } from "../pages/fake-desk.ts";

test("a version is reviewed blind from its gate, by keyboard, and what either list had is told when it is ended", async ({ open }) => {
  const page = await open("", "/models?model=process-rarity");
  const line = page.getByRole("table", { name: "Promotion gate" }).getByRole("row", { name: /^7 Worth an analyst's time/ });
  await line.getByRole("button", { name: "Review blind, at least 50 cases" }).press("Enter");

  const banner = page.getByRole("region", { name: "Blind review" });
  await expect(banner).toContainText("Score, rank, reasons and version are hidden");
  await expect(banner).toContainText("0 of 3 judged");
  const cases = page.getByRole("region", { name: "Queue", exact: true }).getByRole("option");
  await expect(cases).toHaveCount(3);
  await expect(cases.filter({ hasText: "q withheld" })).toHaveCount(3);
  await expect(page.getByText("version withheld")).toBeVisible();

  await page.keyboard.press("1");
  await expect(banner).toContainText("1 of 3 judged");
  await page.keyboard.press("3");
  await expect(banner).toContainText("2 of 3 judged");
  await page.keyboard.press("z");
  await expect(banner).toContainText("1 of 3 judged");

  await banner.getByRole("button", { name: "Leave" }).click();
  await expect(banner).toBeHidden();
  await page.getByRole("link", { name: "Models" }).click();
  await page.getByRole("link", { name: /process-rarity/ }).click();
  await expect(line).toContainText("1 of 3 judged by you");
  await line.getByRole("button", { name: "Go on reviewing blind" }).click();
  await expect(cases).toHaveCount(2);
  for (const judged of [2, 3]) {
    await page.keyboard.press("3");
    await expect(banner).toContainText(`${judged} of 3 judged`);
  }

  await banner.getByRole("button", { name: "End and see" }).press("Enter");
  const receipt = page.getByRole("dialog", { name: "What the blind review found" });
  await expect(receipt.getByRole("table", { name: "Both lists" }).getByRole("row")).toHaveCount(3);
  await expect(receipt.getByRole("table", { name: "Cases of the review" }).getByRole("row")).toHaveCount(4);
  await page.keyboard.press("Escape");
  await expect(receipt).toBeHidden();
  await expect(line.getByRole("button", { name: "What the review found" })).toBeVisible();
});

test("a version is put into quarantine with a reason, and released with another", async ({ open }) => {
  const page = await open("", "/models");
  await page.getByRole("button", { name: "Quarantine 1c88d0" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Quarantine beaconing 1c88d0/ });
  await dialog.getByRole("button", { name: "Quarantine" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Say why");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("its training data were poisoned");
  await dialog.getByRole("button", { name: "Quarantine" }).click();
  await page.getByRole("button", { name: "Release 1c88d0" }).press("Enter");
  const release = page.getByRole("dialog", { name: /^Release beaconing 1c88d0/ });
  await release.getByRole("textbox", { name: "Reason" }).fill("the data were put right");
  await release.getByRole("button", { name: "Release" }).click();
  await expect(page.getByRole("button", { name: "Quarantine 1c88d0" })).toBeVisible();
});
