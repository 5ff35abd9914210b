/** An ARN with a star in one of its empty fields; fields are counted from zero. */
export function filled(arn: string, field: number): string {
  const fields = arn.split(':');
  fields[field] = '*';
  return fields.join(':');
}
