package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openimr/openimr/internal/auth"
)

func TestAnAdministratorMakesAnAccount(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Administrator).ID)
	if at := b.get("/").Header().Get("Location"); at != "/accounts" {
		t.Errorf("an administrator begins at %q", at)
	}
	checkPage(t, "accounts", body(t, b.get("/accounts"), http.StatusOK))
	form := url.Values{"id": {"Erin.Voss"}, "role": {"reviewer"}, "name": {"Erin Voss, MD"}, "email": {"erin@example.org"},
		"licensed": {" California, Massachusetts ,"}, "specialties": {"Pain medicine"}, "password": {"a first long password"}}
	for field, bad := range map[string]string{"id": "Erin Voss", "role": "boss", "name": " ", "specialties": "", "password": "short"} {
		wrong := url.Values{}
		for k, v := range form {
			wrong[k] = v
		}
		wrong.Set(field, bad)
		page := body(t, b.post("/accounts/new", wrong), http.StatusUnprocessableEntity)
		checkPage(t, field, page)
		if !strings.Contains(page, `<a href="#`+field+`">`) || !strings.Contains(page, `value="erin@example.org"`) || strings.Contains(page, "a first long") {
			t.Errorf("%s: the error is not at the field, what was typed is lost, or the password is shown", field)
		}
	}
	if w := b.post("/accounts/new", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	a, err := o.store.Account(t.Context(), "erin.voss")
	must(t, err)
	if a.Role != auth.Reviewer || len(a.LicensedIn) != 2 || a.LicensedIn[1] != "Massachusetts" || a.Created.IsZero() {
		t.Errorf("%+v", a)
	}
	if w := (&visitor{o: o}).post("/login", url.Values{"user": {"erin.voss"}, "password": {"a first long password"}}); w.Code != http.StatusSeeOther {
		t.Errorf("the new account cannot log in: %d", w.Code)
	}
}

func TestAnAdministratorClosesAndOpensAnAccount(t *testing.T) {
	o := newOffice(t)
	me, other := o.somebody(auth.Administrator), o.somebody(auth.Coordinator)
	b, theirs := o.as(me.ID), o.as(other.ID)
	checkPage(t, "account", body(t, b.get("/accounts/"+string(other.ID)), http.StatusOK))
	b.post("/accounts/"+string(other.ID)+"/disabled", url.Values{"disabled": {"true"}})
	if w := theirs.get("/queue"); w.Code != http.StatusSeeOther {
		t.Errorf("they are still logged in: %d", w.Code)
	}
	if text := body(t, b.get("/accounts"), http.StatusOK); !strings.Contains(text, other.Name+" can no longer log in.") || !strings.Contains(text, "closed") {
		t.Error("it is not told")
	}
	b.post("/accounts/"+string(other.ID)+"/disabled", url.Values{"disabled": {"false"}})
	o.as(other.ID)
	if w := b.post("/accounts/"+string(me.ID)+"/disabled", url.Values{"disabled": {"true"}}); w.Code != http.StatusConflict {
		t.Errorf("one may close one's own account: %d", w.Code)
	}
}

func TestAnAdministratorGivesANewPassword(t *testing.T) {
	o := newOffice(t)
	other := o.somebody(auth.Coordinator)
	b, theirs := o.as(o.somebody(auth.Administrator).ID), o.as(other.ID)
	at := "/accounts/" + string(other.ID) + "/password"
	checkPage(t, "too short", body(t, b.post(at, url.Values{"password": {"short"}}), http.StatusUnprocessableEntity))
	if w := b.post(at, url.Values{"password": {"a given long password"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d", w.Code)
	}
	if w := theirs.get("/queue"); w.Code != http.StatusSeeOther {
		t.Errorf("they are still logged in: %d", w.Code)
	}
	if w := (&visitor{o: o}).post("/login", url.Values{"user": {string(other.ID)}, "password": {"a given long password"}}); w.Code != http.StatusSeeOther {
		t.Errorf("the new password does not hold: %d", w.Code)
	}
	body(t, b.post("/accounts/no.body/password", url.Values{"password": {"a given long password"}}), http.StatusNotFound)
}

func TestAnAdministratorSeesNoCase(t *testing.T) {
	o := newOffice(t)
	b := o.as(o.somebody(auth.Administrator).ID)
	for _, path := range []string{"/queue", "/queue.csv", "/search?q=x", "/cases/" + string(o.anyCase()), "/cases/CM99-9999999"} {
		body(t, b.get(path), http.StatusForbidden)
	}
}
