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

{{- define "pod-security.podsValidated" -}}
{{ and (not (.Capabilities.APIVersions.Has "policy/v1beta1/PodSecurityPolicy")) (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy") (semverCompare ">=1.30.0-0" .Capabilities.KubeVersion.Version) | toJson }}
{{- end }}

{{- define "pod-security.podsDefaulted" -}}
{{ and (eq (include "pod-security.podsValidated" .) "true") (and (not (.Capabilities.APIVersions.Has "policy/v1beta1/PodSecurityPolicy")) (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy") (semverCompare ">=1.36.0-0" .Capabilities.KubeVersion.Version)) | toJson }}
{{- end }}

{{- define "pod-security.name63" -}}
{{- $name := . -}}
{{ ternary $name (printf "%s-%s" ($name | trunc 54 | trimSuffix "-") ($name | sha256sum | trunc 8)) (le (len $name) 63) }}
{{- end }}

{{- define "pod-security.list-1" -}}
{{- $result := list -}}
{{- range $name, $policy := .Values.podSecurityPolicies }}
{{- $result = append $result (dict "name" (printf "%s-%s" (include "pod-security.fullname" $) $name) "spec" ($policy.spec | default (dict)) "profiles" $policy "level" (get (fromJson ($.Files.Get "files/levels.json")) ($policy.level | default "none")) "allowUnset" (eq $policy.unset "allow")) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-2" -}}
{{- $result := list -}}
{{- range $key, $policy := fromJsonArray (include "pod-security.list-1" .) }}
{{- $result = append $result (dict "name" $policy.name "allowUnset" $policy.allowUnset "privileged" (ternary $policy.spec.privileged (ternary $policy.level.spec.privileged false (hasKey $policy.level.spec "privileged")) (hasKey $policy.spec "privileged")) "hostNetwork" (ternary $policy.spec.hostNetwork (ternary $policy.level.spec.hostNetwork false (hasKey $policy.level.spec "hostNetwork")) (hasKey $policy.spec "hostNetwork")) "hostPID" (ternary $policy.spec.hostPID (ternary $policy.level.spec.hostPID false (hasKey $policy.level.spec "hostPID")) (hasKey $policy.spec "hostPID")) "hostIPC" (ternary $policy.spec.hostIPC (ternary $policy.level.spec.hostIPC false (hasKey $policy.level.spec "hostIPC")) (hasKey $policy.spec "hostIPC")) "readOnlyRootFilesystem" (ternary $policy.spec.readOnlyRootFilesystem (ternary $policy.level.spec.readOnlyRootFilesystem false (hasKey $policy.level.spec "readOnlyRootFilesystem")) (hasKey $policy.spec "readOnlyRootFilesystem")) "allowPrivilegeEscalation" (ternary $policy.spec.allowPrivilegeEscalation (ternary $policy.level.spec.allowPrivilegeEscalation true (hasKey $policy.level.spec "allowPrivilegeEscalation")) (hasKey $policy.spec "allowPrivilegeEscalation")) "defaultAllowPrivilegeEscalation" (ternary (list) (list (ternary $policy.spec.defaultAllowPrivilegeEscalation (ternary $policy.level.spec.defaultAllowPrivilegeEscalation nil (hasKey $policy.level.spec "defaultAllowPrivilegeEscalation")) (hasKey $policy.spec "defaultAllowPrivilegeEscalation"))) (kindIs "invalid" (ternary $policy.spec.defaultAllowPrivilegeEscalation (ternary $policy.level.spec.defaultAllowPrivilegeEscalation nil (hasKey $policy.level.spec "defaultAllowPrivilegeEscalation")) (hasKey $policy.spec "defaultAllowPrivilegeEscalation")))) "defaultAddCapabilities" (ternary $policy.spec.defaultAddCapabilities (ternary $policy.level.spec.defaultAddCapabilities (list) (hasKey $policy.level.spec "defaultAddCapabilities")) (hasKey $policy.spec "defaultAddCapabilities")) "requiredDropCapabilities" (ternary $policy.spec.requiredDropCapabilities (ternary $policy.level.spec.requiredDropCapabilities (list) (hasKey $policy.level.spec "requiredDropCapabilities")) (hasKey $policy.spec "requiredDropCapabilities")) "allowedCapabilities" (ternary $policy.spec.allowedCapabilities (ternary $policy.level.spec.allowedCapabilities (list) (hasKey $policy.level.spec "allowedCapabilities")) (hasKey $policy.spec "allowedCapabilities")) "volumes" (ternary $policy.spec.volumes (ternary $policy.level.spec.volumes (list) (hasKey $policy.level.spec "volumes")) (hasKey $policy.spec "volumes")) "allowedHostPaths" (ternary $policy.spec.allowedHostPaths (ternary $policy.level.spec.allowedHostPaths (list) (hasKey $policy.level.spec "allowedHostPaths")) (hasKey $policy.spec "allowedHostPaths")) "allowedFlexVolumes" (ternary $policy.spec.allowedFlexVolumes (ternary $policy.level.spec.allowedFlexVolumes (list) (hasKey $policy.level.spec "allowedFlexVolumes")) (hasKey $policy.spec "allowedFlexVolumes")) "allowedCSIDrivers" (ternary $policy.spec.allowedCSIDrivers (ternary $policy.level.spec.allowedCSIDrivers (list) (hasKey $policy.level.spec "allowedCSIDrivers")) (hasKey $policy.spec "allowedCSIDrivers")) "hostPorts" (ternary $policy.spec.hostPorts (ternary $policy.level.spec.hostPorts (list) (hasKey $policy.level.spec "hostPorts")) (hasKey $policy.spec "hostPorts")) "allowedUnsafeSysctls" (ternary $policy.spec.allowedUnsafeSysctls (ternary $policy.level.spec.allowedUnsafeSysctls (list) (hasKey $policy.level.spec "allowedUnsafeSysctls")) (hasKey $policy.spec "allowedUnsafeSysctls")) "forbiddenSysctls" (ternary $policy.spec.forbiddenSysctls (ternary $policy.level.spec.forbiddenSysctls (list) (hasKey $policy.level.spec "forbiddenSysctls")) (hasKey $policy.spec "forbiddenSysctls")) "allowedProcMountTypes" (ternary $policy.spec.allowedProcMountTypes (ternary $policy.level.spec.allowedProcMountTypes (list) (hasKey $policy.level.spec "allowedProcMountTypes")) (hasKey $policy.spec "allowedProcMountTypes")) "seLinuxRule" ((ternary $policy.spec.seLinux (ternary $policy.level.spec.seLinux (dict) (hasKey $policy.level.spec "seLinux")) (hasKey $policy.spec "seLinux")).rule | default "MustRunAs") "seLinuxOptions" (ternary (list) (list (ternary $policy.spec.seLinux (ternary $policy.level.spec.seLinux (dict) (hasKey $policy.level.spec "seLinux")) (hasKey $policy.spec "seLinux")).seLinuxOptions) (kindIs "invalid" (ternary $policy.spec.seLinux (ternary $policy.level.spec.seLinux (dict) (hasKey $policy.level.spec "seLinux")) (hasKey $policy.spec "seLinux")).seLinuxOptions)) "runAsUserRule" ((ternary $policy.spec.runAsUser (ternary $policy.level.spec.runAsUser (dict) (hasKey $policy.level.spec "runAsUser")) (hasKey $policy.spec "runAsUser")).rule | default "MustRunAs") "runAsUserRanges" ((ternary $policy.spec.runAsUser (ternary $policy.level.spec.runAsUser (dict) (hasKey $policy.level.spec "runAsUser")) (hasKey $policy.spec "runAsUser")).ranges | default (list)) "runAsGroupRule" ((ternary $policy.spec.runAsGroup (ternary $policy.level.spec.runAsGroup (dict) (hasKey $policy.level.spec "runAsGroup")) (hasKey $policy.spec "runAsGroup")).rule | default "RunAsAny") "runAsGroupRanges" ((ternary $policy.spec.runAsGroup (ternary $policy.level.spec.runAsGroup (dict) (hasKey $policy.level.spec "runAsGroup")) (hasKey $policy.spec "runAsGroup")).ranges | default (list)) "supplementalGroupsRule" ((ternary $policy.spec.supplementalGroups (ternary $policy.level.spec.supplementalGroups (dict) (hasKey $policy.level.spec "supplementalGroups")) (hasKey $policy.spec "supplementalGroups")).rule | default "MustRunAs") "supplementalGroupsRanges" ((ternary $policy.spec.supplementalGroups (ternary $policy.level.spec.supplementalGroups (dict) (hasKey $policy.level.spec "supplementalGroups")) (hasKey $policy.spec "supplementalGroups")).ranges | default (list)) "fsGroupRule" ((ternary $policy.spec.fsGroup (ternary $policy.level.spec.fsGroup (dict) (hasKey $policy.level.spec "fsGroup")) (hasKey $policy.spec "fsGroup")).rule | default "MustRunAs") "fsGroupRanges" ((ternary $policy.spec.fsGroup (ternary $policy.level.spec.fsGroup (dict) (hasKey $policy.level.spec "fsGroup")) (hasKey $policy.spec "fsGroup")).ranges | default (list)) "allowedRuntimeClassNames" ((ternary $policy.spec.runtimeClass (ternary $policy.level.spec.runtimeClass (dict "allowedRuntimeClassNames" (list "*")) (hasKey $policy.level.spec "runtimeClass")) (hasKey $policy.spec "runtimeClass")).allowedRuntimeClassNames | default (list)) "defaultRuntimeClassName" ((ternary $policy.spec.runtimeClass (ternary $policy.level.spec.runtimeClass (dict "allowedRuntimeClassNames" (list "*")) (hasKey $policy.level.spec "runtimeClass")) (hasKey $policy.spec "runtimeClass")).defaultRuntimeClassName | default "") "appArmorDefaultProfile" (ternary $policy.profiles.appArmorDefaultProfile (ternary $policy.level.profiles.appArmorDefaultProfile "" (hasKey $policy.level.profiles "appArmorDefaultProfile")) (hasKey $policy.profiles "appArmorDefaultProfile")) "appArmorAllowedProfiles" (ternary $policy.profiles.appArmorAllowedProfiles (ternary $policy.level.profiles.appArmorAllowedProfiles (list) (hasKey $policy.level.profiles "appArmorAllowedProfiles")) (hasKey $policy.profiles "appArmorAllowedProfiles")) "seccompDefaultProfile" (ternary $policy.profiles.seccompDefaultProfile (ternary $policy.level.profiles.seccompDefaultProfile "" (hasKey $policy.level.profiles "seccompDefaultProfile")) (hasKey $policy.profiles "seccompDefaultProfile")) "seccompAllowedProfiles" (ternary $policy.profiles.seccompAllowedProfiles (ternary $policy.level.profiles.seccompAllowedProfiles (list) (hasKey $policy.level.profiles "seccompAllowedProfiles")) (hasKey $policy.profiles "seccompAllowedProfiles"))) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.test.image" -}}
{{ ternary (printf "%s:%s" .Values.test.image.repository (.Values.test.image.tag | default .Chart.AppVersion)) (printf "%s@%s" .Values.test.image.repository .Values.test.image.digest) (not .Values.test.image.digest) }}
{{- end }}

{{- define "pod-security.list-3" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "[variables.errors_%d].map(e, variables.policy_%d.name + (size(e) == 0 ? \": fits, but neither the user nor the service account may use it\" : \": \" + e.join(\", \")))[0]" ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-4" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "[request.operation == \"CREATE\" ? variables.reasons_%d : variables.errors_%d].map(e, variables.policy_%d.name + (size(e) == 0 ? \": fits, but neither the user nor the service account may use it\" : \": \" + e.join(\", \")))[0]" ($number | int64) ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-5" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "(size(variables.errors_%d) == 0 && variables.use_%d)" ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-6" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "(!has(variables.context.seccompProfile) || (has(object.metadata.annotations) && 'kubernetes.io/psp' in object.metadata.annotations)) && size(variables.exact_%d) == 0 && variables.may_%d ? [variables.names[%d]] : " ($number | int64) ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-7" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "size(variables.fits_%d) == 0 && variables.may_%d ? [variables.names[%d]] : " ($number | int64) ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-8" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "variables.policy_%d" ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.labels" -}}
helm.sh/chart: {{ include "pod-security.chart" . | quote }}
app.kubernetes.io/name: {{ include "pod-security.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{- end }}
