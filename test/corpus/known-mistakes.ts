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
  })),
  ...[
    'api_http_paths_with_if_condition',
    'api_http_paths_with_if_condition_no_value_else_case',
    'api_rest_paths_with_if_condition_openapi',
    'api_rest_paths_with_if_condition_openapi_no_value_then_case',
    'api_rest_paths_with_if_condition_swagger_no_value_then_case',
  ].flatMap((name) =>
    inputAndOutput(name).flatMap((file) => [
      {
        file,
        rule: 'integration/role-not-assumable',
        why: "the authorizer's role is the one that SAM makes for the function itself, which only Lambda may assume",
      },
      {
        file,
        rule: 'integration/role-lacks-action',
        why: 'that role may write logs, and invoke nothing',
      },
    ]),
  ),
  ...inputAndOutput('api_rest_auth_disable_default_function_permissions').map((file) => ({
    file,
    rule: 'integration/authorizer-invoke-grant-missing',
    why: 'the authorizer declines the permission that SAM would make, and nothing else grants it: the output has none',
  })),
];

/** A template of the SAM translator's tests, and what SAM makes of it. */
function inputAndOutput(name: string): readonly string[] {
  const folder = 'aws__serverless-application-model/tests/translator';
  return [`${folder}/input/${name}.yaml`, `${folder}/output/${name}.json`];
}
