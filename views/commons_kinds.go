package views

import "context"

// kindName says a kind of contribution of the reference; what a collective calls its own, kindCalled says.
func kindName(ctx context.Context, key string) string {
	switch key {
	case "question":
		return t(ctx, "commons.kind.question")
	case "mentoring":
		return t(ctx, "commons.kind.mentoring")
	case "talk":
		return t(ctx, "commons.kind.talk")
	case "eventOrganizing":
		return t(ctx, "commons.kind.event_organizing")
	case "x_outreach":
		return t(ctx, "commons.kind.x_outreach")
	case "doc":
		return t(ctx, "commons.kind.doc")
	case "translation":
		return t(ctx, "commons.kind.translating")
	case "x_proofreading":
		return t(ctx, "commons.kind.x_proofreading")
	case "content":
		return t(ctx, "commons.kind.content")
	case "tutorial":
		return t(ctx, "commons.kind.tutorial")
	case "blog":
		return t(ctx, "commons.kind.blog")
	case "design":
		return t(ctx, "commons.kind.design")
	case "audio":
		return t(ctx, "commons.kind.audio")
	case "video":
		return t(ctx, "commons.kind.video")
	case "bug":
		return t(ctx, "commons.kind.bug")
	case "userTesting":
		return t(ctx, "commons.kind.user_testing")
	case "a11y":
		return t(ctx, "commons.kind.a11y")
	case "review":
		return t(ctx, "commons.kind.review")
	case "security":
		return t(ctx, "commons.kind.security")
	}
	return toolKindName(ctx, key)
}

func toolKindName(ctx context.Context, key string) string {
	switch key {
	case "code":
		return t(ctx, "commons.kind.code")
	case "plugin":
		return t(ctx, "commons.kind.plugin")
	case "tool":
		return t(ctx, "commons.kind.tool")
	case "platform":
		return t(ctx, "commons.kind.platform")
	case "test":
		return t(ctx, "commons.kind.test")
	case "example":
		return t(ctx, "commons.kind.example")
	case "infra":
		return t(ctx, "commons.kind.infra")
	case "maintenance":
		return t(ctx, "commons.kind.maintenance")
	case "data":
		return t(ctx, "commons.kind.data")
	case "ideas":
		return t(ctx, "commons.kind.ideas")
	case "research":
		return t(ctx, "commons.kind.research")
	case "projectManagement":
		return t(ctx, "commons.kind.project_management")
	case "business":
		return t(ctx, "commons.kind.business")
	case "promotion":
		return t(ctx, "commons.kind.promotion")
	case "financial":
		return t(ctx, "commons.kind.financial")
	case "fundingFinding":
		return t(ctx, "commons.kind.funding_finding")
	case "x_goods":
		return t(ctx, "commons.kind.x_goods")
	case "x_premises":
		return t(ctx, "commons.kind.x_premises")
	case "x_expense_waiver":
		return t(ctx, "commons.kind.x_expense_waiver")
	}
	return key
}
