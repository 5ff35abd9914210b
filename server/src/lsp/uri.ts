import { decoded } from '../features/file-names.ts';

/**
 * One spelling for each URI: clients differ in what they encode, and links between files are resolved with every segment encoded as
 * `encodeURIComponent` does it. A drive letter is lower case, as VS Code writes it.
 */
export function canonicalUri(uri: string): string {
  const match = /^([a-zA-Z][\w+.-]*:)(?:\/\/([^/?#]*))?([^?#]*)(.*)$/s.exec(uri);
  if (!match) return uri;
  const [, scheme = '', authority, path = '', rest = ''] = match;
  const segments = path.split('/').map((segment) => encodeURIComponent(decoded(segment)));
  if (scheme === 'file:' && /^[A-Z]%3A$/.test(segments[1] ?? ''))
    segments[1] = (segments[1] ?? '').toLowerCase().replace('%3a', '%3A');
  return `${scheme}${authority === undefined ? '' : `//${authority}`}${segments.join('/')}${rest}`;
}

/** The decoded way from a folder to something inside it, with slashes; undefined for what is not inside. */
export function pathInside(folder: string, uri: string): string | undefined {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return uri.startsWith(prefix) ? uri.slice(prefix.length).split('/').map(decoded).join('/') : undefined;
}
