import { Injectable } from '@nestjs/common';

/** Wakes the sending job of this process when a letter was ordered here; the job's own rounds find the others. */
@Injectable()
export class LetterBell {
  private wake: () => void = () => undefined;

  ring(): void {
    this.wake();
  }

  /** Ends when the bell rings or the time is over, whichever comes first. */
  async wait(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
