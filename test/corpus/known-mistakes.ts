/** Errors that stand in the corpus and were looked at: the file is wrong, not we. */
export const knownMistakes: readonly { readonly file: string; readonly rule: string; readonly why: string }[] = [
  ...['input/api_with_cors_and_only_origins.yaml', 'output/api_with_cors_and_only_origins.json'].map((file) => ({
    file: `aws__serverless-application-model/tests/translator/${file}`,
    rule: 'integration/missing-invoke-grant',
    why: 'the definition names functions that have no event of this API, so SAM makes no permission: the output has none',
  })),
  ...['input/api_with_cors_openapi_3.yaml', 'output/api_with_cors_openapi_3.json'].map((file) => ({
    file: `aws__serverless-application-model/tests/translator/${file}`,
    rule: 'integration/missing-invoke-grant',
    why: 'the definition names functions that have no event of this API, so SAM makes no permission: the output has none',
  })),
  ...['input/http_api_openapi_with_propagate_tags.yaml', 'output/http_api_openapi_with_propagate_tags.json'].map(
    (file) => ({
      file: `aws__serverless-application-model/tests/translator/${file}`,
      rule: 'integration/missing-invoke-grant',
      why: 'the definition names a function without any event, so SAM makes no permission: the output has none',
    }),
  ),
  ...['input/explicit_api_with_invalid_events_config.yaml', 'output/explicit_api_with_invalid_events_config.json'].map(
    (file) => ({
      file: `aws__serverless-application-model/tests/translator/${file}`,
      rule: 'integration/missing-invoke-grant',
      why: 'the only permission is for POST /add of an API whose id is a logical id as text; the route is /foo',
    }),
  ),
  ...['input/api_with_default_aws_iam_auth.yaml', 'output/api_with_default_aws_iam_auth.json'].map((file) => ({
    file: `aws__serverless-application-model/tests/translator/${file}`,
    rule: 'integration/credentials-not-an-arn',
    why: 'the role ARN begins with "rn:", a letter short',
<<<<<<< HEAD
  })),
=======
  },
  {
    file: 'aws__serverless-application-model/tests/translator/input/api_merge_definitions_with_full_properties.yaml',
    rule: 'integration/lambda-method-not-post',
    why: 'the definition itself is wrong; that SAM merges the POST of an event over it is not read yet',
  },
>>>>>>> a1be405 (Integration rules on SourceArn fields, qualifiers, URIs, methods, credentials and API references; new permissions stand next to their kin)
];
