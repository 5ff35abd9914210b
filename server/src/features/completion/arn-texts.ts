import { stop } from './stops.ts';

/** Whether the template fills in what depends on the deployment. */
export type Filling = 'sub' | 'stops';

/** What a template fills in by itself. */
const pseudo: Readonly<Record<string, string>> = {
  Partition: '${AWS::Partition}',
  Region: '${AWS::Region}',
  Account: '${AWS::AccountId}',
};

/** A documented ARN such as `arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}` with its holes as tab stops. */
export function arnText(arn: string, filling: Filling, partition = 'aws'): string {
  return arn.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const filled = pseudo[name];
    if (filling === 'sub' && filled !== undefined) return filled;
    return name === 'Partition' ? partition : stop(name);
  });
}

/** The text of an Fn::Sub with what only a deployment knows as tab stops, for a file that fills nothing in. */
export function withoutSub(text: string): string {
  return text
    .replace('${AWS::Partition}', 'aws')
    .replace('${AWS::Region}', stop('Region'))
    .replace('${AWS::AccountId}', stop('Account'))
    .replace(/\$\{([^}:]*)\}/g, (_, id: string) => stop(id === '' ? 'ApiId' : id));
}

/** The ARN with every hole alike, to tell whether two forms are the same. */
export function shapeOfArn(arn: string): string {
  return arn.replace(/\$\{[^}]*\}/g, '\0');
}
