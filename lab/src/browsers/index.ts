import type { BrowserKind } from "./browser.js";
import { chromium } from "./chromium.js";
import { firefox } from "./firefox.js";
import { webkit } from "./webkit.js";

export type { BrowserKind, Profile, RunningBrowser, Tab } from "./browser.js";
export { chromium } from "./chromium.js";
export { firefox } from "./firefox.js";

export const BROWSERS: readonly BrowserKind[] = [chromium, firefox, webkit];
