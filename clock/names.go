package clock

import "strings"

// WhoWords says in plain words who must act: "Claims administrator".
func WhoWords(who string) string { return wordsOf(whoWords, who) }

// DeedWords says in plain words what must be done, as a heading: "Records". It serves for a title, a column, a list.
func DeedWords(deed string) string { return wordsOf(deedWords, deed) }

// StartWords says in plain words what happened when a time starts: "the notice of assignment was mailed".
func StartWords(event string) string { return wordsOf(startWords, event) }

// Name is the rule in plain words: "Records (regular)".
func (r Rule) Name() string {
	name := DeedWords(r.MustDo)
	if r.ReviewType != "any" && r.ReviewType != "" {
		name += " (" + strings.ReplaceAll(r.ReviewType, "_", " ") + ")"
	}
	return name
}

// LengthWords is the rule's length in plain words: "15 days", "at once".
func (r Rule) LengthWords() string {
	switch {
	case r.Roll == rollNoon:
		return "noon of the next day"
	case r.Length == 0:
		return "at once"
	}
	return plural(r.Length, r.Unit)
}

func wordsOf(m map[string]string, token string) string {
	if w, ok := m[token]; ok {
		return w
	}
	return strings.NewReplacer("_", " ", ".", " ").Replace(token)
}

var whoWords = map[string]string{
	"administrative_director": "Administrative Director", "aggrieved_party": "Any party", "agent": "External appeal agent",
	"appellant": "Appellant", "beneficiary": "Beneficiary", "claimant": "Claimant", "claims_administrator": "Claims administrator",
	"emergency_provider": "Provider of emergency treatment", "employee": "Injured worker", "employee_or_physician": "Injured worker or requesting physician",
	"enrollee": "Enrollee", "imro": "Review organization", "insured": "Insured", "ire": "Independent Review Entity",
	"iro": "Independent review organization", "ma_plan": "Medicare Advantage plan", "party": "Party", "party_asked": "Party that was asked",
	"plan": "Health plan", "provider": "Provider", "qic": "Qualified Independent Contractor", "requestor": "Requestor",
	"tdi": "Texas Department of Insurance", "ura": "Utilization review agent",
}

var deedWords = map[string]string{
	"agent.decided": "External appeal decision", "alj.request_received": "Request for a hearing", "claimant.told_of_eligibility": "Notice of eligibility",
	"dfs.application_received": "Application", "imr.application_copied_to_claims_administrator": "Copy of the application",
	"imr.application_received": "Application", "imr.change_notice_received": "Notice of the new claims administrator",
	"imr.conversion_told_to_parties": "Notice to the parties that the review is expedited", "imr.determined": "Determination",
	"imr.eligibility_answer_sent": "Answer on eligibility", "imr.eligibility_decided": "Decision on eligibility", "imr.fee_paid": "Fee",
	"imr.information_sent": "Information asked for", "imr.may_apply": "First day to apply", "imr.notice_of_assignment_sent": "Notice of assignment",
	"imr.petition_filed": "Appeal", "imr.record_list_served_on_employee": "List of the records for the employee",
	"imr.records_received": "Records", "imr.records_sent": "Records", "imr.termination_notice_received": "Notice that the dispute has ended",
	"ire.case_file_sent": "Case file", "ire.decided": "Reconsideration", "ire.request_received": "Request",
	"iro.assigned": "Assignment", "iro.decided": "Decision", "iro.documents_received": "Documents", "iro.information_received": "Information",
	"iro.records_may_be_destroyed": "Keeping of the records", "plan.external_request_received": "Request",
	"plan.preliminary_review_done": "Preliminary review", "plan.reconsidered": "Reconsideration by the plan", "provider.reimbursed": "Reimbursement",
	"qic.decided": "Reconsideration", "qic.decided_or_forwarded": "Reconsideration, or forwarding of the file", "qic.request_received": "Request",
	"rfa.deemed_received": "Receipt of the request for authorization", "rfa.returned_marked_not_complete": "Return of an incomplete request",
	"treatment.authorized": "Authorization of the treatment", "ur.decided": "Utilization review decision",
	"ur.decision_copy_received": "Copy of the utilization review decision", "ur.decision_lapses": "End of the utilization review decision's force",
	"ur.decision_served": "Service of the utilization review decision", "ur.decision_told_to_physician": "Word to the physician of the denial",
	"ur.deferral_served": "Deferral for disputed liability", "ur.information_requested": "Request for missing information",
	"ur.internal_appeal_decided": "Decision on the internal appeal", "ur.internal_appeal_requested": "Internal appeal",
	"ura.iro_request_received": "Request",
}

