import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { linearOnnx } from "../../test/unit-support/crafted-onnx.ts";
import { zeekConnLog } from "../../test/unit-support/zeek-conn.ts";
import { quarry } from "../fixtures/desk-host.ts";
import { expect, test } from "../fixtures/launch.ts";
import { ImportModelPage } from "../pages/import-model-page.ts";

const packageFile = new URL("../../models/beaconing/model.json", import.meta.url);
const { features } = z.object({ features: z.array(z.object({ name: z.string() })) }).parse(JSON.parse(readFileSync(packageFile, "utf8")));

test("a model made elsewhere comes in as a registered version once a person has said which scores are strange", async ({
  workspace,
  desk,
}) => {
  const log = join(dirname(workspace), "conn.log");
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, zeekConnLog({ rows: 1500 }));
  await desk.getByRole("link", { name: "Data" }).click();
  await desk.getByLabel("Telemetry files").setInputFiles(log);
  await desk.getByRole("form", { name: "Files to import" }).getByRole("button", { name: "Import", exact: true }).click();
  await expect(desk.getByTestId("announcement")).toContainText("Imported", { timeout: 60_000 });

  await desk.getByRole("link", { name: "Models" }).click();
  await desk.getByRole("link", { name: "beaconing" }).click();
  const view = new ImportModelPage(desk);
  await view.open();
  await view.choose({ "notes.onnx": Buffer.from("not a model") });
  await expect(view.dialog.getByRole("alert")).toContainText("Not imported");

  await view.choose({ "rhythm.onnx": linearOnnx({ weights: features.map(({ name }) => (name === "interval_regularity" ? 1 : 0)) }) });
  await expect(view.form).toContainText("anomaly_score");
  await expect(view.rows).toHaveCount(5);
  await expect(view.rows.last()).toContainText("10.9.0.1");
  await expect(view.form.getByRole("radio", { checked: true })).toHaveCount(0);
  await view.take.click();
  await expect(view.form.getByRole("alert")).toContainText("Say which scores are strange");
  await view.form.getByRole("radio", { name: /^The highest/ }).check();
  await view.form.getByLabel("Name").fill("Even rhythm");
  await view.take.click();
  await expect(view.done).toContainText("registered; nothing uses it until a person promotes it");
  await view.done.getByRole("button", { name: "Close" }).click();
  await expect(view.dialog).toHaveCount(0);
  await expect(desk.getByRole("region", { name: /beacon/i })).toContainText("registered");
  expect(await quarry(["models", "--workspace", workspace, "--json"])).toMatch(/"producer": "crafted/);
});
