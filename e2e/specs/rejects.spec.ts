import { expect, test } from "../pages/fake-desk.ts";
import { RejectsPage } from "../pages/rejects-page.ts";

test("rejects are listed with file, line and reason, and say how many there are", async ({ open }) => {
  const rejects = new RejectsPage(await open("", "/data?view=rejects"));
  await expect(rejects.rows).toHaveCount(14);
  await expect(rejects.rows.first()).toContainText("zeek/conn.2026-03-22.log.gz");
  await expect(rejects.rows.first()).toContainText("120");
  await expect(rejects.page.getByText("1–14 of 14 that match. All 14 rejected records are kept with their text.")).toBeVisible();
});

test("a search and the totals beside the list narrow it, and one press shows everything again", async ({ open }) => {
  const rejects = new RejectsPage(await open("", "/data?view=rejects"));
  await rejects.find.fill("CHhAv13");
  await expect(rejects.rows).toHaveCount(1);
  await rejects.find.fill("nowhere");
  await expect(rejects.page.getByText("None of the kept records matches.")).toBeVisible();
  await rejects.find.fill("");
  await rejects.groups.getByRole("button", { name: /zeek\/conn/ }).click();
  await expect(rejects.groups.getByRole("button", { name: /zeek\/conn/ })).toHaveAttribute("aria-pressed", "true");
  await rejects.page.getByRole("button", { name: "Every file and reason" }).click();
  await expect(rejects.rows).toHaveCount(14);
});

test("what the list shows can be written to a file", async ({ open }) => {
  const rejects = new RejectsPage(await open("", "/data?view=rejects"));
  await rejects.find.fill("CHhAv13");
  await expect(rejects.rows).toHaveCount(1);
  await rejects.page.getByRole("button", { name: "Export CSV" }).click();
  await expect(rejects.page.getByText("1 rejected record written to exports/rejects-7f3a9c00aa.csv").first()).toBeVisible();
});

test("a snapshot without rejects says so, and a source leads to its own", async ({ open }) => {
  const rejects = new RejectsPage(await open("", "/data?view=rejects&snapshot=11cc90dd"));
  await expect(rejects.page.getByText("No record of this snapshot was rejected.")).toBeVisible();
  await rejects.page.getByRole("link", { name: "Sources" }).click();
  const sources = rejects.page.getByRole("region", { name: "Sources" });
  await expect(sources).toContainText("95 % interval");
  await sources.getByRole("link", { name: "14 of 4,110,124" }).click();
  await expect(rejects.rows).toHaveCount(14);
});
