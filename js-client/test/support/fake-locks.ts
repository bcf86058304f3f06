interface Options {
  readonly ifAvailable?: boolean;
  readonly signal?: AbortSignal;
  readonly steal?: boolean;
}

type Callback = (lock: object | null) => Promise<void> | null;

interface Request {
  grant(): void;
  break(): void;
}

/** Web Locks as a browser has them, as far as they are used: exclusive, first come, first served, or stolen. */
export class FakeLocks {
  readonly held = new Map<string, Request>();
  readonly #waiting = new Map<string, Request[]>();

  request(name: string, { signal, steal, ifAvailable }: Options, callback: Callback): Promise<void> {
    if (ifAvailable && this.held.has(name)) return Promise.resolve(callback(null)).then(() => {});
    return new Promise((resolve, reject) => {
      const request: Request = {
        grant: () => {
          this.held.set(name, request);
          const done = Promise.resolve(callback({ name }));
          done.then(() => resolve(), reject).finally(() => this.#release(name, request));
        },
        break: () => reject(new DOMException("stolen", "AbortError")),
      };
      const waiting = this.#waiting.get(name) ?? [];
      this.#waiting.set(name, waiting);
      signal?.addEventListener("abort", () => {
        if (!waiting.includes(request)) return;
        waiting.splice(waiting.indexOf(request), 1);
        reject(signal.reason);
      });
      if (steal) {
        this.held.get(name)?.break();
        this.held.delete(name);
        waiting.unshift(request);
      } else waiting.push(request);
      queueMicrotask(() => this.#next(name));
    });
  }

  #release(name: string, request: Request): void {
    if (this.held.get(name) !== request) return;
    this.held.delete(name);
    this.#next(name);
  }

  #next(name: string): void {
    if (!this.held.has(name)) this.#waiting.get(name)?.shift()?.grant();
  }
}
