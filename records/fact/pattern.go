package fact

import "github.com/openimr/openimr/records/expression"

// A pattern is a regular expression that is quick to say that it does not match.
type pattern = expression.Expression

func compile(expr string) *pattern { return expression.MustCompile(expr) }
