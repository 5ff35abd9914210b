/** A path of API Gateway's own API, which is the last field of an `arn:aws:apigateway:...` ARN. */
export interface ManagementPath {
  /** `{}` stands for an id, which holds no slash; `{+}` for a text that may hold some. */
  readonly path: string;
  /** What can be asked of it, without `apigateway:`: `GET`, `UpdateRestApiPolicy`. */
  readonly actions: readonly string[];
  /** Its ARNs carry the account, or do for some (private custom domain names); those of all other paths leave it empty. */
  readonly mayNameAccount: boolean;
}

/**
 * Paths and their verbs. Sources: the links of each entity in https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html and
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/resources.html; the named actions and the ARNs with an account in
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html and
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html.
 *
 * Where a page of the reference gives a verb to an entity that the API itself does not (`POST` on a method's response), it stands here
 * too: that a verb cannot act is said only when no page says otherwise.
 */
const table: readonly (readonly [path: string, actions: string, account?: 'account'])[] = [
  ['/account', 'GET PATCH'],
  ['/apikeys', 'GET POST'],
  ['/apikeys/{}', 'GET PATCH DELETE'],
  ['/clientcertificates', 'GET POST'],
  ['/clientcertificates/{}', 'GET PATCH DELETE'],
  ['/domainnames', 'GET POST AddCertificateToDomain RemoveCertificateFromDomain UpdateDomainNamePolicy'],
  [
    '/domainnames/{}',
    'GET PATCH DELETE AddCertificateToDomain RemoveCertificateFromDomain UpdateDomainNamePolicy UpdateDomainNameManagementPolicy CreateAccessAssociation RejectAccessAssociation',
    'account',
  ],
  ['/domainnames/{}/apimappings', 'GET POST'],
  ['/domainnames/{}/apimappings/{}', 'GET PATCH DELETE'],
  ['/domainnames/{}/basepathmappings', 'GET POST'],
  ['/domainnames/{}/basepathmappings/{+}', 'GET PATCH DELETE'],
  ['/domainnames/{}/routingrules', 'GET POST CreateRoutingRule ListRoutingRules', 'account'],
  [
    '/domainnames/{}/routingrules/{}',
    'GET PUT DELETE CreateRoutingRule ListRoutingRules GetRoutingRule UpdateRoutingRule DeleteRoutingRule',
    'account',
  ],
  ['/domainnameaccessassociations', 'GET POST', 'account'],
  ['/domainnameaccessassociations/domainname/{+}', 'GET DELETE', 'account'],
  ['/restapis', 'GET POST UpdateRestApiPolicy'],
  ['/restapis/{}', 'GET PUT PATCH DELETE UpdateRestApiPolicy'],
  ['/restapis/{}/authorizers', 'GET POST'],
  ['/restapis/{}/authorizers/{}', 'GET POST PATCH DELETE'],
  ['/restapis/{}/deployments', 'GET POST'],
  ['/restapis/{}/deployments/{}', 'GET PATCH DELETE'],
  ['/restapis/{}/documentation/parts', 'GET POST PUT'],
  ['/restapis/{}/documentation/parts/{}', 'GET PUT PATCH DELETE'],
  ['/restapis/{}/documentation/versions', 'GET POST'],
  ['/restapis/{}/documentation/versions/{}', 'GET PATCH DELETE'],
  ['/restapis/{}/gatewayresponses', 'GET POST'],
  ['/restapis/{}/gatewayresponses/{}', 'GET PUT PATCH DELETE'],
  ['/restapis/{}/models', 'GET POST'],
  ['/restapis/{}/models/{}', 'GET PATCH DELETE'],
  ['/restapis/{}/models/{}/default_template', 'GET'],
  ['/restapis/{}/requestvalidators', 'GET POST'],
  ['/restapis/{}/requestvalidators/{}', 'GET PATCH DELETE'],
  ['/restapis/{}/resources', 'GET POST'],
  // A new resource is asked of its parent; a test call is asked of the method.
  ['/restapis/{}/resources/{}', 'GET POST PATCH DELETE'],
  ['/restapis/{}/resources/{}/methods/{}', 'GET POST PUT PATCH DELETE'],
  ['/restapis/{}/resources/{}/methods/{}/integration', 'GET PUT PATCH DELETE'],
  ['/restapis/{}/resources/{}/methods/{}/integration/responses/{}', 'GET POST PUT PATCH DELETE'],
  ['/restapis/{}/resources/{}/methods/{}/responses/{}', 'GET POST PUT PATCH DELETE'],
  ['/restapis/{}/stages', 'GET POST SetWebACL'],
  ['/restapis/{}/stages/{}', 'GET PATCH DELETE SetWebACL'],
  ['/restapis/{}/stages/{}/cache/authorizers', 'DELETE'],
  ['/restapis/{}/stages/{}/cache/data', 'DELETE'],
  ['/restapis/{}/stages/{}/exports/{}', 'GET'],
  ['/restapis/{}/stages/{}/sdks/{}', 'GET'],
  ['/restapis/models/{}/template', 'GET PATCH DELETE'],
  ['/sdktypes', 'GET'],
  ['/sdktypes/{}', 'GET'],
  ['/tags', 'GET POST PUT DELETE'],
  ['/tags/{+}', 'GET POST PUT DELETE'],
  ['/usageplans', 'GET POST'],
  ['/usageplans/{}', 'GET PATCH DELETE'],
  ['/usageplans/{}/keys', 'GET POST'],
  ['/usageplans/{}/keys/{}', 'GET PATCH DELETE'],
  ['/usageplans/{}/keys/{}/usage', 'GET PATCH'],
  ['/usageplans/{}/usage', 'GET'],
  ['/vpclinks', 'GET POST'],
  ['/vpclinks/{}', 'GET PATCH DELETE'],
  // A definition is imported by PUT: on the collection as a new API, on the API in place of what it has.
  ['/apis', 'GET POST PUT'],
  ['/apis/{}', 'GET PUT PATCH DELETE'],
  ['/apis/{}/authorizers', 'GET POST'],
  ['/apis/{}/authorizers/{}', 'GET PATCH DELETE'],
  ['/apis/{}/cors', 'DELETE'],
  ['/apis/{}/deployments', 'GET POST'],
  ['/apis/{}/deployments/{}', 'GET PATCH DELETE'],
  ['/apis/{}/exports/{}', 'GET'],
  ['/apis/{}/integrations', 'GET POST'],
  ['/apis/{}/integrations/{}', 'GET PATCH DELETE'],
  ['/apis/{}/integrations/{}/integrationresponses', 'GET POST'],
  ['/apis/{}/integrations/{}/integrationresponses/{}', 'GET POST PUT PATCH DELETE'],
  ['/apis/{}/models', 'GET POST'],
  ['/apis/{}/models/{}', 'GET PATCH DELETE'],
  ['/apis/{}/models/{}/template', 'GET'],
  ['/apis/{}/routes', 'GET POST'],
  ['/apis/{}/routes/{}', 'GET PATCH DELETE'],
  ['/apis/{}/routes/{}/requestparameters/{+}', 'DELETE'],
  ['/apis/{}/routes/{}/routeresponses', 'GET POST'],
  ['/apis/{}/routes/{}/routeresponses/{}', 'GET PATCH DELETE'],
  ['/apis/{}/stages', 'GET POST SetWebACL'],
  ['/apis/{}/stages/{}', 'GET PATCH DELETE SetWebACL'],
  ['/apis/{}/stages/{}/accesslogsettings', 'DELETE'],
  ['/apis/{}/stages/{}/cache/authorizers', 'DELETE'],
  // A route key holds the route's path.
  ['/apis/{}/stages/{}/routesettings/{+}', 'DELETE'],
  ['/portals', 'GET POST CreatePortal ListPortals', 'account'],
  [
    '/portals/{+}',
    'GET POST PUT PATCH DELETE CreatePortal ListPortals GetPortal UpdatePortal DeletePortal DisablePortal PreviewPortal PublishPortal',
    'account',
  ],
  ['/portalproducts', 'GET POST CreatePortalProduct ListPortalProducts', 'account'],
  [
    '/portalproducts/{+}',
    'GET POST PUT PATCH DELETE CreatePortalProduct ListPortalProducts GetPortalProduct UpdatePortalProduct DeletePortalProduct GetPortalProductSharingPolicy PutPortalProductSharingPolicy DeletePortalProductSharingPolicy CreateProductPage ListProductPages GetProductPage UpdateProductPage DeleteProductPage CreateProductRestEndpointPage ListProductRestEndpointPages GetProductRestEndpointPage UpdateProductRestEndpointPage DeleteProductRestEndpointPage',
    'account',
  ],
];

export const managementPaths: readonly ManagementPath[] = table.map(([path, actions, account]) => ({
  path,
  actions: actions.split(' '),
  mayNameAccount: account !== undefined,
}));

/** The verbs of API Gateway's own API, which are its actions in IAM. There is no `apigateway:HEAD` and no `apigateway:OPTIONS`. */
export const managementVerbs: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
