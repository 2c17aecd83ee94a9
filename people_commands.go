package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"chatiere/handlers"
	"chatiere/locales"
	"chatiere/models/identity"
	"chatiere/models/people"
	"chatiere/models/store"

	"github.com/spf13/cobra"
)

// userCommand gives a person staff roles and prints a link with which they sign in once, for when no mail can be sent yet.
func userCommand() *cobra.Command {
	var roles []string
	var name, language string
	var lost bool
	c := &cobra.Command{
		Use: "user EMAIL", Short: "Give a person staff roles and print a link to sign in once", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, _, h, err := prepared(cmd.Context())
			if err != nil {
				return err
			}
			defer h.Close()
			f := people.AppointForm{Email: args[0], Name: name, Locale: language}
			for _, r := range roles {
				f.Roles = append(f.Roles, people.Role(r))
			}
			u, err := people.Appoint(cmd.Context(), h.DB, f)
			if wrong, ok := store.AsInvalid(err); ok {
				return refused(wrong)
			}
			if err != nil {
				return err
			}
			if lost {
				if err := identity.LoseFactors(cmd.Context(), h.DB, u); err != nil {
					return err
				}
			}
			return printLink(cmd, s, h, u)
		},
	}
	c.Flags().StringSliceVar(&roles, "role", nil, "agent, editor, steward, accountant, operator or admin (several: --role agent,editor)")
	c.Flags().StringVar(&name, "name", "", "what the person is called")
	c.Flags().StringVar(&language, "language", locales.Default, "the person's language")
	c.Flags().BoolVar(&lost, "lost-factor", false, "take away the person's second step of signing in, when it is lost and nobody else can help")
	return c
}

// refused says on the command line what is wrong, in the words the pages use.
func refused(wrong store.Invalid) error {
	for _, field := range slices.Sorted(maps.Keys(wrong)) {
		return fmt.Errorf("%s: %s", field, locales.T("en", wrong[field].Key, wrong[field].Args))
	}
	return nil
}

func printLink(cmd *cobra.Command, s settings, h *store.Handle, u people.User) error {
	link, err := identity.NewLink(cmd.Context(), h.DB, u.Email, u.Locale)
	if err != nil {
		return err
	}
	token := identity.NewSealer([]byte(s.SecretKey)).Token(identity.ForSignIn, link.Ref, link.ExpiresAt)
	fmt.Fprintf(cmd.OutOrStdout(), "%s may now sign in (roles: %s). This link works once, until %s:\n%s\n", u.Email, u.Roles, link.ExpiresAt.Format("15:04 MST"), s.BaseURL+handlers.SignInAddress(u.Locale, token))
	return nil
}

// inviteFirstAdmin prints the way in while there is nobody to let others in.
func inviteFirstAdmin(s settings, h *store.Handle, out io.Writer) {
	token := identity.NewSealer([]byte(s.SecretKey)).Token(handlers.ForFirstAdmin, "first", store.Now(h.DB).Add(handlers.FirstAdminTime))
	fmt.Fprintf(out, "\n  This portal has no admin yet. Open this address to become the first one (it works once, for one day):\n  %s\n\n", s.BaseURL+handlers.FirstAdminAddress(locales.Default, token))
}
