import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Location, Position } from 'vscode-languageclient';

/** The command that the server puts on code lenses; its arguments are a document, a place in it, and the places to be shown there. */
export const showPlaces = 'grantlens.showPlaces';

export function registerShowPlaces(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand(showPlaces, (uri: string, position: Position, locations: Location[]) => {
    const { protocol2CodeConverter: converter } = client;
    return vscode.commands.executeCommand(
      'editor.action.showReferences',
      converter.asUri(uri),
      converter.asPosition(position),
      locations.map((location) => converter.asLocation(location)),
    );
  });
}
