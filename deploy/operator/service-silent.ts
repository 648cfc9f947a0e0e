import { CommandError } from '../local/command-error.js';

/** A service gave no answer: it is not there, too slow, or cannot do anything at present. What was asked of it may have been done. */
export class ServiceSilent extends CommandError {
  /**
   * @param service which one
   * @param why a code, such as ECONNREFUSED
   * @param where its address
   * @param logs the folder of its log, when it runs on this machine
   */
  constructor(
    readonly service: string,
    readonly why: string,
    where: string,
    logs: string | null,
  ) {
    const look = logs === null ? '' : ` What it does stands in ${logs}/${service}.log.`;
    super(
      `${service} did not answer (${why}) at ${where}: it is away, starting, or very busy. Give the command again.${look}`,
      1,
    );
  }
}
