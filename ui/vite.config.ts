import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    // The oldest web view we meet: WKWebView of macOS 13, WebKitGTK 2.38. WebView2 keeps itself current.
    target: "safari16",
    outDir: "dist",
    // Inlined assets would be data: URLs, which the content security policy allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // Without it, Vitest picks Svelte's server build, which cannot mount.
  resolve: process.env["VITEST"] === undefined ? {} : { conditions: ["browser"] },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    // Two cores, shared with Rust builds.
    maxWorkers: 2,
    testTimeout: 10_000,
  },
});
