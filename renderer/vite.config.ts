import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

/** With QUARRY_FAKE set, the desk talks to an in-memory client instead of a host: for looking at screens, never for release. */
function fakeClient(): Plugin {
  const fake = fileURLToPath(new URL("../test/unit-support/fake-connect.ts", import.meta.url));
  return {
    name: "quarry-fake-client",
    enforce: "pre",
    resolveId: (source) => (source.endsWith("state/client/connect.ts") ? fake : undefined),
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  plugins: [react(), ...(process.env["QUARRY_FAKE"] === undefined ? [] : [fakeClient()])],
  css: { modules: { localsConvention: "dashes" } },
  build: {
    outDir: process.env["QUARRY_OUT"] ?? "../out/renderer",
    emptyOutDir: true,
    target: "chrome140",
    // The content security policy allows no data: fonts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        // Together, so that no other chunk makes a schema before the set-up ran; chunks are evaluated before the entry that imports them.
        codeSplitting: { groups: [{ name: "schemas", test: /node_modules[\\/]zod[\\/]|zod-setup\.ts$/ }] },
      },
    },
  },
  server: { host: "127.0.0.1", cors: false, fs: { allow: [".."] } },
});
