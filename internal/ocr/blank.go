package ocr

// isBlank says whether nothing is on the page but specks, punch holes and the shadow of an edge. A single short word
// or a number of a page is something.
func (l *look) isBlank(dpi float64) bool {
	w, h := float64(l.ink.w), float64(l.ink.h)
	for i, p := range l.parts.all {
		if l.specks[i] || int(p.area) < int(3*speckArea(dpi)) && l.noisy {
			continue
		}
		pw, ph := float64(p.w()), float64(p.h())
		edge := 0.35 * dpi
		if atEdge := float64(p.x1) < edge || float64(p.y1) < edge || float64(p.x0) > w-edge || float64(p.y0) > h-edge; atEdge {
			continue // a shadow or the torn edge
		}
		margin := 0.9 * dpi
		atMargin := float64(p.x1) < margin || float64(p.y1) < margin || float64(p.x0) > w-margin || float64(p.y0) > h-margin
		round := pw > 0.1*dpi && pw < 0.5*dpi && ph > 0.7*pw && ph < 1.4*pw && float64(p.area) > 0.55*pw*ph
		if atMargin && round {
			continue // a punch hole
		}
		if pw < 0.02*dpi*2 && ph < 0.02*dpi*2 {
			continue // a speck of a page that has few
		}
		if (pw > 0.5*w && ph < 0.06*dpi) || (ph > 0.5*h && pw < 0.06*dpi) {
			continue // a streak of the scanner
		}
		return false
	}
	return true
}
