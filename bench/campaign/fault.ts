import type { FaultCourse, FaultResult } from './fault-result.js';
import type { FaultStage } from './fault-stage.js';
import type { GroundName } from './ground-name.js';

interface FaultWords {
  readonly name: string;
  /** What is done, in a sentence. */
  readonly does: string;
  /** What must hold, in a sentence; beyond nothing lost, nothing doubled, order kept and everything come to its end. */
  readonly mustHold: string;
  /** In the long form. */
  readonly rounds: number;
}

/** One way in which the world fails the hub. */
export interface Fault extends FaultWords {
  readonly ground: GroundName;
  /** Plays one round. Throws when what is waited for never comes; other troubles are told to the stage. */
  round(stage: FaultStage, nth: number): Promise<void>;
}

/** A fault that is a campaign by itself, on a hub of its own. */
export interface FaultCampaign extends FaultWords {
  readonly ground: null;
  play(options: FaultOptions): Promise<PlayedFault>;
}

export interface FaultOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

export interface PlayedFault {
  readonly result: FaultResult;
  /** Null where acknowledgements are not watched over time. */
  readonly course: FaultCourse | null;
}
