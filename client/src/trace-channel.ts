import * as vscode from 'vscode';

/**
 * The output channel as the language client wants it for its trace.
 *
 * The client traces only while the channel's log level is Trace, which people have to find in a command; here
 * `grantlens.trace.server` alone decides, as users of other language servers know it. Once traced, the lines are written
 * where the channel's own level lets them through.
 */
export function traceChannel(channel: vscode.LogOutputChannel): vscode.LogOutputChannel & vscode.Disposable {
  const levelChanged = new vscode.EventEmitter<vscode.LogLevel>();
  const level = () => {
    const wanted = vscode.workspace.getConfiguration('grantlens').get('trace.server') ?? 'off';
    return wanted === 'off' ? vscode.LogLevel.Info : vscode.LogLevel.Trace;
  };
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('grantlens.trace.server')) levelChanged.fire(level());
  });
  return {
    name: channel.name,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: levelChanged.event,
    trace: (message) => channel.info(message),
    debug: (message) => channel.debug(message),
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message) => channel.error(message),
    append: (value) => channel.append(value),
    appendLine: (value) => channel.appendLine(value),
    replace: (value) => channel.replace(value),
    clear: () => channel.clear(),
    show: () => channel.show(),
    hide: () => channel.hide(),
    dispose() {
      listening.dispose();
      levelChanged.dispose();
    },
  };
}
