// What a person sees of the packaged extension: installs the .vsix into a real VS Code, opens the example workspace and looks
// at the screen.
//   tsx test/editor/ui-check.ts [folder for the pictures]
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { launchChromium } from './rig/chromium.ts';
import { out, root, temporaryFolder } from './rig/paths.ts';
import { saveCounts } from './rig/results.ts';
import { installExtension, startVSCodeServer } from './rig/vscode-server.ts';
import { petStore } from './rig/workspace.ts';

/** Whose finding is looked at, and whose is mended. */
const explained = 'trust/trust-policy-as-permissions-policy';
const mended = 'integration/missing-invoke-grant';

/** How long anything on the screen is waited for, in milliseconds; a busy machine may ask for more. */
const patience = 1000 * Number(process.env['GRANTLENS_PATIENCE'] ?? 30);

const mostBytes = 2 * 1024 * 1024;

/** Everything that may be in the package; a source, a test, a map or a picture of the README is none of it. */
const shipped =
  /^(\.vsixmanifest|package\.json|(readme|changelog)\.md|license\.txt|client\/images\/(icon\.png|access\.svg)|dist\/third-party-notices\.txt|dist\/(web\/)?[a-z]+\.(js|wasm)|dist\/picture\/picture\.(js|css)|dist\/catalog\/.+\.json|syntaxes\/[a-z.-]+\.json)$/i;

interface Finding {
  readonly rule: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly fixes: readonly { readonly title: string }[];
}

function check(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

function newestPackage(): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const vsix = path.join(root, `grantlens-${version}.vsix`);
  check(fs.existsSync(vsix), `there is no ${path.basename(vsix)}: npm run package`);
  return vsix;
}

