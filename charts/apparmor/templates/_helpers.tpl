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

{{- define "apparmor.podsValidated" -}}
{{ and (not (.Capabilities.APIVersions.Has "policy/v1beta1/PodSecurityPolicy")) (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy") (semverCompare ">=1.30.0-0" .Capabilities.KubeVersion.Version) | toJson }}
{{- end }}

{{- define "apparmor.podsDefaulted" -}}
{{ and (eq (include "apparmor.podsValidated" .) "true") (and (not (.Capabilities.APIVersions.Has "policy/v1beta1/PodSecurityPolicy")) (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy") (semverCompare ">=1.36.0-0" .Capabilities.KubeVersion.Version)) | toJson }}
{{- end }}

{{- define "apparmor.list-1" -}}
{{- $result := list -}}
{{- range $name, $policy := .Values.securityPolicies }}
{{- $result = append $result (dict "name" (printf "%s-%s" (include "apparmor.fullname" $) $name) "allowUnset" false "privileged" (ternary $policy.spec.privileged false (hasKey $policy.spec "privileged")) "hostNetwork" (ternary $policy.spec.hostNetwork false (hasKey $policy.spec "hostNetwork")) "hostPID" (ternary $policy.spec.hostPID false (hasKey $policy.spec "hostPID")) "hostIPC" (ternary $policy.spec.hostIPC false (hasKey $policy.spec "hostIPC")) "readOnlyRootFilesystem" (ternary $policy.spec.readOnlyRootFilesystem false (hasKey $policy.spec "readOnlyRootFilesystem")) "allowPrivilegeEscalation" (ternary $policy.spec.allowPrivilegeEscalation true (hasKey $policy.spec "allowPrivilegeEscalation")) "defaultAllowPrivilegeEscalation" (ternary (list) (list (ternary $policy.spec.defaultAllowPrivilegeEscalation nil (hasKey $policy.spec "defaultAllowPrivilegeEscalation"))) (kindIs "invalid" (ternary $policy.spec.defaultAllowPrivilegeEscalation nil (hasKey $policy.spec "defaultAllowPrivilegeEscalation")))) "defaultAddCapabilities" (ternary $policy.spec.defaultAddCapabilities (list) (hasKey $policy.spec "defaultAddCapabilities")) "requiredDropCapabilities" (ternary $policy.spec.requiredDropCapabilities (list) (hasKey $policy.spec "requiredDropCapabilities")) "allowedCapabilities" (ternary $policy.spec.allowedCapabilities (list) (hasKey $policy.spec "allowedCapabilities")) "volumes" (ternary $policy.spec.volumes (list) (hasKey $policy.spec "volumes")) "allowedHostPaths" (ternary $policy.spec.allowedHostPaths (list) (hasKey $policy.spec "allowedHostPaths")) "allowedFlexVolumes" (ternary $policy.spec.allowedFlexVolumes (list) (hasKey $policy.spec "allowedFlexVolumes")) "allowedCSIDrivers" (ternary $policy.spec.allowedCSIDrivers (list) (hasKey $policy.spec "allowedCSIDrivers")) "hostPorts" (ternary $policy.spec.hostPorts (list) (hasKey $policy.spec "hostPorts")) "allowedUnsafeSysctls" (ternary $policy.spec.allowedUnsafeSysctls (list) (hasKey $policy.spec "allowedUnsafeSysctls")) "forbiddenSysctls" (ternary $policy.spec.forbiddenSysctls (list) (hasKey $policy.spec "forbiddenSysctls")) "allowedProcMountTypes" (ternary $policy.spec.allowedProcMountTypes (list) (hasKey $policy.spec "allowedProcMountTypes")) "seLinuxRule" ((ternary $policy.spec.seLinux (dict) (hasKey $policy.spec "seLinux")).rule | default "MustRunAs") "seLinuxOptions" (ternary (list) (list (ternary $policy.spec.seLinux (dict) (hasKey $policy.spec "seLinux")).seLinuxOptions) (kindIs "invalid" (ternary $policy.spec.seLinux (dict) (hasKey $policy.spec "seLinux")).seLinuxOptions)) "runAsUserRule" ((ternary $policy.spec.runAsUser (dict) (hasKey $policy.spec "runAsUser")).rule | default "MustRunAs") "runAsUserRanges" ((ternary $policy.spec.runAsUser (dict) (hasKey $policy.spec "runAsUser")).ranges | default (list)) "runAsGroupRule" ((ternary $policy.spec.runAsGroup (dict) (hasKey $policy.spec "runAsGroup")).rule | default "RunAsAny") "runAsGroupRanges" ((ternary $policy.spec.runAsGroup (dict) (hasKey $policy.spec "runAsGroup")).ranges | default (list)) "supplementalGroupsRule" ((ternary $policy.spec.supplementalGroups (dict) (hasKey $policy.spec "supplementalGroups")).rule | default "MustRunAs") "supplementalGroupsRanges" ((ternary $policy.spec.supplementalGroups (dict) (hasKey $policy.spec "supplementalGroups")).ranges | default (list)) "fsGroupRule" ((ternary $policy.spec.fsGroup (dict) (hasKey $policy.spec "fsGroup")).rule | default "MustRunAs") "fsGroupRanges" ((ternary $policy.spec.fsGroup (dict) (hasKey $policy.spec "fsGroup")).ranges | default (list)) "allowedRuntimeClassNames" ((ternary $policy.spec.runtimeClass (dict "allowedRuntimeClassNames" (list "*")) (hasKey $policy.spec "runtimeClass")).allowedRuntimeClassNames | default (list)) "defaultRuntimeClassName" ((ternary $policy.spec.runtimeClass (dict "allowedRuntimeClassNames" (list "*")) (hasKey $policy.spec "runtimeClass")).defaultRuntimeClassName | default "") "appArmorDefaultProfile" (ternary (dict "appArmorDefaultProfile" (ternary "" (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" (list $policy.defaultProfile))) "<${1}>")))) (not $policy.defaultProfile)) "appArmorAllowedProfiles" (ternary (list) (splitList "," (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" $policy.allowedProfiles)) "<${1}>"))))) (not $policy.allowedProfiles))).appArmorDefaultProfile "" (hasKey (dict "appArmorDefaultProfile" (ternary "" (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" (list $policy.defaultProfile))) "<${1}>")))) (not $policy.defaultProfile)) "appArmorAllowedProfiles" (ternary (list) (splitList "," (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" $policy.allowedProfiles)) "<${1}>"))))) (not $policy.allowedProfiles))) "appArmorDefaultProfile")) "appArmorAllowedProfiles" (ternary (dict "appArmorDefaultProfile" (ternary "" (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" (list $policy.defaultProfile))) "<${1}>")))) (not $policy.defaultProfile)) "appArmorAllowedProfiles" (ternary (list) (splitList "," (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" $policy.allowedProfiles)) "<${1}>"))))) (not $policy.allowedProfiles))).appArmorAllowedProfiles (list) (hasKey (dict "appArmorDefaultProfile" (ternary "" (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" (list $policy.defaultProfile))) "<${1}>")))) (not $policy.defaultProfile)) "appArmorAllowedProfiles" (ternary (list) (splitList "," (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" $policy.allowedProfiles)) "<${1}>"))))) (not $policy.allowedProfiles))) "appArmorAllowedProfiles")) "seccompDefaultProfile" (ternary (dict "appArmorDefaultProfile" (ternary "" (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" (list $policy.defaultProfile))) "<${1}>")))) (not $policy.defaultProfile)) "appArmorAllowedProfiles" (ternary (list) (splitList "," (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" $policy.allowedProfiles)) "<${1}>"))))) (not $policy.allowedProfiles))).seccompDefaultProfile "" (hasKey (dict "appArmorDefaultProfile" (ternary "" (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" (list $policy.defaultProfile))) "<${1}>")))) (not $policy.defaultProfile)) "appArmorAllowedProfiles" (ternary (list) (splitList "," (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" $policy.allowedProfiles)) "<${1}>"))))) (not $policy.allowedProfiles))) "seccompDefaultProfile")) "seccompAllowedProfiles" (ternary (dict "appArmorDefaultProfile" (ternary "" (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" (list $policy.defaultProfile))) "<${1}>")))) (not $policy.defaultProfile)) "appArmorAllowedProfiles" (ternary (list) (splitList "," (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" $policy.allowedProfiles)) "<${1}>"))))) (not $policy.allowedProfiles))).seccompAllowedProfiles (list) (hasKey (dict "appArmorDefaultProfile" (ternary "" (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" (list $policy.defaultProfile))) "<${1}>")))) (not $policy.defaultProfile)) "appArmorAllowedProfiles" (ternary (list) (splitList "," (trimSuffix ">" (trimPrefix "<" (replace "><" "," (regexReplaceAll "<localhost/(localhost/[^>]*|runtime/default|unconfined)>" (printf "<localhost/%s>" (join "><localhost/" $policy.allowedProfiles)) "<${1}>"))))) (not $policy.allowedProfiles))) "seccompAllowedProfiles"))) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "apparmor.list-2" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "apparmor.list-1" .) }}
{{- $result = append $result (printf "variables.policy_%d" ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "apparmor.list-3" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "apparmor.list-1" .) }}
{{- $result = append $result (printf "(size(variables.errors_0[%d]) == 0 && variables.use_%d)" ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "apparmor.list-4" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "apparmor.list-1" .) }}
{{- $result = append $result (printf "(!has(variables.context.seccompProfile) || (has(object.metadata.annotations) && 'kubernetes.io/psp' in object.metadata.annotations)) && size(variables.strict_0[%d]) == 0 && variables.use_%d ? [variables.policies_0[%d].name] : " ($number | int64) ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "apparmor.list-5" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "apparmor.list-1" .) }}
{{- $result = append $result (printf "size(variables.lenient_0[%d]) == 0 && variables.use_%d ? [variables.policies_0[%d].name] : " ($number | int64) ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "apparmor.list-6" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "apparmor.list-1" .) }}
{{- $result = append $result (printf "variables.policy_%d" ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "apparmor.labels" -}}
helm.sh/chart: {{ include "apparmor.chart" . | quote }}
app.kubernetes.io/name: {{ include "apparmor.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{- end }}
