import { expect, test } from "../pages/fake-desk.ts";
import { HealthPage } from "../pages/health-page.ts";
import { TriagePage } from "../pages/triage-page.ts";

test("the health board says every state in a word, opens at the gravest, and names the moment it measures at", async ({ open }) => {
  const health = new HealthPage(await open("", "/data?view=health"));
  await expect(health.cell(/Clock offset of sysmon: Fail 420 seconds/)).toHaveAttribute("aria-current", "true");
  await expect(health.cell(/Arrival delay of zeek-core: does not apply/)).toBeVisible();
  await expect(health.detail).toContainText("Correct the clock of the hosts listed for sysmon");
  await expect(health.page.getByText(/ages as of .* the newest event of the dataset/)).toBeVisible();
  await expect(health.page.getByText("2 failures")).toBeVisible();
});

test("a metric opens with its days, its interval and what counted against it, at an address of its own", async ({ open }) => {
  const health = new HealthPage(await open("", "/data?view=health"));
  await health.cell(/Sources known of zeek-core/).click();
  await expect(health.page).toHaveURL(/metric=res_src_ip/);
  await expect(health.detail).toContainText("8,120 of 10,000");
  await expect(health.detail).toContainText("95 % interval");
  await expect(health.detail.getByRole("img", { name: /Sources known over 7 days: not as it should be on 1/ })).toBeVisible();
  await expect(health.detail).toContainText("ws-117.corp.example");
});

test("what to mend comes by the anomalies it unlocks, and leads to its metric", async ({ open }) => {
  const health = new HealthPage(await open("", "/data?view=health"));
  await expect(health.fixes).toHaveCount(3);
  await expect(health.fixes.first()).toContainText("+12");
  await health.fixes.first().getByRole("link", { name: "Owners named" }).click();
  await expect(health.detail).toContainText("60 % (27 of 45)");
});

test("without telemetry there is nothing to measure, and the board says so", async ({ open }) => {
  const health = new HealthPage(await open("empty", "/data"));
  await health.page.getByRole("link", { name: "Health" }).click();
  await expect(health.page.getByText("Nothing to measure yet")).toBeVisible();
});

test("the queue marks whose data falls short, and keeps scores that are not to be trusted at its end", async ({ open }) => {
  const triage = new TriagePage(await open());
  await triage.ready();
  await expect(triage.page.getByTitle("fails: owners named, cmdb age; warns: missing hours; rank divided by 0.8").first()).toBeVisible();
  const suppressed = triage.page.getByRole("button", { name: "3 not trustworthy" });
  await suppressed.click();
  await expect(triage.current).toHaveAttribute("aria-setsize", "3");
  await suppressed.click();
  await triage.press("End");
  await expect(triage.page.getByText("not trustworthy", { exact: true }).first()).toBeVisible();
});
