import type { AccessNode } from '../../server/src/lsp/access-protocol.ts';
import { svgElement } from './dom.ts';

/** Outlines in a square of 16, drawn for this panel. */
const outlines: Readonly<Record<AccessNode['kind'], string>> = {
  caller: 'M8 8.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8ZM2.6 13.8c.5-2.5 2.7-4 5.4-4s4.9 1.5 5.4 4',
  route: 'M2.5 8h9M8.5 4.5 12 8l-3.500 3.500M14 3v10',
  integration:
    'M5.500 2.500v3.500M10.500 2.500v3.500M3.500 6h9v2.500a3.500 3.500 0 0 1-3.500 3.500h-2a3.500 3.500 0 0 1-3.500-3.500ZM8 12v2',
  role: 'M5.200 10.800a2.900 2.900 0 1 0 0-5.800 2.900 2.900 0 0 0 0 5.800ZM8 8h6M12 8v2.600M14 8v1.800',
  function: 'M4 3h1.600c.8 0 1.200.4 1.500 1.200L11 13h1.500M7.400 7 4 13',
  service: 'M8 2.200 13.200 5v6L8 13.800 2.800 11V5ZM2.800 5 8 7.800 13.200 5M8 7.800v6',
};

export function kindIcon(kind: AccessNode['kind']): SVGSVGElement {
  const icon = svgElement('svg', { viewBox: '0 0 16 16', class: `icon ${kind}`, 'aria-hidden': 'true' });
  icon.append(svgElement('path', { d: outlines[kind] }));
  return icon;
}
