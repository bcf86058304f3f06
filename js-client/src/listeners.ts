/** A callback of the application; where it returns a promise, what that is rejected with is told as an error. */
export type Listener<T> = (value: T) => unknown;

/** The callbacks of the application, by event. */
export class Listeners<M> {
  readonly #all: { [E in keyof M]?: Set<Listener<M[E]>> } = {};

  /** Returns what removes it. */
  on<E extends keyof M>(event: E, listener: Listener<M[E]>): () => void {
    // A function of its own, so that the same listener may be added twice and removed once.
    const own = (value: M[E]) => listener(value);
    const set = this.#all[event] ?? new Set();
    this.#all[event] = set;
    set.add(own);
    return () => set.delete(own);
  }

  of<E extends keyof M>(event: E): Listener<M[E]>[] {
    return [...(this.#all[event] ?? [])];
  }
}
