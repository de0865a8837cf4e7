package zitadel

import "net/http"

const (
	projectPath = "/management/v1/projects/{project}"
	appsPath    = projectPath + "/apps"
	appPath     = appsPath + "/{app}"
	usersPath   = "/management/v1/users"
	userPath    = usersPath + "/{user}"
)

// placeOperations returns the operations for projects and organizations.
func placeOperations() []operation {
	return []operation{
		{
			name: "zitadel.get_project", method: http.MethodGet, path: projectPath, permission: projectRead,
			request: "GetProjectByIDRequest", missing: "QUERY-fk2fs", handle: (*Server).getProject,
		},
		{
			name: "zitadel.get_organization", method: http.MethodGet, path: "/management/v1/orgs/me", permission: orgRead,
			request: "GetMyOrgRequest", handle: (*Server).getOrganization,
		},
	}
}

// applicationOperations returns the operations for applications of any type, and for API applications.
func applicationOperations() []operation {
	return []operation{
		{
			name: "zitadel.create_api_app", method: http.MethodPost, path: appsPath + "/api", permission: appWrite,
			request: "AddAPIAppRequest", missing: "COMMAND-EbFMN", handle: (*Server).createAPIApp,
		},
		{
			name: "zitadel.get_app", method: http.MethodGet, path: appPath, permission: appRead,
			request: "GetAppByIDRequest", missing: "QUERY-pCP8P", handle: (*Server).getApp,
		},
		{
			name: "zitadel.search_apps", method: http.MethodPost, path: appsPath + "/_search", permission: appRead,
			request: "ListAppsRequest", handle: (*Server).searchApps,
		},
		{
			name: "zitadel.update_app", method: http.MethodPut, path: appPath, permission: appWrite,
			request: "UpdateAppRequest", missing: "COMMAND-28di9", handle: (*Server).updateApp,
		},
		{
			name: "zitadel.update_api_config", method: http.MethodPut, path: appPath + "/api_config", permission: appWrite,
			request: "UpdateAPIAppConfigRequest", missing: "COMMAND-2n8uU", handle: (*Server).updateAPIConfig,
		},
		{
			name: "zitadel.generate_secret", method: http.MethodPost, path: appPath + "/api_config/_generate_client_secret", permission: appWrite,
			request: "RegenerateAPIClientSecretRequest", missing: "COMMAND-2g66f", handle: (*Server).generateSecret,
		},
		{
			name: "zitadel.deactivate_app", method: http.MethodPost, path: appPath + "/_deactivate", permission: appWrite,
			request: "DeactivateAppRequest", missing: "COMMAND-ov9d3", handle: (*Server).deactivateApp,
		},
		{
			name: "zitadel.reactivate_app", method: http.MethodPost, path: appPath + "/_reactivate", permission: appWrite,
			request: "ReactivateAppRequest", missing: "COMMAND-ov9d3", handle: (*Server).reactivateApp,
		},
		{
			name: "zitadel.delete_app", method: http.MethodDelete, path: appPath, permission: appDelete,
			request: "RemoveAppRequest", missing: "COMMAND-0po9s", handle: (*Server).deleteApp,
		},
		{
			name: "zitadel.search_changes", method: http.MethodPost, path: appPath + "/changes/_search", permission: appRead,
			request: "ListAppChangesRequest", handle: (*Server).searchChanges,
		},
	}
}

// oidcOperations returns the operations for OIDC applications only.
func oidcOperations() []operation {
	return []operation{
		{
			name: "zitadel.create_oidc_app", method: http.MethodPost, path: appsPath + "/oidc", permission: appWrite,
			request: "AddOIDCAppRequest", missing: "COMMAND-EbFMN", handle: (*Server).createOIDCApp,
		},
		{
			name: "zitadel.update_oidc_config", method: http.MethodPut, path: appPath + "/oidc_config", permission: appWrite,
			request: "UpdateOIDCAppConfigRequest", missing: "COMMAND-2n8uU", handle: (*Server).updateOIDCConfig,
		},
		{
			name: "zitadel.generate_oidc_secret", method: http.MethodPost, path: appPath + "/oidc_config/_generate_client_secret",
			permission: appWrite, request: "RegenerateOIDCClientSecretRequest", missing: "COMMAND-2g66f", handle: (*Server).generateOIDCSecret,
		},
	}
}

// keyOperations returns the operations for keys of applications.
func keyOperations() []operation {
	return []operation{
		{
			name: "zitadel.create_app_key", method: http.MethodPost, path: appPath + "/keys", permission: appWrite,
			request: "AddAppKeyRequest", missing: "COMMAND-sak25", handle: (*Server).createAppKey,
		},
		{
			name: "zitadel.get_app_key", method: http.MethodGet, path: appPath + "/keys/{key}", permission: appRead,
			request: "GetAppKeyRequest", missing: "QUERY-Dgr3g", handle: (*Server).getKey,
		},
		{
			name: "zitadel.list_app_keys", method: http.MethodPost, path: appPath + "/keys/_search", permission: appRead,
			request: "ListAppKeysRequest", handle: (*Server).listKeys,
		},
		{
			name: "zitadel.delete_app_key", method: http.MethodDelete, path: appPath + "/keys/{key}", permission: appWrite,
			request: "RemoveAppKeyRequest", missing: "COMMAND-4m77G", handle: (*Server).deleteKey,
		},
	}
}
