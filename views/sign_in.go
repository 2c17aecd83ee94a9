package views

import "context"

// ticked is the value of a box that was ticked, whatever the browser sent.
func ticked(value string) string {
	if value != "" {
		return "true"
	}
	return ""
}

// welcomes reports whether the reader may make an account: nobody is signed in, and the portal is open.
func welcomes(ctx context.Context) bool {
	f := FrameOf(ctx)
	return !f.Me.SignedIn() && (f.Host.Public || f.Development)
}
