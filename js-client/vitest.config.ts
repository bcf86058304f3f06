import { defineConfig } from "vitest/config";

export default defineConfig({
  // Long, since a busy machine must not fail a test: none of them waits for time to go by.
  test: { include: ["test/**/*.test.{ts,js}"], testTimeout: 30_000 },
});
