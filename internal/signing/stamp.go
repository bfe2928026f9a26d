package signing

func stampFits(p *parsedSignature) bool { return p.stamp != nil }
