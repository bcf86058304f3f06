/** When things happen: counted from the moment at which the page connects, or the program says that it is ready. */
export class Schedule {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #planned: Array<{ readonly at: number; readonly action: () => void }> = [];
  #began: number | undefined;
  #stopped = false;

  /** Time begins. A second call does nothing. */
  begin(): void {
    if (this.#began !== undefined || this.#stopped) return;
    this.#began = performance.now();
    for (const { at, action } of this.#planned) this.#start(at, action);
  }

  /** Whether time has begun. */
  get begun(): boolean {
    return this.#began !== undefined;
  }

  /** Milliseconds since the beginning; 0 before it. */
  get elapsed(): number {
    return this.#began === undefined ? 0 : performance.now() - this.#began;
  }

  /** Does it so many ms after the beginning. */
  at(at: number, action: () => void): void {
    if (this.#began === undefined) this.#planned.push({ at, action });
    else this.#start(Math.max(0, at - this.elapsed), action);
  }

  /** Does it so many ms from now on, whether time has begun or not; returns what calls it off. */
  after(delay: number, action: () => void): () => void {
    const timer = this.#start(delay, action);
    return () => {
      clearTimeout(timer);
      if (timer) this.#timers.delete(timer);
    };
  }

  /** Nothing more happens. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #start(delay: number, action: () => void): NodeJS.Timeout | undefined {
    if (this.#stopped) return undefined;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delay);
    this.#timers.add(timer);
    return timer;
  }
}
