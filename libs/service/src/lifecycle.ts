/** Whether this process is on its way out: then it is no longer ready, and finishes what it has begun. */
export class Lifecycle {
  ending = false;
}
