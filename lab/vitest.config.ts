import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Each run has a server and a browser of its own, and mostly waits; there may be no more than two cores for all.
    fileParallelism: false,
    maxConcurrency: 4,
    reporters: ["verbose"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
