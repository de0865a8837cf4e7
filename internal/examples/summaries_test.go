package examples

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const anything = "…"

// summaryArguments are the functions that make a diagnostic, with the position of its summary among their arguments.
var summaryArguments = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
	"Failed": 0, "refuse": 1, // of the packages diagnose and rules, which pass the summary on
}

// unexplained are the summaries that need no row of their own.
var unexplained = []string{
	"Cannot … …", // the rows explain its causes
	"Cannot keep the access token for its revocation", "Credential without a platform", // a bug, like those that say so
}

// summaries finds the summaries of a package's diagnostics. A text that depends on values has … in their place.
type summaries struct {
	t      *testing.T
	set    *token.FileSet
	values map[string][]ast.Expr // of constants, variables and functions
	found  map[string]bool
}

// Users search for the summary of an error or warning, so the guide has a row for each.
func TestTroubleshooting_Summaries_HaveARow(t *testing.T) {
	content, err := os.ReadFile(guides + "troubleshooting" + extension)
	if err != nil {
		t.Fatal(err)
	}
	var rows []*regexp.Regexp
	for _, match := range symptom.FindAllStringSubmatch(string(content), -1) {
		rows = append(rows, regexp.MustCompile("(?s)^"+strings.ReplaceAll(regexp.QuoteMeta(match[1]), anything, ".+")+"$"))
	}
	found := providerSummaries(t)
	for summary := range found {
		explained := slices.ContainsFunc(rows, func(row *regexp.Regexp) bool { return row.MatchString(summary) })
		if !explained && !slices.Contains(unexplained, summary) {
			t.Errorf("the guide does not explain %q", summary)
		}
	}
	for _, summary := range unexplained {
		if !found[summary] {
			t.Errorf("the provider never says %q", summary)
		}
	}
}

func providerSummaries(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir("../provider", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			s := summaries{t, token.NewFileSet(), map[string][]ast.Expr{}, found}
			s.ofPackage(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (s summaries) ofPackage(folder string) {
	s.t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		s.t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(s.set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			s.t.Fatal(err)
		}
		files = append(files, file)
		ast.Inspect(file, s.define)
	}
	for _, file := range files {
		ast.Inspect(file, s.call)
	}
}

// define collects what names stand for.
func (s summaries) define(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.ValueSpec:
		for i, value := range n.Values {
			s.values[n.Names[i].Name] = append(s.values[n.Names[i].Name], value)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if name, ok := left.(*ast.Ident); ok && len(n.Lhs) == len(n.Rhs) {
				s.values[name.Name] = append(s.values[name.Name], n.Rhs[i])
			}
		}
	case *ast.FuncDecl:
		if last, ok := lastStatement(n).(*ast.ReturnStmt); ok && len(last.Results) == 1 {
			s.values[n.Name.Name] = append(s.values[n.Name.Name], last.Results[0])
		}
	}
	return true
}

func lastStatement(f *ast.FuncDecl) ast.Stmt {
	if f.Body == nil || len(f.Body.List) == 0 {
		return nil
	}
	return f.Body.List[len(f.Body.List)-1]
}

// call collects the summaries of a call that makes a diagnostic, except for those that report a bug.
func (s summaries) call(node ast.Node) bool {
	call, ok := node.(*ast.CallExpr)
	if !ok {
		return true
	}
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return true
	}
	at, ok := summaryArguments[function.Sel.Name]
	if !ok || len(call.Args) <= at || s.says(call, "This is a bug in the provider") {
		return true
	}
	for _, text := range s.texts(call.Args[at], 0) {
		if text != anything {
			s.found[text] = true
		}
	}
	if name, ok := call.Args[at].(*ast.Ident); ok && len(s.values[name.Name]) == 0 {
		s.t.Errorf("%s: where does this summary come from?", s.set.Position(call.Pos()))
	}
	return true
}

func (s summaries) says(call *ast.CallExpr, text string) (said bool) {
	ast.Inspect(call, func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		said = said || ok && strings.Contains(literal.Value, text)
		return true
	})
	return said
}

var verb = regexp.MustCompile(`%[a-z]`)

// texts returns what an expression may be, following names to this depth.
func (s summaries) texts(expression ast.Expr, depth int) []string {
	switch e := expression.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			return []string{anything}
		}
		return []string{text}
	case *ast.BinaryExpr:
		var all []string
		for _, left := range s.texts(e.X, depth) {
			for _, right := range s.texts(e.Y, depth) {
				all = append(all, left+right)
			}
		}
		return all
	case *ast.CallExpr:
		return s.called(e, depth)
	case *ast.Ident:
		return s.named(e.Name, depth)
	}
	return []string{anything}
}

func (s summaries) called(call *ast.CallExpr, depth int) []string {
	if function, ok := call.Fun.(*ast.SelectorExpr); ok && function.Sel.Name == "Sprintf" {
		return []string{verb.ReplaceAllString(s.texts(call.Args[0], depth)[0], anything)}
	}
	if function, ok := call.Fun.(*ast.Ident); ok {
		return s.named(function.Name, depth)
	}
	return []string{anything}
}

func (s summaries) named(name string, depth int) []string {
	var all []string
	for _, value := range s.values[name] {
		if depth < 2 {
			all = append(all, s.texts(value, depth+1)...)
		}
	}
	if len(all) == 0 {
		return []string{anything}
	}
	return all
}
