import * as fs from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Which Chromium, with which flags: the one that CHROMIUM_PATH names, the system's, Playwright's, or else the one that
 * comes inside the npm package @sparticuz/chromium (Linux x64).
 */
export async function chromiumCommand(): Promise<{ executablePath: string; args: string[] }> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return { executablePath: named, args: flags };
  const installed = [...usualPlaces, chromium.executablePath()].find((place) => fs.existsSync(place));
  if (installed !== undefined) return { executablePath: installed, args: flags };
  // A bare Debian lacks libnss3, libnspr4, libexpat1: told that it runs in Lambda, the package unpacks its own.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: packed } = await import('@sparticuz/chromium');
  packed.setGraphicsMode = false;
  const executablePath = await packed.executablePath();
  // It also brings one font, without a letter of fixed width; the system's are better wherever there are any.
  if (fs.existsSync('/etc/fonts/fonts.conf')) delete process.env['FONTCONFIG_PATH'];
  return { executablePath, args: [...flags, '--headless=shell', '--font-render-hinting=none'] };
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ ...(await chromiumCommand()), headless: true });
}
