{{- define "pod-security.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "pod-security.fullname" -}}
{{- $name := include "pod-security.name" . -}}
{{- $full := .Values.fullnameOverride | default (ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name)) -}}
{{ ternary $full (printf "%s-%s" ($full | trunc 38 | trimSuffix "-") ($full | sha256sum | trunc 8)) (le (len $full) 47) }}
{{- end }}

{{- define "pod-security.chart" -}}
{{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "pod-security.name63" -}}
{{- $name := . -}}
{{ ternary $name (printf "%s-%s" ($name | trunc 54 | trimSuffix "-") ($name | sha256sum | trunc 8)) (le (len $name) 63) }}
{{- end }}

{{- define "pod-security.labels" -}}
helm.sh/chart: {{ include "pod-security.chart" . | quote }}
app.kubernetes.io/name: {{ include "pod-security.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{- end }}
