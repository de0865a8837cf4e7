package idp

import "iter"

// Listed makes a List of Pages whose applications are complete.
func Listed(pages iter.Seq2[Page, error]) iter.Seq2[Application, error] {
	return func(yield func(Application, error) bool) {
		seen := map[string]bool{} // pages may overlap
		for page, err := range pages {
			if err != nil {
				yield(Application{}, err)
				return
			}
			for _, app := range page.Applications {
				if seen[app.ID] {
					continue
				}
				seen[app.ID] = true
				app.ClientSecret = ""
				if !yield(app, nil) {
					return
				}
			}
		}
	}
}
