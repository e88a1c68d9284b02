{{- define "apparmor.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "apparmor.fullname" -}}
{{- $name := include "apparmor.name" . -}}
{{- $full := .Values.fullnameOverride | default (ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name)) -}}
{{ ternary $full (printf "%s-%s" ($full | trunc 38 | trimSuffix "-") ($full | sha256sum | trunc 8)) (le (len $full) 47) }}
{{- end }}

{{- define "apparmor.chart" -}}
{{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "apparmor.image" -}}
{{ ternary (printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion)) (printf "%s@%s" .Values.image.repository .Values.image.digest) (not .Values.image.digest) }}
{{- end }}

{{- define "apparmor.labels" -}}
helm.sh/chart: {{ include "apparmor.chart" . | quote }}
app.kubernetes.io/name: {{ include "apparmor.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{- end }}
