import type { VNode } from 'preact';

/** The form is shown again, with what is wrong: the page is answered with status 422 and nothing was done. */
export class FormFault extends Error {
  override readonly name = 'FormFault';

  constructor(readonly page: VNode) {
    super('A form is shown again');
  }
}
