/**
 * Calls of the page that are not answered yet. A page that is closed saves what was typed in its last moment; the application ends only when that
 * is on disk.
 */
export class CallsUnderWay {
  readonly #calls = new Set<Promise<unknown>>();

  track<Value>(call: Promise<Value>): Promise<Value> {
    this.#calls.add(call);
    const forget = (): void => {
      this.#calls.delete(call);
    };
    call.then(forget, forget);
    return call;
  }

  /** Whether nothing is under way now. */
  isIdle(): boolean {
    return this.#calls.size === 0;
  }

  /** Resolves when every call that is under way now is answered. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#calls]);
  }
}
