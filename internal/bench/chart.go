package main

import (
	"fmt"
	"math"
	"strings"
)

// The chart's measures, in pixels.
const (
	barHeight  = 16
	groupSpace = 14
	labelWidth = 230
	plotWidth  = 420
)

// bar is one plan.
type bar struct {
	label    string
	requests int
	color    string
}

var colors = map[string]string{coalesced: "#2f7d5b", individual: "#c26a3d"}

// chart draws how many requests an empty plan takes, in both ways to read, on a logarithmic scale.
func (r *report) chart() string {
	bars, most := r.bars()
	height := len(bars)*barHeight + len(bars)/2*groupSpace + 60
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
<rect width="100%%" height="100%%" fill="#ffffff"/>
<text x="10" y="20" font-size="14">Requests of an empty plan (logarithmic)</text>
`, labelWidth+plotWidth+80, height)
	y := 38
	for i, bar := range bars {
		width := plotWidth * math.Log10(float64(1+bar.requests)) / math.Log10(float64(1+most))
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text><rect x="%d" y="%d" width="%.0f" height="%d" fill="%s"/><text x="%.0f" y="%d">%d</text>
`, labelWidth-8, y+12, bar.label, labelWidth, y+2, width, barHeight-3, bar.color, labelWidth+width+6, y+12, bar.requests)
		y += barHeight
		if i%2 == 1 {
			y += groupSpace
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func (r *report) bars() (bars []bar, most int) {
	for _, row := range r.rows {
		if row.command == "plan" {
			n := row.requests.total()
			most = max(most, n)
			bars = append(bars, bar{
				fmt.Sprintf("%s × %s, %s", row.scenario.workload, row.scenario.platform.name, row.refresh), n, colors[row.refresh],
			})
		}
	}
	return bars, most
}
