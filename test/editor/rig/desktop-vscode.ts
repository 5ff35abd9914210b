import * as fs from 'node:fs';
import * as path from 'node:path';

const places = [
  '/usr/share/code/code',
  '/usr/share/code-insiders/code-insiders',
  '/usr/share/codium/codium',
  '/Applications/Visual Studio Code.app/Contents/MacOS/Electron',
  path.join(process.env['LOCALAPPDATA'] ?? '/nowhere', 'Programs', 'Microsoft VS Code', 'Code.exe'),
];

/**
 * The program itself of a desktop VS Code, where installers put it, or undefined.
 *
 * Tests need this and not the `code` command, which is a launcher and does not hand on the exit code.
 */
export function installedDesktop(): string | undefined {
  return places.find((place) => fs.existsSync(place));
}

/** The command that opens a window of a desktop VS Code, or undefined where there is none or no screen to open it on. */
export function desktopCommand(): string | undefined {
  const screen = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  // In the terminal of a remote window `code` speaks to that window, which cannot load an extension from a folder.
  if (!screen || process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const names = process.platform === 'win32' ? ['code.cmd', 'codium.cmd'] : ['code', 'code-insiders', 'codium'];
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return onPath.find((file) => fs.existsSync(file)) ?? installedDesktop();
}
