package imr

import (
	"fmt"
	"strconv"
	"strings"
)

// An Audience is who reads a sentence: inside the organization, or a party.
type Audience int

// The audiences. A party never learns who the reviewer is (Labor Code 4610.6(f)), nor the organization's own work; a
// reviewer never learns that a second physician looks at the case.
const (
	Inside Audience = iota
	ToParty
	ToReviewer
)

// Sentence tells an event in plain words. c is the case after the event, for the names of parties. For a party it
// is "" where the event is not for them to see, and it never holds a word about the reviewer's identity.
func Sentence(e Event, c Case, to Audience) string {
	name := func(id PartyID) string {
		if p, ok := c.Party(id); ok {
			return p.Label()
		}
		return string(id)
	}
	if to == ToParty && !forParties(e.Type) || to == ToReviewer && ofAudit(e.Type) {
		return ""
	}
	switch d := e.Data.(type) {
	case *ApplicationReceived:
		return "Application received" + by(e.How) + " from " + d.Worker.Name + ", disputing " + count(len(d.Items), "treatment") + "."
	case *DuplicateFound:
		return fmt.Sprintf("Closed as a duplicate of %s.", d.Of)
	case *ScreeningStarted:
		return "The check of eligibility began."
	case *InformationRequested:
		return "Information on eligibility asked of " + people(d.Of, name) + ": " + strings.Join(d.Questions, " ")
	case *AnswerReceived:
		return name(d.From) + " answered on eligibility" + files(d.Documents) + "."
	case *AnswerOverdue:
		return "No answer on eligibility came in time."
	case *FoundIneligible:
		return "Found not eligible: " + orElse(d.Explanation, strings.Join(d.Grounds, ", ")) + "."
	case *LiabilityDisputed:
		return "Put off: liability is disputed for something other than necessity."
	case *LiabilityResolvedForEmployee:
		return "The dispute over liability was resolved for the employee."
	case *LiabilityResolvedAgainstEmployee:
		return "The dispute over liability was resolved against the employee."
	case *PetitionGranted:
		return "The Appeals Board ordered that the application be reviewed: " + d.Order + "."
	case *FoundEligible:
		return "Found eligible."
	case *Consolidated:
		return fmt.Sprintf("Joined with %s.", d.Lead)
	case *NoticeSent:
		return "Notice of assignment and request for information sent to " + count(len(d.Services), "party") + "."
	case *RecordsReceived:
		return "Records" + files(d.Documents) + " received from " + name(d.From) + by(e.How) + "."
	case *RecordsOverdue:
		return "The claims administrator's records did not come in time."
	case *GoOnWithout:
		return "The review goes on without the claims administrator's records."
	case *LateRecordReceived:
		return "Late records" + files(d.Documents) + " received from " + name(d.From) + by(e.How) + "."
	case *ReviewerAssigned:
		if to == ToParty {
			return "A reviewer was assigned."
		}
		return d.Reviewer.Name + " (" + strings.Join(d.Reviewer.Specialties, ", ") + ") was assigned as the reviewer and attested that there is no conflict of interest."
	case *ConflictDeclared:
		return "The reviewer declared a conflict of interest: " + d.Why
	case *SecondReviewerApproved:
		return "The Administrative Director approved more than one reviewer: " + d.Approval + "."
	case *MoreInformationRequested:
		return "More information asked of " + people(d.Of, name) + ": " + strings.Join(d.Questions, " ")
	case *InformationReceived:
		return name(d.From) + " sent more information" + files(d.Documents) + "."
	case *InformationOverdue:
		return "The information asked for did not come in time."
	case *DraftSubmitted:
		return "The reviewer submitted the draft determination."
	case *Returned:
		if left := len(c.Notes) - len(d.Notes); left > 0 {
			return "The draft went back to the reviewer with " + count(len(d.Notes), "note") + " and " + strconv.Itoa(left) + " still open from before."
		}
		return "The draft went back to the reviewer with " + count(len(d.Notes), "note") + "."
	case *NoteAnswered:
		return d.sentence()
	case *AuditSampled:
		return fmt.Sprintf("Drawn for a second physician's blind audit: the number %d of a million, where %d are drawn.", d.Number, 1000*d.Permille)
	case *AuditAssigned:
		return d.Auditor.Name + " (" + strings.Join(d.Auditor.Specialties, ", ") + ") was asked for the blind audit."
	case *AuditDeclined:
		return "The second physician gave the blind audit back: " + d.Why
	case *AuditRecorded:
		return "The second physician recorded own decisions on " + count(len(d.Decisions), "item") + " in the blind audit."
	case *QualityPassed:
		return "The draft passed the quality check with " + count(d.Warnings, "warning") + "."
	case *Approved:
		return "The determination was signed for the organization by " + d.SignedBy + "."
	case *Served:
		return "The Final Determination was served on " + count(len(d.Services), "party") + " by " + d.Server + "."
	case *ConvertedToExpedited:
		return "The review became expedited: " + d.Certificate + "."
	case *ExtensionGranted:
		return "The time to decide was extended by three days: " + d.Reason + "."
	case *ItemAuthorized:
		return fmt.Sprintf("The claims administrator authorized item %d.", d.Item)
	case *AllItemsAuthorized:
		return "Nothing is left in dispute; the review ended."
	case *Withdrawn:
		return name(d.By) + " withdrew the application."
	case *SettledOrAwarded:
		return "A settlement or award resolved the treatment: " + d.Paper + "."
	case *ClaimsAdministratorChanged:
		return "The claims administrator is now " + d.Party.Label() + "."
	case *Implemented:
		return "The claims administrator carried the determination out."
	case *Corrected:
		return "A clerical error of the determination was corrected: " + d.What + "."
	case *PetitionFiled:
		return name(d.By) + " appealed to the Appeals Board: " + strings.Join(d.Grounds, "; ") + "."
	case *AppealTimeOver:
		return "Nobody appealed in time; the determination is final."
	case *PetitionDenied:
		return "The Appeals Board denied the appeal: " + d.Order + "."
	case *ReversedAndRemanded:
		return "The Appeals Board reversed the determination and sent the dispute back: " + d.Order + "."
	case *Resubmitted:
		return "The dispute goes to another review."
	case *Published:
		return "The determination was published without names."
	case *OwnerChanged:
		if d.Owner == "" {
			return "The case has no owner now."
		}
		return d.Name + " took the case."
	case *NoteAdded:
		return "Note: " + d.Text
	case *FilesReceived:
		if d.From == "" {
			return count(len(d.Files), "file") + " received" + by(e.How) + "."
		}
		return count(len(d.Files), "file") + " received from " + name(d.From) + by(e.How) + "."
	case *IndexCorrected:
		return "Index of the record corrected: " + d.Says
	case *RecordsAsked:
		return name(d.Of) + " was asked for " + count(len(d.Missing)+len(d.Unreadable), "paper") + " that cannot be read or are missing."
	case *PagesOpened:
		return fmt.Sprintf("The reviewer had opened %d of %s of the record.", d.Count, count(d.Of, "page"))
	case *ModelAsked:
		what := map[string]string{"summarize": "summarize", "find": "find passages in"}[d.Purpose]
		said := fmt.Sprintf("%s held against their pages, %d did not and were not shown.", count(d.Shown, "sentence"), d.Dropped)
		if d.Problem != "" {
			said = "There was no answer: " + d.Problem + "."
		}
		return fmt.Sprintf("The language model %s at %s was asked to %s pages %s. %s", d.Model, d.Host, what, strings.Join(d.Pages, ", "), said)
	case *FactCorrected:
		return fmt.Sprintf("Corrected the %s from %s to %s: %s", FactName(d.Fact), factWords(d.Fact, d.Old), factWords(d.Fact, d.New), d.Reason)
	}
	return ""
}

// forParties says which events a party may read of. What is left out is the organization's own work, and all that
// could tell who the reviewer is.
func forParties(t EventType) bool {
	switch t {
	case "owner_changed", "note_added", "returned", "quality_passed", "draft_submitted", "conflict_declared", "fact_corrected",
		"index_corrected", "pages_opened", "model_asked", "note_answered":
		return false
	}
	return !ofAudit(t)
}

// ofAudit says that an event belongs to a blind audit.
func ofAudit(t EventType) bool { return strings.HasPrefix(string(t), "audit_") }

func by(h *How) string {
	if h == nil {
		return ""
	}
	return " " + MethodName(h.Method)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if s, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(s, "a") {
		return fmt.Sprintf("%d %sies", n, s)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func files(ds []Document) string {
	if len(ds) == 0 {
		return ""
	}
	pages := 0
	for _, d := range ds {
		pages += d.Pages
	}
	return " of " + count(pages, "page") + " in " + count(len(ds), "paper")
}

func people(ids []PartyID, name func(PartyID) string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = name(id)
	}
	return strings.Join(names, " and ")
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
