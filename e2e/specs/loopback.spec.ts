import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { WebSocketRoute } from "@playwright/test";
import { expect, test, watch } from "../fixtures/launch.ts";

const rail = "nav";

test.describe("one host, opened with a link of each test's own", () => {
  test.use({ host: async ({ lastingHost }, give) => give({ ...lastingHost, launchUrl: await lastingHost.newLaunchUrl() }) });

  test("the desk opens with the link, cleans the address and is isolated", async ({ desk, host }) => {
    await expect(desk.locator(rail).first()).toBeVisible();
    expect(desk.url()).not.toContain("launch");
    expect(await desk.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await desk.evaluate(() => document.cookie)).toBe("");
    expect(host.output()).not.toMatch(/bug|Error:/);
  });

  test("a reload keeps the session and another tab has none of its own", async ({ desk, context }) => {
    await expect(desk.locator(rail).first()).toBeVisible();
    await desk.reload();
    await expect(desk.locator(rail).first()).toBeVisible();
    const other = await context.newPage();
    await other.goto(new URL(desk.url()).origin);
    await expect(other.getByText("This link has been used or has expired")).toBeVisible();
  });

  test("a used link opens nothing, a new one opens a second tab", async ({ desk, host, context }) => {
    await expect(desk.locator(rail).first()).toBeVisible();
    const second = await context.newPage();
    await second.goto(host.launchUrl);
    await expect(second.getByText("This link has been used or has expired")).toBeVisible();
    const third = await context.newPage();
    await third.goto(await host.newLaunchUrl());
    await expect(third.locator(rail).first()).toBeVisible();
    await desk.reload();
    await expect(desk.locator(rail).first()).toBeVisible();
  });

  test("inline scripts and styles are blocked", async ({ desk, watched }) => {
    await expect(desk.locator(rail).first()).toBeVisible();
    const ran = await desk.evaluate(() => {
      const style = document.createElement("style");
      style.textContent = "body { outline: 7px solid }";
      document.head.append(style);
      const script = document.createElement("script");
      try {
        script.text = "window.intruded = true";
      } catch {
        // Trusted types refuse the text itself.
      }
      document.head.append(script);
      return { intruded: "intruded" in window, outline: getComputedStyle(document.body).outlineWidth };
    });
    expect(ran.intruded).toBe(false);
    expect(ran.outline).not.toBe("7px");
    expect(watched.problems.some((problem) => problem.includes("style-src"))).toBe(true);
    watched.problems.length = 0;
  });

  test.describe("another page on this machine", () => {
    let server: Server;
    let origin = "";
    test.beforeAll(async () => {
      server = createServer((_request, response) => response.setHeader("Content-Type", "text/html").end("<!doctype html><p>other</p>"));
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    test.afterAll(() => server.close());

    test("cannot open a socket, call, read or frame the desk, though it shares the cookie's host", async ({ desk, host, context }) => {
      await expect(desk.locator(rail).first()).toBeVisible();
      const target = new URL(host.launchUrl).origin;
      const other = await context.newPage();
      await other.goto(origin);
      const outcome = await other.evaluate(async (base) => {
        const socket = await new Promise<string>((done) => {
          const ws = new WebSocket(`${base.replace("http", "ws")}/ws`);
          ws.addEventListener("open", () => done("open"));
          ws.addEventListener("error", () => done("refused"));
        });
        const attempt = (promise: Promise<Response>): Promise<string> =>
          promise.then((r) => `${r.type} ${r.status}`).catch(() => "refused");
        const read = await attempt(fetch(`${base}/`, { credentials: "include" }));
        const call = await attempt(
          fetch(`${base}/call`, { method: "POST", mode: "no-cors", credentials: "include", body: '{"name":"jobs.list","input":{}}' }),
        );
        const json = await attempt(
          fetch(`${base}/call`, { method: "POST", credentials: "include", headers: { "Content-Type": "application/json" }, body: "{}" }),
        );
        return { socket, read, call, json };
      }, target);
      expect(outcome.socket).toBe("refused");
      expect(outcome.read).toBe("refused");
      expect(outcome.json).toBe("refused");
      expect(["refused", "opaque 0"]).toContain(outcome.call);
      const framed = await other.evaluate(async (base) => {
        const frame = document.createElement("iframe");
        frame.src = base;
        document.body.append(frame);
        await new Promise((done) => frame.addEventListener("load", done));
        try {
          return frame.contentDocument === null ? "opaque" : "readable";
        } catch {
          return "opaque";
        }
      }, target);
      expect(framed).toBe("opaque");
    });
  });
});

test("opened anew, the desk goes where it was left, with the zone and the rows it had", async ({ desk, host, context }) => {
  await desk.getByRole("link", { name: "Settings" }).click();
  await desk.getByRole("combobox", { name: "Rows" }).selectOption("compact");
  await desk.getByRole("banner").getByRole("combobox", { name: "Times in" }).selectOption("utc");
  await expect.poll(() => desk.evaluate(() => localStorage.getItem("quarry.preferences") ?? "")).toMatch(/"lastRoute":"\/settings"/);
  // Another browser knows nothing of it but what the workspace does.
  await desk.evaluate(() => localStorage.clear());
  const again = await watch(await context.newPage());
  await again.page.goto(await host.newLaunchUrl());
  await expect(again.page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await expect(again.page.getByRole("combobox", { name: "Rows" })).toHaveValue("compact");
  await expect(again.page.getByRole("banner").getByRole("combobox", { name: "Times in" })).toHaveValue("utc");
  expect(again.problems).toEqual([]);
});

test("the desk connects again when its socket breaks", async ({ host, watched: { page } }) => {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket("**/ws", (socket) => {
    sockets.push(socket);
    socket.connectToServer();
  });
  await page.goto(host.launchUrl);
  await expect(page.locator(rail).first()).toBeVisible();
  await sockets[0]?.close();
  await expect.poll(() => sockets.length).toBe(2);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("the desk says so when its engine dies, and goes on when it is back", async ({ desk, host }) => {
  await expect(desk.locator(rail).first()).toBeVisible();
  host.killEngine();
  await expect(desk.getByText("The engine does not answer; connecting again")).toBeVisible();
  await expect(desk.getByText("The engine does not answer; connecting again")).toHaveCount(0);
  await desk.reload();
  await expect(desk.locator(rail).first()).toBeVisible();
});
