import { expect, test } from "../pages/fake-desk.ts";

test("a second look is a case like any other that tells neither the first verdict nor the score", async ({ open }) => {
  const page = await open("reviews");
  await page.getByRole("button", { name: "1 second look" }).click();
  const row = page.getByRole("option").filter({ hasText: "q withheld" });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("second look");
  await expect(page.getByText("your verdict and the first show how far analysts agree")).toBeVisible();
});

test("verdicts that differ stand side by side and are settled with a reason", async ({ open }) => {
  const page = await open("reviews");
  await page.getByRole("button", { name: "1 disagreement" }).click();
  const card = page.getByRole("region", { name: "Disagreement" });
  await expect(card).toContainText("ben");
  await expect(card).toContainText("Nobody of the team knows the tool");
  await expect(card).toContainText("change 4711");
  await card.getByRole("button", { name: "Settle…" }).click();
  const dialog = page.getByRole("dialog", { name: "Settle the disagreement" });
  await dialog.getByRole("button", { name: "Settle", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("Say why");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("the change was announced");
  await dialog.getByRole("radio", { name: /Benign/ }).check();
  await dialog.getByRole("button", { name: "Settle", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("No case matches").or(page.getByText("Nobody differs"))).toBeVisible();
});
