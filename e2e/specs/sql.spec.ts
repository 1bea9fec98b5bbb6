import { expect, test } from "../pages/fake-desk.ts";
import { SqlPage } from "../pages/sql-page.ts";

const route = "/data?view=sql";

test("a statement typed and run by the keyboard fills the grid; arrows move in it and hostile text stays text", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  await sql.write("SELECT * FROM network_activity");
  await sql.page.keyboard.press("ControlOrMeta+Enter");
  await expect(sql.grid).toHaveAttribute("aria-rowcount", "1001");
  await expect(sql.outcome).toContainText("First 1,000 rows");
  await expect(sql.outcome).toContainText("dataset v14");
  await expect(sql.grid).toContainText("170141183460469231731687303715884108");
  await expect(sql.grid).toContainText("\\u{202e}gnp.exe\\x07<img src=x onerror=alert(1)>");
  await expect(sql.grid.getByText("NULL").first()).toBeVisible();
  await sql.grid.focus();
  await sql.page.keyboard.press("ControlOrMeta+End");
  await expect(sql.grid.getByRole("rowheader", { name: "1000" })).toBeVisible();
  await sql.page.keyboard.press("ControlOrMeta+Home");
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await sql.page.keyboard.press(key);
  await expect(sql.value).toContainText("2026-03-22 10:00:01.123456");
});

test("Enter on a row opens the event's original record", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  await sql.run.click();
  await sql.grid.focus();
  await sql.page.keyboard.press("Enter");
  const record = sql.page.getByRole("region", { name: "Original record" });
  await expect(record).toContainText("record 1004");
  await record.getByRole("button", { name: "Close the record" }).click();
  await expect(sql.value).toBeVisible();
});

test("a failing statement says why and where, and leads there", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  await sql.write("SELECT time,\n  nosuch\nFROM network_activity");
  await sql.run.click();
  await expect(sql.outcome.getByRole("alert")).toContainText('Referenced column "nosuch"');
  await expect(sql.page.locator(".cm-problem")).toHaveText("nosuch");
  await sql.outcome.getByRole("button", { name: "Go to line 2, column 3" }).click();
  await sql.page.keyboard.insertText("not_");
  await expect(sql.editor).toContainText("not_nosuch");
});

test("completion knows the views and the columns of those that are named", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  await sql.write("SELECT  FROM network_activity");
  for (let i = 0; i < "FROM network_activity".length + 1; i += 1) await sql.page.keyboard.press("ArrowLeft");
  await sql.page.keyboard.type("src_endpoint_i");
  const option = sql.page.getByRole("option", { name: /src_endpoint_ip/ }).first();
  await expect(option).toBeVisible();
  await option.click();
  await expect(sql.editor).toContainText("SELECT src_endpoint_ip FROM");
});

test("Tab indents, Escape and then Tab leaves the editor, and single keys do not leave it for the desk", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  await sql.write("x");
  await sql.page.keyboard.type(" ?d");
  await expect(sql.page.getByRole("dialog")).toHaveCount(0);
  await sql.page.keyboard.press("Escape");
  await sql.page.keyboard.press("Tab");
  await expect(sql.editor).not.toBeFocused();
});

test("the schema lists classes by their events, and inserts what is pressed", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  await expect(sql.schema.getByRole("listitem").first()).toContainText("3,900,106");
  await sql.schema.getByRole("button", { name: "Columns of network_activity" }).click();
  await sql.write("SELECT ");
  await sql.schema.getByRole("button", { name: /^traffic_bytes_out/ }).click();
  await expect(sql.editor).toContainText("SELECT traffic_bytes_out");
  await sql.schema.getByRole("button", { name: "Most bytes out, by destination" }).click();
  await expect(sql.editor).toContainText("sum(traffic_bytes_out) AS bytes_out");
});

test("a running statement is cancelled at once", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  await sql.write("SELECT 'slow'");
  await sql.run.click();
  await sql.cancel.click();
  await expect(sql.outcome).toContainText("Cancelled");
  await expect(sql.run).toBeEnabled();
});

test("an empty workspace and an empty result say so", async ({ open }) => {
  const sql = new SqlPage(await open("empty", "/data"));
  await sql.page.getByRole("link", { name: "SQL" }).click();
  await expect(sql.page.getByLabel("Dataset")).toContainText("no telemetry yet");
  await sql.write("SELECT 'none'");
  await sql.run.click();
  await expect(sql.outcome).toContainText("No rows");
});

test("the history keeps what was run, pinned and named, and brings it back", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  for (const text of ["SELECT 1", "SELECT nosuch"]) {
    await sql.write(text);
    await sql.run.click();
    await expect(sql.run).toBeEnabled();
  }
  await sql.page.getByRole("button", { name: "History" }).click();
  const entries = sql.page.getByRole("complementary", { name: "History" }).getByRole("listitem");
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText("failed");
  await entries.nth(1).getByRole("button", { name: /^Pin/ }).click();
  await expect(entries.first()).toContainText("SELECT 1");
  await entries.first().getByRole("button", { name: /^Name/ }).click();
  await sql.page.keyboard.type("the first");
  await sql.page.keyboard.press("Enter");
  await entries.first().getByRole("button", { name: "the first", exact: true }).click();
  await expect(sql.editor).toHaveText("SELECT 1");
  await entries
    .nth(1)
    .getByRole("button", { name: /^Forget/ })
    .click();
  await expect(entries).toHaveCount(1);
});

test("the whole result goes to a file, with its progress and its digest", async ({ open }) => {
  const sql = new SqlPage(await open("", route));
  await sql.run.click();
  await sql.outcome.getByRole("button", { name: "Parquet" }).click();
  await expect(sql.outcome.getByRole("button", { name: "Cancel export" })).toBeVisible();
  await expect(sql.outcome).toContainText("5,000 rows in exports/query-0c1d.parquet");
  await expect(sql.outcome).toContainText("sha256 ab12ab12ab12");
});
