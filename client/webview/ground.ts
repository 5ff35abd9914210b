import type { FilePlace } from '../../server/src/lsp/access-protocol.ts';
import { element } from './dom.ts';
import type { Stage } from './stage.ts';
import { shortFile } from './words.ts';

/** What a decision rests on: a link to where it is written, or bare words for what stands nowhere. */
export function groundElement(says: string, at: FilePlace | null, stage: Stage): HTMLElement {
  if (!at) return element('span', 'detail', says);
  const link = element('button', 'link', `${says} (${shortFile(at.uri)}:${at.range.start.line + 1})`);
  link.type = 'button';
  link.addEventListener('click', () => stage.open(at));
  return link;
}
