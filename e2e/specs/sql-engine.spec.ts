import { join } from "node:path";
import { quarry } from "../fixtures/desk-host.ts";
import { expect, test } from "../fixtures/launch.ts";
import { SqlPage } from "../pages/sql-page.ts";

/** The console on the real engine, served with the release's policy: the fixture fails on any violation of it. */
const flows = join(import.meta.dirname, "../../test/fixtures/telemetry/conn.log");

test.beforeEach(async ({ workspace }) => {
  await quarry(["init", "--workspace", workspace]);
  await quarry(["import", flows, "--workspace", workspace]);
});

test("a statement runs on imported telemetry, and a row leads to its original record", async ({ desk }) => {
  await desk.getByRole("link", { name: "Data" }).click();
  await desk.getByRole("link", { name: "SQL" }).click();
  const sql = new SqlPage(desk);
  await sql.run.click();
  await expect(sql.grid).toBeVisible();
  await expect(sql.outcome).toContainText("dataset v1");
  await sql.grid.focus();
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("region", { name: "Original record" })).toContainText("conn.log");
  await sql.write("SELECT time,\n  nosuch FROM network_activity");
  await desk.keyboard.press("ControlOrMeta+Enter");
  await expect(desk.locator(".cm-problem")).toHaveText("nosuch");
  await sql.write("SELECT * FROM read_csv('/etc/passwd')");
  await desk.keyboard.press("ControlOrMeta+Enter");
  await expect(sql.outcome).toContainText("read_csv cannot be used here");
});
