import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** A page as a whole HTML document. Text is escaped by the renderer. */
export const render = (page: VNode): string => `<!doctype html>${renderToString(page)}`;
