"""A manifest with everything that may stand in a free record, and with `wrong` a mistake that only Python users can make."""

import sys

from cdk8s import ApiObjectMetadata
from cdk8s_container_security import helm

app = helm.HelmApp(outdir=sys.argv[1])
chart = helm.HelmChart(app, "free", version="1.0.0", description="A free record.")
values = chart.values
text = values.add_string("text", description="A text.", default_value="x")
count = values.add_integer("count", description="A count.", default_value=3)
switch = values.add_boolean("switch", description="A switch.", default_value=True)
words = values.add_list("words", description="Words.", items=helm.ValueSchema.text(), default_value=["a"])
pairs = values.add_map("pairs", description="Pairs.", entries=helm.ValueSchema.text(), default_value={"k": "v"})
free = values.add_any("free", description="Anything.", default_value={"a": [1, {"b": 2.5}], "c": False})
loop = helm.Loop.over(pairs, key_name="name", item_name="value")

helm.Manifest(
    chart,
    "thing",
    api_version="example.com/v1",
    kind="Thing",
    metadata=ApiObjectMetadata(annotations={"text": text.as_string(), **pairs.as_map()}),
    content={
        "data": {
            "expression": text,
            "token": f"<{text.as_string()}>",
            "when": helm.Block.when(switch, text),
            "choose": helm.Block.choose(switch, {"deep": [text]}, "no"),
            "config.yaml": helm.Block.yaml_text({"count": count, "when": helm.Block.when(switch, "yes")}),
            **helm.Block.pairs(switch, {"one": "1", "two": text}),
            **loop.pairs(f"at-{loop.key.as_string()}", loop.item),
            **pairs.as_map(),
        },
        "list": ["a", *helm.Block.items(switch, ["b", text]), *words.as_list(), helm.Block.when(switch, {"c": count})],
        "each": loop.each({"name": loop.key, "value": loop.item}),
        "whole": free,
        "words": words,
        "number": count.as_number(),
        "numbers": [1, 2.5, True, None],
        "empty": [{}, []],
        "braces": "{{ .Values.text }}",
        "concat": [helm.Expression.concat("a-", text.pipe("upper"))],
    },
)

if "wrong" in sys.argv:
    helm.Manifest(
        chart, "wrong", api_version="v1", kind="ConfigMap", content={"data": {"text": f"{text}", "number": "1"}}
    )

app.synth()
