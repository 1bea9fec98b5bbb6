import { join } from "node:path";
import { quarry } from "../fixtures/desk-host.ts";
import { expect, test } from "../fixtures/launch.ts";
import { SqlPage } from "../pages/sql-page.ts";

const flows = join(import.meta.dirname, "../../test/fixtures/telemetry/conn.log");

test.beforeEach(async ({ workspace }) => {
  await quarry(["init", "--workspace", workspace]);
  await quarry(["import", flows, "--workspace", workspace]);
});

test("cancelling is acknowledged within 200 ms even when nothing interrupts the statement, and the next one runs", async ({ desk }) => {
  await desk.getByRole("link", { name: "Data" }).click();
  await desk.getByRole("link", { name: "SQL" }).click();
  const sql = new SqlPage(desk);
  await sql.write("SELECT levenshtein(repeat('ab', 200000), repeat('ba', 200000 + i::INTEGER)) FROM range(1) AS r(i)");
  await sql.run.click();
  await sql.cancel.waitFor();
  await desk.waitForTimeout(1500);
  const took = await desk.evaluate(async () => {
    const outcome = document.querySelector("[data-pane=outcome]");
    const button = [...(outcome?.querySelectorAll("button") ?? [])].find((one) => one.textContent === "Cancel");
    const begun = performance.now();
    button?.click();
    while (outcome?.textContent.includes("Cancelled") !== true) await new Promise((done) => requestAnimationFrame(done));
    return performance.now() - begun;
  });
  expect(took).toBeLessThan(200);
  test.info().annotations.push({ type: "acknowledged after", description: `${Math.round(took)} ms` });
  await sql.write("SELECT 6 * 7 AS answer");
  await sql.run.click();
  await expect(sql.grid).toContainText("42");
});
