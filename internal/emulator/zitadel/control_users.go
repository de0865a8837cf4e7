package zitadel

import (
	"errors"
	"fmt"
)

func (s *Server) userSummary(u *user) map[string]any {
	return map[string]any{
		"id":                u.id,
		"type":              "service_account",
		"name":              u.display,
		"identifier":        u.login,
		"description":       u.description,
		"access_token_type": tokenTypeWords[u.tokenType],
		"enabled":           u.state == userActive,
		"client_id":         u.login,
		"organization_id":   u.owner,
		"created_at":        timestamp(u.created),
		"has_secret":        u.secret != nil,
		"keys":              s.keyIDs(nil, u),
	}
}

// machineFields set the fields that one API call changes together.
var machineFields = map[string]func(*user, any) error{
	"name":              func(u *user, v any) error { return takeName(v, &u.display) },
	"description":       func(u *user, v any) error { return takeText(v, &u.description) },
	"access_token_type": func(u *user, v any) error { return takeEnum(v, tokenTypeWords, &u.tokenType) },
}

func (s *Server) planUser(u *user, field string, value any) (func(), error) {
	if set, ok := machineFields[field]; ok {
		err := set(&user{}, value)
		return func() { s.storeUser(s.access.console, u, func() { _ = set(u, value) }, machineChanged) }, err
	}
	switch field {
	case "identifier":
		var login string
		err := takeName(value, &login)
		if err == nil && s.loginTaken(login, u) {
			err = fmt.Errorf("%q is taken", login)
		}
		return func() { s.renameUser(s.access.console, u, login) }, err
	case "enabled":
		var enabled bool
		err := takeFlag(value, &enabled)
		return func() { s.setUserEnabled(u, enabled) }, err
	case "client_secret":
		var secret string
		err := takeSecret(value, &secret)
		return func() { s.setSecret(s.access.console, u, secret) }, err
	case "has_secret":
		if value != false {
			return nil, errors.New("it can only become false; set client_secret instead")
		}
		return func() { s.removeSecret(s.access.console, u) }, nil
	case "keys":
		return s.planKeys(nil, u, value)
	}
	return nil, errNoField
}

func (s *Server) setUserEnabled(u *user, enabled bool) {
	state, kind := userInactive, userDeactivated
	if enabled {
		state, kind = userActive, userReactivated
	}
	if (u.state == userActive) != enabled {
		s.storeUser(s.access.console, u, func() { u.state = state }, kind)
	}
}
