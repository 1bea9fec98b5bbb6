import { expect, test } from "../pages/fake-desk.ts";
import { ModelsPage } from "../pages/models-page.ts";

test("a model outside its envelope says so, what moved with its figures, and what changed in the data", async ({ open }) => {
  const models = new ModelsPage(await open("", "/models"));
  await expect(models.drift).toContainText("This model is operating outside its training envelope; treat its output with caution");
  await expect(models.drift.getByRole("list", { name: "Windows judged" }).getByRole("listitem")).toHaveCount(6);
  await expect(models.drift).toContainText("zeek-branch is new");
  await expect(models.check("Regularity")).toBeVisible();
  await expect(models.checks.getByRole("img").first()).toHaveAccessibleName(/in training and now: to 86400: 10 %, now 20 %/);
  await expect(models.check("Interval")).toHaveCount(0);
  await models.drift.getByRole("button", { name: "Show all checks" }).click();
  await expect(models.check("Interval")).toHaveCount(2);
});

test("a model with too few data to compare says so, with how many there are and how many it takes", async ({ open }) => {
  const models = new ModelsPage(await open("", "/models?model=process-rarity"));
  await expect(models.drift).toContainText("insufficient");
  await expect(models.checks).toContainText("240 values, worth 192; 500 are needed.");
});

test("a version is made again on request, and every file is said to be the same or not", async ({ open }) => {
  const models = new ModelsPage(await open("", "/models"));
  await models.madeAgain.getByRole("button", { name: "Make again and compare" }).click();
  await expect(models.madeAgain.getByRole("button")).toBeDisabled();
  await expect(models.madeAgain.getByRole("status")).toContainText("the same to the byte. All 8 files are the same to the byte.", {
    timeout: 20_000,
  });
  await expect(models.madeAgain.getByRole("row", { name: /^model\.onnx same/ })).toBeVisible();
});
