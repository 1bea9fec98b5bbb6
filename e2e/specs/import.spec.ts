import { expect, test } from "../pages/fake-desk.ts";
import { ImportPage } from "../pages/import-page.ts";

test("files are looked into before they are imported: what each is, why, and what would become of it", async ({ open }) => {
  const imports = new ImportPage(await open("", "/data"));
  await imports.choose("conn.log");
  await expect(imports.files.first()).toContainText("23 of 23 first records have Zeek's ts and uid");
  await expect(imports.review).toContainText("1,201 events from 1,204 records");
  await expect(imports.clocks).toContainText("Local time without a zone");
  await expect(imports.clocks).toContainText("1,198 of 1,201 records");
});

test("the quick way is to choose and press Enter, without waiting for the look", async ({ open }) => {
  const imports = new ImportPage(await open("", "/data"));
  await imports.choose("conn.log");
  await expect(imports.import).toBeFocused();
  await imports.page.keyboard.press("Enter");
  await expect(imports.page.getByText("1,201 events from 1 file.")).toBeVisible();
});

test("a clock rule is proposed, and only a person takes it", async ({ open }) => {
  const imports = new ImportPage(await open("", "/data"));
  await imports.choose("conn.log");
  await imports.clocks.getByRole("button", { name: "Use this rule" }).click();
  await expect(imports.clocks).toContainText("in force");
  await expect(imports.review.getByRole("textbox", { name: "Clock" })).toHaveValue("offset:+02:00");
  await imports.clocks.getByRole("button", { name: "As declared again" }).click();
  await expect(imports.clocks.getByRole("button", { name: "Use this rule" })).toBeVisible();
});

test("a table nobody knows gets a mapping with live rows, is kept by name and read with it", async ({ open }) => {
  const imports = new ImportPage(await open("", "/data"));
  await imports.choose("flows.csv");
  await expect(imports.files.first()).toContainText("needs a mapping");
  await imports.files.first().getByRole("button", { name: "Build a mapping…" }).click();
  await expect(imports.builder).toContainText('3 of 3 values of "StartTime" are yyyy/MM/dd HH:mm:ss');
  await expect(imports.attributeOf("SrcAddr")).toHaveValue("src_endpoint_ip");
  await expect(imports.firstRows).toContainText("First 3 rows: 3 events, 0 rejected");
  await expect(imports.firstRows).toContainText("does not fit 00:00:5e:00:53:af");
  await imports.attributeOf("SrcAddr").selectOption("");
  await expect(imports.firstRows).not.toContainText("does not fit");
  await imports.builder.getByRole("textbox", { name: "Keep as" }).fill("border-flows");
  await imports.builder.getByRole("button", { name: "Keep and use" }).click();
  await expect(imports.review.getByRole("combobox", { name: "Mapping of tables" })).toHaveValue("border-flows@1");
  await expect(imports.review).toContainText("1,201 events");
  await imports.import.press("Enter");
  await expect(imports.page.getByText("1,201 events from 1 file.")).toBeVisible();
});

test("what values stand for is written line by line; half a mapping says what it lacks", async ({ open }) => {
  const imports = new ImportPage(await open("", "/data"));
  await imports.choose("flows.csv");
  await imports.files.first().getByRole("button", { name: "Build a mapping…" }).click();
  await imports.attributeOf("Proto").selectOption("connection_info_protocol_name");
  const proto = imports.builder.getByRole("row", { name: /^Proto/ });
  await proto.getByRole("button", { name: "Values…" }).click();
  await proto.getByRole("textbox").fill("6 = tcp\n* = other");
  await expect(proto.getByRole("button", { name: "2 values" })).toBeVisible();
  await imports.builder.getByRole("combobox", { name: "Time in" }).selectOption("");
  await expect(imports.firstRows).toContainText("Choose the column that holds the time.");
  await expect(imports.builder.getByRole("button", { name: "Keep and use" })).toBeDisabled();
  await imports.builder.getByRole("button", { name: "Back to the files" }).click();
  await expect(imports.files.first()).toContainText("needs a mapping");
});

test("files are let go with Escape, and nothing is imported", async ({ open }) => {
  const imports = new ImportPage(await open("", "/data"));
  await imports.choose("conn.log");
  await expect(imports.review).toContainText("1,201 events");
  await imports.page.keyboard.press("Escape");
  await expect(imports.review).toBeHidden();
  await expect(imports.page.getByRole("button", { name: "Import telemetry…" })).toBeVisible();
});

test("a review waits while one works elsewhere", async ({ open }) => {
  const imports = new ImportPage(await open("", "/data"));
  await imports.choose("conn.log");
  await expect(imports.review).toContainText("1,201 events");
  await imports.page.getByRole("link", { name: "Triage" }).click();
  await imports.page.getByRole("link", { name: "Data" }).click();
  await expect(imports.review).toContainText("1,201 events");
});

test("what becomes of files the dataset has already is the analyst's choice", async ({ open }) => {
  const imports = new ImportPage(await open("", "/data"));
  await imports.choose("conn.log");
  const duplicates = imports.review.getByRole("combobox", { name: "Files it has already" });
  await expect(duplicates).toHaveValue("skip");
  await duplicates.selectOption("replace");
  await expect(imports.review).toContainText("1,201 events");
  await imports.import.press("Enter");
  await expect(imports.page.getByText("1,201 events from 1 file.")).toBeVisible();
});
