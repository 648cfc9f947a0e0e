/** A server of ours that a fault test may kill with -9 and start again on the same port with the same data. */
export interface RestartableServer {
  readonly pid: number;
  kill(): Promise<void>;
  /** Resolves when the server answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
