/** One line for each step that is done, with the time since the command was given. */
export class Progress {
  readonly #start: number;

  constructor(start = Number(process.env['HUB_STARTED_AT'] ?? Date.now())) {
    this.#start = start;
  }

  get elapsedSeconds(): number {
    return (Date.now() - this.#start) / 1000;
  }

  say(line: string): void {
    console.log(`${this.elapsedSeconds.toFixed(1).padStart(6)} s  ${line}`);
  }

  /** Does a step and tells it afterwards, with what came of it. */
  async step<T>(name: string, work: () => Promise<T>, outcome?: (result: T) => string): Promise<T> {
    const result = await work();
    this.say(outcome === undefined ? name : `${name}: ${outcome(result)}`);
    return result;
  }
}
