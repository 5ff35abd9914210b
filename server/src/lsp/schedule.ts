/** The shortest wait after an edit, in milliseconds: keys that come in one burst are answered once. */
const shortest = 3;
const longest = 250;
/** Work up to this long disturbs nobody who types. */
const unnoticed = 50;

export interface Clock {
  now(): number;
}

/**
 * Runs one piece of work at a time, some moments after it was last asked for. When it is asked for again while it runs, the running work
 * is told that it is stale and starts again once it has ended. The wait grows with what the work cost last.
 */
export class Schedule {
  readonly #clock: Clock;
  readonly #work: (isStale: () => boolean) => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #running: Promise<void> | undefined;
  #cost = 0;
  #ended = false;

  /** `work` must not reject: guard it. */
  constructor(clock: Clock, work: (isStale: () => boolean) => Promise<void>) {
    this.#clock = clock;
    this.#work = work;
  }

  get delay(): number {
    return Math.min(longest, Math.max(shortest, this.#cost - unnoticed));
  }

  ask(): void {
    this.#asked++;
    if (this.#ended || this.#running) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, this.delay);
  }

  end(): void {
    this.#ended = true;
    this.#asked++;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    const mine = this.#asked;
    const start = this.#clock.now();
    let spent = 0;
    await this.#work(() => this.#asked !== mine);
    spent = this.#clock.now() - start;
    const stale = this.#asked !== mine;
    // Work that was broken off says nothing of what the whole costs.
    if (!stale || spent > this.#cost) this.#cost = spent;
    this.#running = undefined;
    if (stale && !this.#ended) this.ask();
  }
}