/** What the command line that is in the same package says of a folder. */
function findingsOf(folder: string): Finding[] {
  const command = path.join(root, 'dist', 'grantlens.js');
  const result = spawnSync(process.execPath, [command, 'check', '.', '--format', 'json', '--fail-on', 'never'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  check(result.status === 0, `the command line ended with ${result.status}:\n${result.stderr}`);
  return (JSON.parse(result.stdout) as { findings: Finding[] }).findings;
}

/** Steps that lean on one another: after one that fails the rest is not tried, and counts as failed. */
class Steps {
  readonly #steps: { readonly name: string; run(): Promise<void> | void }[] = [];

  add(name: string, run: () => Promise<void> | void): void {
    this.#steps.push({ name, run });
  }

  async run(onFailure: () => Promise<void>): Promise<{ passes: number; failures: number }> {
    let passes = 0;
    for (const step of this.#steps) {
      const { name } = step;
      try {
        await step.run();
        passes++;
        console.log(`  ✔ ${name}`);
      } catch (error) {
        console.log(`  ✘ ${name}\n${error instanceof Error ? error.message : String(error)}`);
        await onFailure();
        break;
      }
    }
    return { passes, failures: this.#steps.length - passes };
  }
}

/** Opens a file from the explorer; the list of Ctrl+P starts with what was open before, and keys that come early choose from that. */
async function openFile(page: Page, file: string): Promise<void> {
  const names = file.split('/');
  for (const [depth, name] of names.entries()) {
    const row = page
      .locator(`.explorer-folders-view .monaco-list-row[aria-level="${depth + 1}"]`)
      .filter({ has: page.getByText(name, { exact: true }) });
    if (depth === names.length - 1) await row.dblclick();
    else if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
  }
  await page.locator(`.monaco-editor.focused[data-uri$="/${file}"] .view-line`).first().waitFor();
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.locator('.activitybar').first().focus();
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

async function goTo(page: Page, { line, character }: Finding['range']['start']): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').fill(`:${line + 1}:${character + 1}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

async function atCursor(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator('.monaco-editor.focused .cursor').first().boundingBox();
  check(box, 'the cursor is not on the screen');
  return { x: box.x + 12, y: box.y + box.height / 2 };
}

/** Points at the text under the cursor until the hover shows, as a person would: the lines above the routes push the text down when they come. */
async function hoverAtCursor(page: Page, shown: Locator): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    await page.mouse.move(0, 0);
    const { x, y } = await atCursor(page);
    await page.mouse.move(x, y);
    try {
      return await shown.waitFor({ timeout: Math.min(patience, 5000) });
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** Red, green and blue of a line. */
async function strokeOf(line: Locator): Promise<readonly number[]> {
  // The project is compiled without the types of a page.
  const stroke = await line.evaluate((element) => {
    const page = globalThis as unknown as { getComputedStyle(of: unknown): { stroke: string } };
    return page.getComputedStyle(element).stroke;
  });
  return (/\d+, \d+, \d+/.exec(stroke)?.[0] ?? '').split(', ').map(Number);
}

/** The editor of the file has the focus, and so much of it is selected. */
async function expectSelection(page: Page, file: string, text: string): Promise<void> {
  await page.locator(`.monaco-editor.focused[data-uri$="/${file}"]`).first().waitFor();
  await page.locator('.statusbar-item', { hasText: `(${text.length} selected)` }).waitFor();
}

/** Of the workspace: undefined takes it away again. */
function setTheme(workspace: string, theme: string | undefined): void {
  const file = path.join(workspace, '.vscode', 'settings.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(theme === undefined ? {} : { 'workbench.colorTheme': theme }));
}

async function checkOnScreen(pictures: string): Promise<{ passes: number; failures: number }> {
  const vsix = newestPackage();
  const extensions = temporaryFolder('gl-ext');
  const temporary = temporaryFolder('gl-ws');
  const workspace = path.join(temporary.path, 'pet-store');
  fs.cpSync(petStore, workspace, { recursive: true });
  const server = await startVSCodeServer(extensions.path);
  const browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1180, height: 720 } });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const strangers = new Set<string>();
  await page.route('**/*', (route) => {
    const { hostname } = new URL(route.request().url());
    if (hostname === '127.0.0.1' || hostname === 'localhost') return route.continue();
    strangers.add(hostname);
    return route.abort();
  });
  /** To be looked at, and not for the README. */
  const unpublished = (name: string) => page.screenshot({ path: path.join(out, 'pictures', `${name}.png`) });
  const picture = (name: string) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
  const before = findingsOf(workspace);
  const inTemplate = (rule: string) =>
    before.find(
      (finding) => finding.rule === rule && finding.fixes.length > 0 && /\btemplate\.yaml$/.test(finding.file),
    );
  const toExplain = inTemplate(explained);
  const toMend = inTemplate(mended);
  const steps = new Steps();

  steps.add('the package is small', () => {
    const { size } = fs.statSync(vsix);
    check(size <= mostBytes, `${path.basename(vsix)} has ${size} bytes; ${mostBytes} are allowed`);
  });
  steps.add('the package holds nothing but the product', () => {
    installExtension(vsix, extensions.path);
    const installed = fs.readdirSync(extensions.path).find((name) => name.startsWith('grantlens.grantlens-'));
    check(installed, 'the extension was not installed');
    const folder = path.join(extensions.path, installed);
    const strays = fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
      .filter((file) => !shipped.test(file));
    check(strays.length === 0, `these files do not belong into the package: ${strays.join(', ')}`);
  });
  steps.add('the command line finds what the editor will show', () => {
    check(toExplain, `no ${explained} with a fix in a template of the example workspace`);
    check(toMend, `no ${mended} with a fix in a template of the example workspace`);
  });
  steps.add('a finding is underlined', async () => {
    check(toExplain, 'no finding');
    await page.goto(`${server.url}/?folder=${encodeURIComponent(workspace)}`);
    await page
      .locator('.explorer-folders-view .monaco-list-row')
      .first()
      .waitFor({ timeout: 2 * patience });
    await openFile(page, toExplain.file);
    await goTo(page, toExplain.range.start);
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    // The lines above the routes push the text down when they come.
    await page.locator('.monaco-editor .codelens-decoration a').first().waitFor();
  });
  steps.add('the hover says what is wrong and names the rule', async () => {
    await hoverAtCursor(page, page.locator('.monaco-hover:visible a.code-link', { hasText: explained }).first());
    // The counts come a moment after the first findings.
    await page.locator('.statusbar-item[id="status.problems"]', { hasText: /[1-9]/ }).waitFor();
    await picture('hover');
  });
  steps.add('a click on the name of the rule opens its explanation', async () => {
    await page.locator('.monaco-hover:visible a.code-link', { hasText: explained }).first().click();
    await page.locator('.tabs-container .tab', { hasText: path.posix.basename(explained) }).waitFor();
    const rendered = page.frameLocator('iframe.webview').frameLocator('iframe');
    await rendered.locator('h1').first().waitFor();
    await picture('explanation');
  });
  const drawing = page.frameLocator('iframe.webview').frameLocator('iframe');
  const missing = drawing.locator('.edge.missing[aria-label*="CreatePetFunction"]');

  steps.add('the side bar shows routes, who may call them and what stands behind them', async () => {
    await page.locator('.tabs-container .tab.active').click({ button: 'middle' });
    await page.locator('.activitybar [aria-label^="Grantlens"]').first().click();
    const row = (...texts: readonly string[]) =>
      texts.reduce((rows, hasText) => rows.filter({ hasText }), page.locator('.sidebar .monaco-list-row')).first();
    await row('PetStoreApi', '6 routes').click();
    await row('POST /pets').click();
    await row('KeeperGroup', 'may call it').waitFor();
    await row('CreatePetFunction', 'may not be invoked').waitFor();
    await unpublished('access-explorer');
  });
  steps.add('the picture shows the missing grant in red', async () => {
    await page.locator('.tabs-container .tab.active').click({ button: 'middle' });
    await page.locator('.sidebar .monaco-list-row', { hasText: '6 routes' }).first().hover();
    await page
      .locator('.sidebar .monaco-list-row', { hasText: '6 routes' })
      .first()
      .getByRole('button', { name: 'Show Access Picture' })
      .click();
    await missing.waitFor();
    const [red = 0, green = 0, blue = 0] = await strokeOf(missing.locator('.line'));
    check(red > 1.5 * green && red > 1.5 * blue, `it is drawn in rgb(${red}, ${green}, ${blue})`);
    await picture('access-picture');
  });
  steps.add('a click on it opens the file where the grant belongs, beside the picture', async () => {
    await missing.locator('.mark').click();
    await expectSelection(page, 'template.yaml', 'CreatePetFunction');
    await missing.waitFor();
  });
  steps.add('the keyboard reaches the permission of another route, and Enter opens it', async () => {
    await drawing.locator('.node.route', { hasText: 'GET /pets' }).first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await drawing.locator('.details', { hasText: 'permission' }).waitFor();
    await page.keyboard.press('Enter');
    await expectSelection(page, 'template.yaml', 'ListPetsPermission');
  });
  for (const [view, what] of [
    ['Matrix', 'td.granted'],
    ['List', 'section'],
  ] as const)
    steps.add(`the ${view.toLowerCase()} says the same`, async () => {
      await drawing.getByRole('tab', { name: view }).click();
      await drawing.locator(what).first().waitFor();
      await unpublished(`access-${view.toLowerCase()}`);
      await drawing.getByRole('tab', { name: 'Picture' }).click();
    });
  for (const [theme, shown] of [
    ['Default Dark Modern', 'vscode-dark'],
    ['Default High Contrast', 'vscode-high-contrast'],
    ['Default High Contrast Light', 'vscode-high-contrast-light'],
  ] as const)
    steps.add(`the picture follows the theme: ${theme}`, async () => {
      const before = await strokeOf(missing.locator('.line'));
      setTheme(workspace, theme);
      await drawing.locator(`body.${shown}`).waitFor();
      await missing.waitFor();
      const name = shown.replace('vscode-', '');
      await unpublished(`access-picture-${name}`);
      const after = await strokeOf(missing.locator('.line'));
      check(String(before) !== String(after), `the missing grant keeps the colour rgb(${before.join(', ')})`);
    });
  steps.add('the picture is as it was when it was hidden meanwhile', async () => {
    setTheme(workspace, undefined);
    await drawing.locator('body.vscode-light').waitFor();
    const filter = drawing.getByRole('searchbox');
    await filter.fill('photos');
    await missing.waitFor({ state: 'detached' });
    await page.locator('.activitybar [aria-label^="Explorer"]').first().click();
    await page.locator('.tabs-container .tab', { hasText: 'Access Picture' }).click();
    await openFile(page, 'deploy.sh');
    await page.locator('.tabs-container .tab', { hasText: 'Access Picture' }).click();
    await drawing.locator('.node.route', { hasText: '/photos' }).first().waitFor();
    check((await filter.inputValue()) === 'photos', 'the filter is forgotten');
    check((await drawing.locator('.node.route').count()) === 2, 'other routes are shown');
  });
  steps.add('a light bulb offers the fixes', async () => {
    check(toMend, 'no finding');
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, toMend.file);
    await goTo(page, toMend.range.start);
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await page.locator('.monaco-editor [class*="lightbulb"]').first().waitFor();
    await page.keyboard.press('Control+.');
    for (const { title } of toMend.fixes) await page.locator('.action-widget', { hasText: title }).waitFor();
    await picture('quick-fix');
  });
  steps.add('a fix mends the file on disk', async () => {
    check(toMend?.fixes[0], 'no fix');
    const { title } = toMend.fixes[0];
    await page.locator('.action-widget .monaco-list-row', { hasText: title }).first().click();
    await page.locator('.tabs-container .tab.dirty').first().waitFor();
    await page.keyboard.press('Control+K');
    await page.keyboard.press('S');
    await page.locator('.tabs-container .tab.dirty').first().waitFor({ state: 'hidden' });
    const after = findingsOf(workspace);
    const isThere = after.some(({ rule, file }) => rule === mended && file === toMend.file);
    check(!isThere && after.length < before.length, `the command line still finds ${mended} after "${title}"`);
  });
  steps.add('nothing asked for another host', () => {
    check(strangers.size === 0, `asked for: ${[...strangers].join(', ')}`);
  });

  steps.add('npm run try shows the example workspace', () => {
    const script = path.join(root, 'test', 'editor', 'try.ts');
    const tried = spawnSync(process.execPath, ['--import', 'tsx', script, '--exit-when-ready'], { encoding: 'utf8' });
    check(tried.status === 0, `it ended with ${tried.status}:\n${tried.stderr}`);
    check(tried.stdout.includes(explained), `it printed no findings:\n${tried.stdout}`);
    check(/http:\/\/127\.0\.0\.1:\d+\/\?folder=/.test(tried.stdout), `it printed no address:\n${tried.stdout}`);
  });

  try {
    return await steps.run(async () => {
      await picture('failed');
      console.log(`  ${path.join(pictures, 'failed.png')} shows the screen`);
    });
  } finally {
    await browser.close();
    await server.stop();
    temporary.remove();
    extensions.remove();
  }
}

async function main(pictures: string): Promise<void> {
  fs.mkdirSync(pictures, { recursive: true });
  const started = Date.now();
  const counts = await checkOnScreen(pictures);
  saveCounts('ui', counts);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`on screen: ${counts.passes} passed, ${counts.failures} failed (${seconds} s)`);
  process.exitCode = counts.failures === 0 ? 0 : 1;
}

void main(process.argv[2] ?? path.join(out, 'pictures'));
