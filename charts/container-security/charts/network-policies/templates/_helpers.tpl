{{- define "network-policies.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "network-policies.fullname" -}}
{{- $name := include "network-policies.name" . -}}
{{- $full := .Values.fullnameOverride | default (ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name)) -}}
{{ ternary $full (printf "%s-%s" ($full | trunc 38 | trimSuffix "-") ($full | sha256sum | trunc 8)) (le (len $full) 47) }}
{{- end }}

{{- define "network-policies.chart" -}}
{{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "network-policies.fullname31" -}}
{{- $name := include "network-policies.name" . -}}
{{- $full := .Values.fullnameOverride | default (ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name)) -}}
{{ ternary $full (printf "%s-%s" ($full | trunc 22 | trimSuffix "-") ($full | sha256sum | trunc 8)) (le (len $full) 31) }}
{{- end }}

{{- define "network-policies.name63" -}}
{{- $name := . -}}
{{ ternary $name (printf "%s-%s" ($name | trunc 54 | trimSuffix "-") ($name | sha256sum | trunc 8)) (le (len $name) 63) }}
{{- end }}

{{- define "network-policies.labels" -}}
helm.sh/chart: {{ include "network-policies.chart" . | quote }}
app.kubernetes.io/name: {{ include "network-policies.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- end }}
