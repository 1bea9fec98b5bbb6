import { LineagePage } from "../pages/lineage-page.ts";
import { expect, test } from "../pages/fake-desk.ts";

test("a snapshot shows what was made from it, with a way there", async ({ open }) => {
  const { page, snapshot } = new LineagePage(await open("", "/data"));
  await expect(snapshot).toContainText("Went into");
  await expect(snapshot.getByText("dataset", { exact: true }).first()).toBeVisible();
  await snapshot.getByRole("link", { name: "beaconing" }).first().click();
  await expect(page).toHaveURL(/models\?model=beaconing/);
});

test("lineage is sent nowhere until somebody signs for an address, and can be stopped", async ({ open }) => {
  const { page, settings, address } = new LineagePage(await open("", "/settings"));
  await expect(page.getByText("nothing leaves this machine")).toBeVisible();
  await address.press("Enter");
  await expect(settings).toContainText("Name an address");
  await address.fill("https://collector.example/api/v1/lineage");
  await address.press("Enter");
  await expect(settings).toContainText("0 delivered, 0 waiting, 0 given up");
  await expect(page.getByText("only lineage leaves this machine")).toBeVisible();
  await settings.getByRole("button", { name: "Stop sending" }).click();
  await expect(address).toBeVisible();
  await expect(page.getByText("nothing leaves this machine")).toBeVisible();
});

test("a case is traced to its files by arrows and back again, in the drawing and in the table", async ({ open }) => {
  const { page, graph, table, details, node } = new LineagePage(await open("", "/triage"));
  await page.getByText("Lineage run").click();
  await page.getByRole("button", { name: "Trace it to the files and the labels" }).click();
  await expect(page.getByRole("heading", { name: /Lineage of anomaly/ })).toBeVisible();
  const focus = graph.locator("[aria-pressed=true]");
  await expect(focus).toContainText("Anomaly");
  await focus.focus();
  const walk = async (key: string, to: string): Promise<void> => {
    await page.keyboard.press(key);
    await expect(focus).toContainText(to);
    await expect(focus).toBeFocused();
  };
  await walk("ArrowRight", "Confirmed malicious");
  await walk("ArrowRight", "31 labels");
  await walk("ArrowLeft", "Confirmed malicious");
  await walk("ArrowLeft", "Anomaly");
  await walk("ArrowLeft", "Scoring run");
  await node(/12 source files/).click();
  await expect(details.getByRole("listitem")).toHaveCount(12);
  await details.getByRole("button", { name: "Show them one by one" }).click();
  await node(/conn.03:00:00/).click();
  await expect(details).toContainText("a1b2c3d43");
  await page.getByRole("button", { name: "Table", exact: true }).click();
  const row = table.locator("[aria-selected=true]");
  await expect(row).toContainText("conn.03:00:00");
  await row.focus();
  await page.keyboard.press("ArrowDown");
  await expect(row).toContainText("conn.04:00:00");
  await expect(row).toBeFocused();
  await page.getByRole("button", { name: /Back to the case/ }).click();
  await expect(page).toHaveURL(/triage.*case=/);
});

test("a verification says of every node how it compares, with what was expected and found", async ({ open }) => {
  const { page, details, verification, table, node } = new LineagePage(
    await open("", `/lineage?of=${encodeURIComponent("anomaly:a0000001f3c9d2")}`),
  );
  await verification.getByRole("button", { name: /Verify$/ }).click();
  await expect(verification).toContainText("Not all as it was recorded: 16 verified, 1 changed, 1 missing, 14 not kept");
  await expect(verification).toContainText("decision log verified");
  await node(/Model version Changed/).click();
  await expect(details).toContainText("model.onnx does not have the content it was registered with");
  await expect(details.getByText("Found")).toBeVisible();
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await expect(table.getByRole("row", { name: /Evaluation.*Missing/ })).toBeVisible();
  await details.getByRole("button", { name: "Trace from here" }).click();
  await expect(page.getByRole("heading", { name: /Lineage of model version/ })).toBeVisible();
  await expect(verification).not.toContainText("verified");
});

test("what is traced is asked for by name, and says when there is no such thing", async ({ open }) => {
  const { page, graph } = new LineagePage(await open("", "/lineage"));
  const asked = page.getByRole("textbox", { name: "Id, name or sha256" });
  await asked.fill("decision:none");
  await asked.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Nothing in this workspace is called decision:none");
  await asked.fill("anomaly:a0000001f3c9d2");
  await asked.press("Enter");
  await expect(graph).toBeVisible();
});

test("model, dataset version and snapshot lead to their lineage", async ({ open }) => {
  const { page } = new LineagePage(await open("", "/models"));
  await page.getByRole("link", { name: "Trace this version" }).click();
  await expect(page).toHaveURL(/lineage\?of=model/);
  await page.goBack();
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Trace this snapshot" }).click();
  await expect(page.getByRole("heading", { name: /Lineage of snapshot/ })).toBeVisible();
});
