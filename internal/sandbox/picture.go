package sandbox

// picture draws a page and sends it.
func (c *child) picture(j job) error {
	d, err := c.document(j.path)
	if err != nil {
		return err
	}
	w, h, err := d.shown(j.page)
	if err != nil {
		return err
	}
	turn := ((j.picture.Turn/90)%4 + 4) % 4
	if turn%2 == 1 {
		w, h = h, w
	}
	width, height, err := pictureSize(w, h, j.picture, c.limits.Pixels)
	if err != nil {
		return err
	}
	var answer wire
	if j.op == opGray {
		picture, err := d.draw(j.page, width, height, turn)
		if err != nil {
			return err
		}
		answer.putText("")
		answer.putInt(width)
		answer.putInt(height)
		answer.b = append(answer.b, picture.Pix...)
		return c.send(framePicture, answer.b)
	}
	kind, data, err := d.picture(j.page, width, height, turn)
	if err != nil {
		return err
	}
	answer.putText(kind)
	answer.putInt(width)
	answer.putInt(height)
	answer.b = append(answer.b, data...)
	return c.send(framePicture, answer.b)
}

// pictureSize is how many pixels a page of w by h points has. Pages that are larger than any paper are drawn smaller
// than was asked for.
func pictureSize(w, h float64, o PictureOptions, most int64) (width, height int, err error) {
	scale := o.DPI / 72
	if scale <= 0 {
		scale = 200.0 / 72
	}
	if o.Width > 0 {
		scale = float64(o.Width) / w
	}
	most = min(most, 64_000_000)
	for range 64 {
		width, height = pixelsOf(w*scale), pixelsOf(h*scale)
		if int64(width) <= 30_000 && int64(height) <= 30_000 && int64(width)*int64(height) <= most {
			return width, height, nil
		}
		scale /= 2
	}
	return 0, 0, problemPageMemory
}
