{{- define "container-security.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "container-security.fullname" -}}
{{- $name := include "container-security.name" . -}}
{{- $full := .Values.fullnameOverride | default (ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name)) -}}
{{ ternary $full (printf "%s-%s" ($full | trunc 38 | trimSuffix "-") ($full | sha256sum | trunc 8)) (le (len $full) 47) }}
{{- end }}

{{- define "container-security.chart" -}}
{{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "container-security.labels" -}}
helm.sh/chart: {{ include "container-security.chart" . | quote }}
app.kubernetes.io/name: {{ include "container-security.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{- end }}
