import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** A part of a page, which a script puts in place of the one before. Text is escaped by the renderer. */
export const fragment = (part: VNode): string => renderToString(part);
