import { expect, test } from "../pages/fake-desk.ts";
import { TriagePage } from "../pages/triage-page.ts";

test.describe("a verdict on many cases", () => {
  test("shows how many and which are meant, is loosened, recorded as one and taken back as one", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("b");
    const dialog = triage.page.getByRole("dialog", { name: "Judge all like this case" });
    await expect(dialog).toContainText("with the same three leading reasons (Interval regularity 0.98 over 551 contacts");
    await expect(dialog.getByText("14 cases would get this verdict, of 14 that match among 40.")).toBeVisible();
    await expect(dialog.getByRole("region", { name: "Most alike" }).getByRole("listitem")).toHaveCount(5);
    await expect(dialog.getByRole("region", { name: "Least alike" }).getByRole("listitem")).toHaveCount(5);
    await dialog.getByRole("combobox", { name: "The same", exact: true }).selectOption({ label: "reasons and subject" });
    await expect(dialog.getByText("3 cases would get this verdict")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Choose the verdict" })).toBeDisabled();
    await dialog.getByRole("combobox", { name: "Verdict", exact: true }).selectOption({ label: "Benign, expected" });
    await dialog.getByRole("combobox", { name: /^Reason/ }).selectOption("scheduled");
    await dialog.getByRole("button", { name: "Mark 3 cases benign" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(triage.announcement).toContainText("3 cases marked benign. Undo with Z.");
    await expect(triage.queue.getByText("benign")).toHaveCount(3);
    await triage.press("z");
    await expect(triage.queue.getByText("benign")).toHaveCount(0);
  });

  test("lists what was judged otherwise, and replaces it only when that is asked for", async ({ open }) => {
    const triage = new TriagePage(await open());
    await triage.ready();
    await triage.press("1", "k", "x", "Shift+J", "b");
    const dialog = triage.page.getByRole("dialog", { name: "Judge the 2 selected" });
    await dialog.getByRole("combobox", { name: "Verdict", exact: true }).selectOption({ label: "Benign, expected" });
    const conflicts = dialog.getByRole("region", { name: "judged otherwise" });
    await expect(conflicts).toContainText("1 judged otherwise, left out");
    await expect(conflicts.getByRole("listitem")).toContainText("malicious by root");
    await expect(dialog.getByRole("button", { name: "Mark 1 case benign" })).toBeVisible();
    await conflicts.getByRole("checkbox", { name: "Replace these verdicts too" }).check();
    await dialog.getByRole("button", { name: "Mark 2 cases benign" }).click();
    await expect(triage.queue.getByText("benign")).toHaveCount(2);
    await triage.press("z");
    await expect(triage.row("cdn-metrics.net")).toContainText("malicious");
  });
});
