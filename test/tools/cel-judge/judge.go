package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/google/cel-go/cel"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/admission"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/cel/environment"
)

// Named is an expression with the name of its variable.
type Named struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
}

func (n Named) GetName() string          { return n.Name }
func (n Named) GetExpression() string    { return n.Expression }
func (n Named) ReturnTypes() []*cel.Type { return []*cel.Type{cel.AnyType} }

// Question is one expression with what it sees. Version is that of the environment, such as "1.34".
type Question struct {
	Expression      string          `json:"expression"`
	Variables       []Named         `json:"variables"`
	Object          json.RawMessage `json:"object"`
	OldObject       json.RawMessage `json:"oldObject"`
	Params          json.RawMessage `json:"params"`
	Request         json.RawMessage `json:"request"`
	NamespaceObject json.RawMessage `json:"namespaceObject"`
	Grants          []Grant         `json:"grants"`
	Version         string          `json:"version"`
	Patch           bool            `json:"patch"`
}

// Answer is what the server's engine makes of it. Cost is that of the expression and of the variables that it used.
type Answer struct {
	Compile   string            `json:"compile,omitempty"`
	Variables map[string]string `json:"variables,omitempty"`
	Type      string            `json:"type,omitempty"`
	Value     any               `json:"value,omitempty"`
	Error     string            `json:"error,omitempty"`
	Cost      int64             `json:"cost"`
	Fault     string            `json:"fault,omitempty"`
}

const plenty = int64(1) << 50

var environments sync.Map

func environmentOf(text string) (*environment.EnvSet, error) {
	if known, ok := environments.Load(text); ok {
		return known.(*environment.EnvSet), nil
	}
	parsed, err := version.ParseGeneric(text)
	if err != nil {
		return nil, err
	}
	made := environment.MustBaseEnvSet(parsed)
	environments.Store(text, made)
	return made, nil
}

// prepared is a compiler with the variables of a policy in it. Most questions have the same.
type prepared struct {
	compiler *plugincel.CompositedCompiler
	options  plugincel.OptionalVariableDeclarations
	faults   map[string]string
}

var compilers = map[string]prepared{}

func prepare(question Question) (prepared, error) {
	options := plugincel.OptionalVariableDeclarations{
		HasParams:     question.Params != nil,
		HasAuthorizer: true,
		HasPatchTypes: question.Patch,
	}
	key, err := json.Marshal([]any{question.Version, question.Variables, options})
	if err != nil {
		return prepared{}, err
	}
	if known, ok := compilers[string(key)]; ok {
		return known, nil
	}
	env, err := environmentOf(question.Version)
	if err != nil {
		return prepared{}, err
	}
	compiler, err := plugincel.NewCompositedCompiler(env)
	if err != nil {
		return prepared{}, err
	}
	faults := map[string]string{}
	for _, variable := range question.Variables {
		if result := compiler.CompileAndStoreVariable(variable, options, environment.NewExpressions); result.Error != nil {
			faults[variable.Name] = result.Error.Error()
		}
	}
	made := prepared{compiler: compiler, options: options, faults: faults}
	compilers[string(key)] = made
	return made, nil
}

func judge(question Question) (Answer, error) {
	ready, err := prepare(question)
	if err != nil {
		return Answer{}, err
	}
	compiler, options := ready.compiler, ready.options
	given := Answer{Variables: ready.faults}
	expression := Named{Expression: question.Expression}
	compiled := compiler.CompileCELExpression(expression, options, environment.NewExpressions)
	if compiled.Error != nil {
		given.Compile = compiled.Error.Error()
		return given, nil
	}
	given.Type = compiled.OutputType.String()
	attributes, request, namespace, err := inputs(question)
	if err != nil {
		return Answer{}, err
	}
	bindings := plugincel.OptionalVariableBindings{Authorizer: grants(question.Grants)}
	if question.Params != nil {
		if bindings.VersionedParams, err = object(question.Params); err != nil {
			return Answer{}, err
		}
	}
	evaluator := plugincel.NewMutatingEvaluator(compiled)
	result, left, err := evaluator.ForInput(compiler.CreateContext(context.Background()), attributes, request, bindings, namespace, plenty)
	if err != nil {
		return Answer{}, err
	}
	given.Cost = plenty - left
	if result.Error != nil {
		given.Error = result.Error.Error()
	} else {
		given.Value = encode(result.EvalResult)
	}
	return given, nil
}

func inputs(question Question) (*admission.VersionedAttributes, *admissionv1.AdmissionRequest, *corev1.Namespace, error) {
	fail := func(err error) (*admission.VersionedAttributes, *admissionv1.AdmissionRequest, *corev1.Namespace, error) {
		return nil, nil, nil, err
	}
	now, err := object(question.Object)
	if err != nil {
		return fail(err)
	}
	before, err := object(question.OldObject)
	if err != nil {
		return fail(err)
	}
	request := &admissionv1.AdmissionRequest{}
	if question.Request != nil {
		if err := json.Unmarshal(question.Request, request); err != nil {
			return fail(err)
		}
	}
	var namespace *corev1.Namespace
	if question.NamespaceObject != nil {
		namespace = &corev1.Namespace{}
		if err := json.Unmarshal(question.NamespaceObject, namespace); err != nil {
			return fail(err)
		}
	}
	kind := schema.GroupVersionKind(request.Kind)
	resource := schema.GroupVersionResource(request.Resource)
	attributes := admission.NewAttributesRecord(now, before, kind, request.Namespace, request.Name, resource,
		request.SubResource, admission.Operation(request.Operation), nil, false, userOf(request.UserInfo))
	return &admission.VersionedAttributes{
		Attributes:         attributes,
		VersionedObject:    now,
		VersionedOldObject: before,
		VersionedKind:      kind,
	}, request, namespace, nil
}

// object reads integral numbers as integers, as the server does; none stays none.
func object(text json.RawMessage) (runtime.Object, error) {
	if text == nil || string(text) == "null" {
		return nil, nil
	}
	var content map[string]any
	if err := utiljson.Unmarshal(text, &content); err != nil {
		return nil, fmt.Errorf("object: %w", err)
	}
	return &unstructured.Unstructured{Object: content}, nil
}
