package check

func (c *checker) requests() {}
