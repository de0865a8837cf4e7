package zitadel

import "github.com/idpkit/terraform-provider-idp/internal/emulator/fault"

// deleteKey deletes the key immediately. A second delete is an error.
func (s *Server) deleteKey(c *call) (any, *problem) {
	k := s.state.keysByID[c.key]
	if k == nil || !k.belongsTo(c) || !k.exists() || fault.Is(c.ctx, fault.NotFoundTimes) {
		p := failure(c.missing)
		if c.user != "" {
			p.text = "Machine key not found"
		}
		return nil, p
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.removeKey(c.caller, k)
	k.undead = fault.Is(c.ctx, fault.LostDelete)
	return changed{k.changeDetails()}, nil
}
