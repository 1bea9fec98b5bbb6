import { expect, test } from "../pages/fake-desk.ts";
import { ModelsPage } from "../pages/models-page.ts";

test("a version scored beside the queue says what it would change, the verdicts behind it, and leads to each case", async ({ open }) => {
  const models = new ModelsPage(await open("", "/models"));
  await expect(models.under).toContainText("This version has not scored what is in the queue.");
  await models.scoreBeside();
  await expect(models.under).toContainText("29 of 30 places are in both, 83 % to 99.41 % (95 %)");
  await expect(models.under.getByRole("row", { name: /^appeared not listed → 9/ })).toContainText("+0.51 confirmed");
  await expect(models.under.getByRole("row")).toHaveCount(13);
  await models.under.getByRole("button", { name: "Show 19 more of 19" }).click();
  await expect(models.under.getByRole("row")).toHaveCount(32);
  await models.under.getByRole("button", { name: "vanished" }).press("Enter");
  const vanished = models.under.getByRole("row", { name: /^vanished 3 → 61 of 2,417/ });
  await expect(models.under.getByRole("row")).toHaveCount(2);
  await expect(vanished).toContainText("−0.88 benign");
  await vanished.getByRole("link").click();
  await expect(models.page).toHaveURL(/triage\?.*case=a0000003f3c9d2/);
});

test("the version that made the queue has nothing to be scored beside", async ({ open }) => {
  const models = new ModelsPage(await open("", "/models?model=process-rarity"));
  await expect(models.under).toContainText("This version made the queue as it is.");
  await expect(models.under.getByRole("button")).toHaveCount(0);
});