var startWords = map[string]string{
	"agent.application_received": "the agent received the application", "claims_administrator.changed": "the claims administrator changed",
	"director.decision_received": "the plan received the Director's decision", "dmhc.notice_received": "the plan received the Department's notice",
	"dmhc.request_approved": "the Department approved the request", "imr.application_and_records_received": "both the application and the records were in",
	"imr.application_received": "the application was received", "imr.decision_due": "the determination was first due",
	"imr.determination_received": "the determination was received", "imr.determination_served": "the determination was served",
	"imr.eligibility_finding_received": "the finding of eligibility was received", "imr.eligibility_information_complete": "all that is needed to decide on eligibility was in",
	"imr.eligibility_request_received": "the request for information was received", "imr.expedited_request_received": "the expedited request was received",
	"imr.form_and_notice_served": "the form and notice were served", "imr.ineligibility_served": "the finding of ineligibility was served",
	"imr.information_request_received": "the request for information was received", "imr.invoice_received": "the invoice was received",
	"imr.notice_of_assignment_mailed": "the notice of assignment was mailed", "imr.notice_of_assignment_received": "the notice of assignment was received",
	"imr.notice_of_assignment_sent_electronically": "the notice of assignment was sent electronically",
	"imr.notice_of_assignment_served":              "the notice of assignment was served", "imr.records_received": "the records were received",
	"imr.records_sent": "the records were sent", "imr.reminder_sent": "the reminder was sent", "imr.threat_certified": "the physician certified the threat",
	"ire.case_file_received": "the case file was received", "ire.request_received": "the request was received",
	"iro.assigned": "the organization was assigned", "iro.decided": "the organization decided", "iro.dispute_received": "the organization received the dispute",
	"iro.fee_received": "the organization received the fee", "iro.information_received": "the organization received the information",
	"iro.notice_received": "the organization's notice was received", "iro.request_received": "the organization received the request",
	"liability.resolution_notice_served": "the notice that liability is resolved was served", "plan.adverse_notice_received": "the plan's final adverse notice was received",
	"plan.affirmed": "the plan affirmed its denial", "plan.denial_or_grievance_decision_received": "the plan's decision was received",
	"plan.external_request_received": "the plan received the request", "plan.final_adverse_determination_received": "the final adverse determination was received",
	"plan.grievance_filed": "the grievance was filed", "plan.material_new_documents_received": "the plan received the new documents",
	"plan.preliminary_review_done": "the preliminary review was done", "plan.reconsideration_request_received": "the plan received the request for reconsideration",
	"plan.redetermination_notice_dated": "the notice of redetermination was dated", "qic.decision_received": "the contractor's decision was received",
	"qic.escalation_request_received": "the request to escalate was received", "qic.evidence_received_after_request": "the late evidence was received",
	"qic.request_and_records_received": "both the request and the records were in", "qic.request_received": "the request was received",
	"qio.determination_told": "the determination was told to the beneficiary", "record.discovered": "the record was found",
	"redetermination.received": "the redetermination was received", "rfa.faxed_or_emailed": "the request for authorization was faxed or e-mailed",
	"rfa.mailed": "the request for authorization was mailed", "rfa.received": "the request for authorization was received",
	"tdi.request_received": "the Department received the request", "treatment.authorized_or_dispute_settled_or_request_withdrawn": "the treatment was authorized, the dispute settled or the request withdrawn",
	"treatment.recommended": "the physician recommended the treatment", "ur.decided": "utilization review decided",
	"ur.decision_served": "the utilization review decision was served", "ur.information_received": "utilization review received the information",
	"ur.internal_appeal_requested": "the internal appeal was asked for", "ura.assignment_notice_received": "the notice of assignment was received",
	"ura.reconsideration_denial_received": "the denial on reconsideration was received",
}
