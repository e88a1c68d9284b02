package main

import (
	"context"

	authenticationv1 "k8s.io/api/authentication/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
)

// Grant allows one act; "*" stands for any value, an empty user for everybody.
type Grant struct {
	User        string `json:"user"`
	Verb        string `json:"verb"`
	Group       string `json:"group"`
	Resource    string `json:"resource"`
	Subresource string `json:"subresource"`
	Name        string `json:"name"`
	Namespace   string `json:"namespace"`
	Path        string `json:"path"`
}

type grants []Grant

func fits(want, have string) bool { return want == "*" || want == have }

func (g grants) Authorize(_ context.Context, a authorizer.Attributes) (authorizer.Decision, string, error) {
	for _, grant := range g {
		if grant.User != "" && grant.User != a.GetUser().GetName() || !fits(grant.Verb, a.GetVerb()) {
			continue
		}
		if a.IsResourceRequest() {
			if grant.Path == "" && fits(grant.Group, a.GetAPIGroup()) && fits(grant.Resource, a.GetResource()) &&
				fits(grant.Subresource, a.GetSubresource()) && fits(grant.Name, a.GetName()) &&
				fits(grant.Namespace, a.GetNamespace()) {
				return authorizer.DecisionAllow, "", nil
			}
		} else if grant.Path != "" && fits(grant.Path, a.GetPath()) {
			return authorizer.DecisionAllow, "", nil
		}
	}
	return authorizer.DecisionNoOpinion, "", nil
}

func userOf(info authenticationv1.UserInfo) user.Info {
	return &user.DefaultInfo{Name: info.Username, UID: info.UID, Groups: info.Groups}
}
