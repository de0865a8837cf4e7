package zitadel

import "github.com/idpkit/terraform-provider-idp/internal/emulator/fault"

type keyAnswer struct {
	Key keyBody `json:"key"`
}

type keysAnswer struct {
	Details listDetails `json:"details"`
	Result  []keyBody   `json:"result,omitempty"`
}

type keyBody struct {
	ID      string  `json:"id"`
	Details details `json:"details"`
	Type    string  `json:"type"`
	Expires string  `json:"expirationDate"`
}

func (k key) show() keyBody {
	return keyBody{ID: k.id, Details: k.readDetails(), Type: "KEY_TYPE_JSON", Expires: timestamp(k.expires)}
}

// getKey sees the latest writes.
func (s *Server) getKey(c *call) (any, *problem) {
	k := s.state.keysByID[c.key]
	if k == nil || !k.belongsTo(c) || !k.readable(k.app) || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	return keyAnswer{Key: k.show()}, nil
}

// listKeys may not show the latest writes of keys and of the auth method.
func (s *Server) listKeys(c *call) (any, *problem) {
	page, err := readPage(c.body)
	if err != nil {
		return nil, malformed(err)
	}
	answer := keysAnswer{Details: listDetails{ViewTimestamp: timestamp(s.clock())}}
	for _, k := range s.state.keys {
		if !k.belongsTo(c) || fault.Is(c.ctx, fault.NotFoundTimes) {
			continue
		}
		seen, ok := s.keyAsSeen(k, fault.Is(c.ctx, fault.StaleList))
		if !ok {
			continue
		}
		answer.Details.Total++
		full := page.limit > 0 && uint64(len(answer.Result)) == page.limit
		if answer.Details.Total > page.offset && !full {
			answer.Result = append(answer.Result, seen.show())
		}
	}
	if answer.Result == nil {
		answer.Details.Total = 0
	}
	return answer, nil
}

// keyAsSeen returns the key as a list shows it. A stale list lacks the latest write of the key or of its application.
func (s *Server) keyAsSeen(k *key, stale bool) (key, bool) {
	latest := s.state.latestKey
	switch {
	case !stale:
		return *k, k.readable(k.app)
	case latest.id == k.id:
		return latest.before, latest.existed && latest.before.readable(k.app)
	case latest.id != "" || k.app == nil:
		return *k, k.readable(k.app)
	}
	app, _ := s.asSeen(k.app, true)
	return *k, k.readable(&app)
}
