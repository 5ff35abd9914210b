import { isUtf8 } from 'node:buffer';
import * as fs from 'node:fs';
import { concernsUs } from '../readers/prefilter.ts';
import { problemOf } from './discover.ts';

/** More than any policy or template may have by far: CloudFormation takes 1 MB, API Gateway 6 MB. */
const largest = 20 * 1024 * 1024;

export type ReadFile =
  /** The text as on disk, byte order mark and all. */
  | { readonly text: string }
  /** Holds none of the words that concern us. */
  | { readonly foreign: true }
  | { readonly problem: string };

let buffer = Buffer.allocUnsafe(256 * 1024);

/** Reads a file if it is one that concerns us; looks at the bytes before it makes text of them. */
export function readFile(file: string, uri: string): ReadFile {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK the opening of a pipe that nobody writes to would wait for ever.
    descriptor = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile()) return { problem: 'is no regular file' };
    if (stat.size > largest) return { problem: tooLarge(stat.size) };
    if (stat.size >= buffer.length) buffer = Buffer.allocUnsafe(stat.size + 1);
    let length = 0;
    for (;;) {
      const count = fs.readSync(descriptor, buffer, length, buffer.length - length, null);
      if (count === 0) break;
      length += count;
      if (length > largest) return { problem: tooLarge(length) };
      if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    }
    return readBytes(buffer.subarray(0, length), uri);
  } catch (error) {
    return { problem: problemOf(error) };
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

export function readBytes(bytes: Buffer, uri: string): ReadFile {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe || mark === 0xfeff) return { problem: 'is UTF-16 text; save it as UTF-8' };
  if (bytes.includes(0)) return { problem: 'is a binary file' };
  // The telling words are ASCII, which Latin-1 reads like UTF-8, only without having to decode.
  if (!concernsUs(uri, bytes.toString('latin1'))) return { foreign: true };
  if (!isUtf8(bytes)) return { problem: 'is not UTF-8 text' };
  return { text: bytes.toString('utf8') };
}

function tooLarge(size: number): string {
  return `is too large: ${Math.round(size / 1024 / 1024)} MB, ${largest / 1024 / 1024} MB are read at most`;
}
