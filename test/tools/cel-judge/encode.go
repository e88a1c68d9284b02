package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
	"k8s.io/apiserver/pkg/cel/mutation"
	"k8s.io/apiserver/pkg/cel/mutation/dynamic"
)

// encode writes a value as [kind, content], so that no kind is mistaken for another: integers are decimal text,
// doubles the hexadecimal text of their bits, maps sorted pairs.
func encode(value ref.Val) any {
	switch v := value.(type) {
	case types.Null:
		return []any{"null"}
	case types.Bool:
		return []any{"bool", bool(v)}
	case types.Int:
		return []any{"int", strconv.FormatInt(int64(v), 10)}
	case types.Uint:
		return []any{"uint", strconv.FormatUint(uint64(v), 10)}
	case types.Double:
		if math.IsNaN(float64(v)) {
			return []any{"double", "NaN"}
		}
		return []any{"double", fmt.Sprintf("%016x", math.Float64bits(float64(v)))}
	case types.String:
		return []any{"string", string(v)}
	case types.Bytes:
		return []any{"bytes", base64.StdEncoding.EncodeToString(v)}
	case types.Timestamp:
		return []any{"timestamp", fmt.Sprintf("%d.%09d", v.Time.Unix(), v.Time.Nanosecond())}
	case types.Duration:
		return []any{"duration", strconv.FormatInt(int64(v.Duration), 10)}
	case *types.Optional:
		if !v.HasValue() {
			return []any{"optional"}
		}
		return []any{"optional", encode(v.GetValue())}
	case *types.Type:
		return []any{"type", v.TypeName()}
	case *dynamic.ObjectVal:
		return []any{"object", v.Type().TypeName(), v.Value()}
	case *mutation.JSONPatchVal:
		return []any{"patch", v.Op, v.Path, v.From, orNil(v.Val)}
	}
	switch v := value.(type) {
	case traits.Mapper:
		pairs := [][]any{}
		for it := v.Iterator(); it.HasNext() == types.True; {
			key := it.Next()
			pairs = append(pairs, []any{encode(key), encode(v.Get(key))})
		}
		sort.Slice(pairs, func(i, j int) bool { return text(pairs[i][0]) < text(pairs[j][0]) })
		return []any{"map", pairs}
	case traits.Lister:
		elements := []any{}
		for it := v.Iterator(); it.HasNext() == types.True; {
			elements = append(elements, encode(it.Next()))
		}
		return []any{"list", elements}
	}
	return []any{"opaque", value.Type().TypeName(), opaque(value)}
}

func opaque(value ref.Val) string {
	if text, ok := value.Value().(fmt.Stringer); ok {
		return text.String()
	}
	return ""
}

func orNil(value ref.Val) any {
	if value == nil {
		return nil
	}
	return encode(value)
}

func text(value any) string {
	made, _ := json.Marshal(value)
	return string(made)
}
