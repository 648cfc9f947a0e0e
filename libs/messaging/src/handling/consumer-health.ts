/** How the consuming of this service goes, for the liveness probe: dead or stuck is false, far behind is not. */
export interface ConsumerState {
  alive: boolean;
  /** Stable words for what is wrong: `DEAD`, `STUCK`, `SILENT`; empty when alive. */
  troubles: string[];
}

/** Asks the running consumer; alive as long as none was started. */
export class ConsumerHealth {
  private source: (() => ConsumerState) | null = null;

  watch(source: () => ConsumerState): void {
    this.source = source;
  }

  state(): ConsumerState {
    return this.source?.() ?? { alive: true, troubles: [] };
  }
}
