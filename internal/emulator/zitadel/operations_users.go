package zitadel

import "net/http"

// userOperations returns the operations for service accounts.
func userOperations() []operation {
	return []operation{
		{
			name: "zitadel.create_machine", method: http.MethodPost, path: usersPath + "/machine", permission: userWrite,
			request: "AddMachineUserRequest", handle: (*Server).createMachine,
		},
		{
			name: "zitadel.get_user", method: http.MethodGet, path: userPath, permission: userRead,
			request: "GetUserByIDRequest", missing: "QUERY-Dfbg2", handle: (*Server).getUser,
		},
		{
			name: "zitadel.list_users", method: http.MethodPost, path: usersPath + "/_search", permission: userRead,
			request: "ListUsersRequest", handle: (*Server).searchUsers,
		},
		{
			name: "zitadel.update_machine", method: http.MethodPut, path: userPath + "/machine", permission: userWrite,
			request: "UpdateMachineRequest", missing: "COMMAND-5M0od", handle: (*Server).updateMachine,
		},
		{
			name: "zitadel.update_username", method: http.MethodPut, path: userPath + "/username", permission: userWrite,
			request: "UpdateUserNameRequest", missing: "COMMAND-5N9ds", handle: (*Server).updateUsername,
		},
		{
			name: "zitadel.create_machine_secret", method: http.MethodPut, path: userPath + "/secret", permission: userWrite,
			request: "GenerateMachineSecretRequest", missing: "QUERY-Dfbg2", handle: (*Server).createMachineSecret,
		},
		{
			name: "zitadel.delete_machine_secret", method: http.MethodDelete, path: userPath + "/secret", permission: userWrite,
			request: "RemoveMachineSecretRequest", missing: "COMMAND-x7s802", handle: (*Server).deleteMachineSecret,
		},
		{
			name: "zitadel.deactivate_user", method: http.MethodPost, path: userPath + "/_deactivate", permission: userWrite,
			request: "DeactivateUserRequest", missing: "COMMAND-3M9ds", handle: (*Server).deactivateUser,
		},
		{
			name: "zitadel.reactivate_user", method: http.MethodPost, path: userPath + "/_reactivate", permission: userWrite,
			request: "ReactivateUserRequest", missing: "COMMAND-4M0sd", handle: (*Server).reactivateUser,
		},
		{
			name: "zitadel.lock_user", method: http.MethodPost, path: userPath + "/_lock", permission: userWrite,
			request: "LockUserRequest", missing: "COMMAND-5M9fs", handle: (*Server).lockUser,
		},
		{
			name: "zitadel.unlock_user", method: http.MethodPost, path: userPath + "/_unlock", permission: userWrite,
			request: "UnlockUserRequest", missing: "COMMAND-M0dos", handle: (*Server).unlockUser,
		},
		{
			name: "zitadel.delete_user", method: http.MethodDelete, path: userPath, permission: userDelete,
			request: "RemoveUserRequest", missing: "COMMAND-m9od", handle: (*Server).deleteUser,
		},
		{
			name: "zitadel.search_user_changes", method: http.MethodPost, path: userPath + "/changes/_search", permission: userRead,
			request: "ListUserChangesRequest", handle: (*Server).searchUserChanges,
		},
		{
			name: "zitadel.create_machine_key", method: http.MethodPost, path: userPath + "/keys", permission: userWrite,
			request: "AddMachineKeyRequest", missing: "COMMAND-bnipwm1", handle: (*Server).createMachineKey,
		},
		{
			name: "zitadel.get_machine_key", method: http.MethodGet, path: userPath + "/keys/{key}", permission: userRead,
			request: "GetMachineKeyByIDsRequest", missing: "QUERY-Dgr3g", handle: (*Server).getKey,
		},
		{
			name: "zitadel.list_machine_keys", method: http.MethodPost, path: userPath + "/keys/_search", permission: userRead,
			request: "ListMachineKeysRequest", handle: (*Server).listKeys,
		},
		{
			name: "zitadel.delete_machine_key", method: http.MethodDelete, path: userPath + "/keys/{key}", permission: userWrite,
			request: "RemoveMachineKeyRequest", missing: "COMMAND-4m77G", handle: (*Server).deleteKey,
		},
	}
}
