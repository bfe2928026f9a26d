package imr

import (
	"slices"
	"testing"
)

func TestTheTableNamesItsClocks(t *testing.T) {
	for column, want := range map[string][]string{
		"": nil,
		"imr.records.mail / .electronic / .expedited (claims administrator and employee)": {"imr.records.mail", "imr.records.electronic", "imr.records.expedited"},
		"imr.apply or imr.apply.formulary":                                                {"imr.apply", "imr.apply.formulary"},
		"imr.eligibility.decide (once complete)":                                          {"imr.eligibility.decide"},
		"imr.decide.expedited; imr.convert.notify":                                        {"imr.decide.expedited", "imr.convert.notify"},
		"imr.implement.authorize / .reimburse":                                            {"imr.implement.authorize", "imr.implement.reimburse"},
		"imr.records.*; penalty count":                                                    {"imr.records.*"},
		"penalty count ($500 a day to $5,000)":                                            nil,
		"fee: before or after the reviewer had it":                                        nil,
		"all clocks of that item":                                                         nil,
		"all":                                                                             {"*"},
	} {
		if got := clockRefs(column); !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", column, got, want)
		}
	}
}

func TestAReferenceNamesARule(t *testing.T) {
	for _, x := range []struct {
		ref, rule string
		want      bool
	}{
		{"imr.eligibility.answer", "imr.eligibility.answer", true},
		{"imr.eligibility.answer", "imr.eligibility.answer.2013", true},
		{"imr.apply", "imr.apply.formulary", false},
		{"imr.decide.*", "imr.decide.extension", true},
		{"imr.decide.*", "imr.decided", false},
		{"*", "imr.fee.pay", true},
	} {
		if got := matches(x.ref, x.rule); got != x.want {
			t.Errorf("%s names %s: %v", x.ref, x.rule, got)
		}
	}
}
