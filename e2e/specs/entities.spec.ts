import { expect, test } from "../pages/fake-desk.ts";
import { EntitiesPage } from "../pages/entities-page.ts";

test("a page says what an entity did, against what, whom it met first, and who says what it is", async ({ open }) => {
  const view = new EntitiesPage(await open("", "/data?view=entities"));
  await view.choose("ws-117.corp.example");
  await expect(view.activity.getByRole("row", { name: /connected to domains/ })).toContainText("620");
  await expect(view.identity).toContainText("Alice Ng");
  await expect(view.main).toContainText("kelpwood.example");
  await expect(view.main).toContainText("surfaced by process-rarity");
});

test("what was typed is opened, be it only in the telemetry", async ({ open }) => {
  const view = new EntitiesPage(await open("", "/data?view=entities"));
  await view.open("ip:10.0.0.1");
  await expect(view.page).toHaveURL(/entity=ip%3A10\.0\.0\.1/);
  await expect(view.activity).toBeVisible();
});

test("a decision about an entity is made with a reason, by keyboard alone", async ({ open }) => {
  const view = new EntitiesPage(await open("", "/data?view=entities&entity=e1"));
  await view.identity.getByRole("button", { name: "Decide something about it…" }).focus();
  await view.page.keyboard.press("Enter");
  await expect(view.identity.getByLabel("I decide that")).toBeFocused();
  await view.identity.getByLabel("I decide that").selectOption("criticality");
  await view.identity.getByLabel("Level").selectOption("4");
  await view.identity.getByLabel("Because").focus();
  await view.page.keyboard.type("it signs the payments");
  await view.page.keyboard.press("Enter");
  await expect(view.page.getByTestId("announcement")).toContainText("Decided and recorded");
});

test("a pair of records is decided with the evidence beside it, by keyboard, and taken back", async ({ open }) => {
  const view = new EntitiesPage(await open("", "/data?view=entities"));
  await view.reviewLink.click();
  await expect(view.review.getByRole("heading", { name: "Are these one person?" })).toBeVisible();
  await expect(view.review.getByRole("row", { name: /^department Finance/ })).toContainText("same");
  await expect(view.review.getByRole("row", { name: /name is nearly equal/ })).toContainText("+11.4");
  await expect(view.review.getByRole("button", { name: "They are one" })).toBeDisabled();
  await view.review.getByLabel("Because").focus();
  await view.page.keyboard.type("asked her");
  await view.page.keyboard.press("Enter");
  await expect(view.page.getByTestId("announcement")).toContainText("are one.");
  await view.review.getByRole("button", { name: "Take back" }).click();
  await expect(view.page.getByTestId("announcement")).toContainText("Undone: asked her");
});
