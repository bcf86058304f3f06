/** What a run needs beside the network: a server and a browser, shared by runs that leave them in peace. */
import type { BrowserKind, RunningBrowser } from "../browsers/index.js";
import type { Product, RunningServer } from "../products/index.js";

/** Of one product and one kind of browser. */
export class Stage {
  readonly product: Product;
  readonly kind: BrowserKind;
  #server: Promise<RunningServer> | undefined;
  #browser: Promise<RunningBrowser> | undefined;
  #runs = 0;

  constructor(product: Product, kind: BrowserKind) {
    this.product = product;
    this.kind = kind;
  }

  /** A channel that no other run uses. */
  channel(): string {
    return `lab-${++this.#runs}`;
  }

  /** A server, and what to do when it is not needed any more; `alone` where the run will restart it. */
  async server(alone: boolean): Promise<{ server: RunningServer; release: () => Promise<void> }> {
    if (alone || !this.product.shared) {
      const server = await this.product.start(alone);
      return { server, release: () => server.stop() };
    }
    this.#server ??= this.product.start(false);
    return { server: await this.#server, release: async () => {} };
  }

  /** A browser likewise; `alone` where the run will stop it, or where it has a forward proxy to know. */
  async browser(
    alone: boolean,
    forwardProxy: number | undefined,
  ): Promise<{ browser: RunningBrowser; release: () => Promise<void> }> {
    if (alone || forwardProxy !== undefined || !this.kind.shared) {
      const browser = await this.kind.start(forwardProxy);
      return { browser, release: () => browser.stop() };
    }
    this.#browser ??= this.kind.start(undefined);
    return { browser: await this.#browser, release: async () => {} };
  }

  /** Ends what was shared. */
  async close(): Promise<void> {
    await (await this.#browser)?.stop();
    await (await this.#server)?.stop();
  }
}
