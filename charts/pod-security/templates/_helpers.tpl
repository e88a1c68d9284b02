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

{{- define "pod-security.list-3" -}}
{{- $result := list -}}
{{- range $name, $policy := .Values.podSecurityPolicies }}
{{- $result = append $result (dict "name" $name "given" $policy "level" (get (fromJson ($.Files.Get "files/levels.json")) ($policy.level | default "none"))) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-4" -}}
{{- $result := list -}}
{{- range $key, $policy := fromJsonArray (include "pod-security.list-3" .) }}
{{- $result = append $result (dict "name" $policy.name "given" $policy.given "own" ($policy.given.spec | default (dict)) "spec" (dict "allowPrivilegeEscalation" (ternary ($policy.given.spec | default (dict)).allowPrivilegeEscalation $policy.level.spec.allowPrivilegeEscalation (hasKey ($policy.given.spec | default (dict)) "allowPrivilegeEscalation")) "defaultAllowPrivilegeEscalation" (ternary ($policy.given.spec | default (dict)).defaultAllowPrivilegeEscalation $policy.level.spec.defaultAllowPrivilegeEscalation (hasKey ($policy.given.spec | default (dict)) "defaultAllowPrivilegeEscalation")) "requiredDropCapabilities" (ternary ($policy.given.spec | default (dict)).requiredDropCapabilities $policy.level.spec.requiredDropCapabilities (hasKey ($policy.given.spec | default (dict)) "requiredDropCapabilities")) "readOnlyRootFilesystem" (ternary ($policy.given.spec | default (dict)).readOnlyRootFilesystem $policy.level.spec.readOnlyRootFilesystem (hasKey ($policy.given.spec | default (dict)) "readOnlyRootFilesystem")) "hostPorts" (ternary ($policy.given.spec | default (dict)).hostPorts $policy.level.spec.hostPorts (hasKey ($policy.given.spec | default (dict)) "hostPorts")) "seLinux" (ternary ($policy.given.spec | default (dict)).seLinux $policy.level.spec.seLinux (hasKey ($policy.given.spec | default (dict)) "seLinux")) "runtimeClass" (ternary ($policy.given.spec | default (dict)).runtimeClass $policy.level.spec.runtimeClass (hasKey ($policy.given.spec | default (dict)) "runtimeClass")) "defaultAddCapabilities" (ternary ($policy.given.spec | default (dict)).defaultAddCapabilities $policy.level.spec.defaultAddCapabilities (hasKey ($policy.given.spec | default (dict)) "defaultAddCapabilities")) "allowedCapabilities" (ternary ($policy.given.spec | default (dict)).allowedCapabilities $policy.level.spec.allowedCapabilities (hasKey ($policy.given.spec | default (dict)) "allowedCapabilities")) "allowedUnsafeSysctls" (ternary ($policy.given.spec | default (dict)).allowedUnsafeSysctls $policy.level.spec.allowedUnsafeSysctls (hasKey ($policy.given.spec | default (dict)) "allowedUnsafeSysctls")) "forbiddenSysctls" (ternary ($policy.given.spec | default (dict)).forbiddenSysctls $policy.level.spec.forbiddenSysctls (hasKey ($policy.given.spec | default (dict)) "forbiddenSysctls")) "runAsUser" (ternary ($policy.given.spec | default (dict)).runAsUser $policy.level.spec.runAsUser (hasKey ($policy.given.spec | default (dict)) "runAsUser")) "runAsGroup" (ternary ($policy.given.spec | default (dict)).runAsGroup $policy.level.spec.runAsGroup (hasKey ($policy.given.spec | default (dict)) "runAsGroup")) "supplementalGroups" (ternary ($policy.given.spec | default (dict)).supplementalGroups $policy.level.spec.supplementalGroups (hasKey ($policy.given.spec | default (dict)) "supplementalGroups")) "fsGroup" (ternary ($policy.given.spec | default (dict)).fsGroup $policy.level.spec.fsGroup (hasKey ($policy.given.spec | default (dict)) "fsGroup"))) "profiles" (dict "appArmorDefaultProfile" (ternary $policy.given.appArmorDefaultProfile $policy.level.profiles.appArmorDefaultProfile (hasKey $policy.given "appArmorDefaultProfile")) "appArmorAllowedProfiles" (ternary $policy.given.appArmorAllowedProfiles $policy.level.profiles.appArmorAllowedProfiles (hasKey $policy.given "appArmorAllowedProfiles")) "seccompDefaultProfile" (ternary $policy.given.seccompDefaultProfile $policy.level.profiles.seccompDefaultProfile (hasKey $policy.given "seccompDefaultProfile")) "seccompAllowedProfiles" (ternary $policy.given.seccompAllowedProfiles $policy.level.profiles.seccompAllowedProfiles (hasKey $policy.given "seccompAllowedProfiles")))) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-5" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (not ($policy.given.level | default "")) (not (hasKey $policy.own "seLinux")) }}
{{- $result = append $result (printf "%s is missing: without a level the policy says it itself, such as { rule: RunAsAny }" (printf "\"podSecurityPolicies.%s.spec.seLinux\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-6" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (not ($policy.given.level | default "")) (not (hasKey $policy.own "runAsUser")) }}
{{- $result = append $result (printf "%s is missing: without a level the policy says it itself, such as { rule: RunAsAny }" (printf "\"podSecurityPolicies.%s.spec.runAsUser\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-7" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (not ($policy.given.level | default "")) (not (hasKey $policy.own "supplementalGroups")) }}
{{- $result = append $result (printf "%s is missing: without a level the policy says it itself, such as { rule: RunAsAny }" (printf "\"podSecurityPolicies.%s.spec.supplementalGroups\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-8" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (not ($policy.given.level | default "")) (not (hasKey $policy.own "fsGroup")) }}
{{- $result = append $result (printf "%s is missing: without a level the policy says it itself, such as { rule: RunAsAny }" (printf "\"podSecurityPolicies.%s.spec.fsGroup\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-9" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $range := ($policy.spec.runAsUser | default (dict)).ranges | default (list) }}
{{- if gt ($range.min | int64) ($range.max | int64) }}
{{- $result = append $result (printf "%s%s" (printf "\"podSecurityPolicies.%s%s" $policy.name (printf ".spec.runAsUser.ranges[%d]\"" ($index | int64))) (printf " begins with %d and ends with %d: the least id is \"min\"" ($range.min | int64) ($range.max | int64))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-10" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $range := ($policy.spec.runAsGroup | default (dict)).ranges | default (list) }}
{{- if gt ($range.min | int64) ($range.max | int64) }}
{{- $result = append $result (printf "%s%s" (printf "\"podSecurityPolicies.%s%s" $policy.name (printf ".spec.runAsGroup.ranges[%d]\"" ($index | int64))) (printf " begins with %d and ends with %d: the least id is \"min\"" ($range.min | int64) ($range.max | int64))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-11" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $range := ($policy.spec.supplementalGroups | default (dict)).ranges | default (list) }}
{{- if gt ($range.min | int64) ($range.max | int64) }}
{{- $result = append $result (printf "%s%s" (printf "\"podSecurityPolicies.%s%s" $policy.name (printf ".spec.supplementalGroups.ranges[%d]\"" ($index | int64))) (printf " begins with %d and ends with %d: the least id is \"min\"" ($range.min | int64) ($range.max | int64))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-12" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $range := ($policy.spec.fsGroup | default (dict)).ranges | default (list) }}
{{- if gt ($range.min | int64) ($range.max | int64) }}
{{- $result = append $result (printf "%s%s" (printf "\"podSecurityPolicies.%s%s" $policy.name (printf ".spec.fsGroup.ranges[%d]\"" ($index | int64))) (printf " begins with %d and ends with %d: the least id is \"min\"" ($range.min | int64) ($range.max | int64))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-13" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (eq (($policy.spec.runAsGroup | default (dict)).rule | default "") "RunAsAny") (($policy.spec.runAsGroup | default (dict)).ranges | default (list)) }}
{{- $result = append $result (printf "%s must be empty for RunAsAny: leave the ranges out, or write MustRunAs or MayRunAs" (printf "\"podSecurityPolicies.%s.spec.runAsGroup.ranges\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-14" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (has (($policy.spec.runAsGroup | default (dict)).rule | default "") (list "MustRunAs" "MayRunAs")) (not (($policy.spec.runAsGroup | default (dict)).ranges | default (list))) }}
{{- $result = append $result (printf "%s%s" (printf "\"podSecurityPolicies.%s.spec.runAsGroup.ranges\"" $policy.name) (printf " must have at least one range for %s: such as [{ min: 1, max: 65535 }]" (($policy.spec.runAsGroup | default (dict)).rule | default ""))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-15" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $capability := $policy.spec.defaultAddCapabilities | default (list) }}
{{- if has ($capability | toJson | mustFromJson) ($policy.spec.requiredDropCapabilities | default (list) | toJson | mustFromJson) }}
{{- $result = append $result (printf "%s%s%s%s" (printf "\"podSecurityPolicies.%s%s" $policy.name (printf ".spec.defaultAddCapabilities[%d]\"" ($index | int64))) (printf " is \"%s\", which requiredDropCapabilities takes away: leave it in one of the two lists" (ternary $capability ($capability | toJson) (kindIs "string" $capability))) (ternary "" (printf " (defaultAddCapabilities comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "defaultAddCapabilities") (kindIs "invalid" $policy.spec.defaultAddCapabilities))))) (ternary "" (printf " (requiredDropCapabilities comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "requiredDropCapabilities") (kindIs "invalid" $policy.spec.requiredDropCapabilities)))))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-16" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $capability := $policy.spec.allowedCapabilities | default (list) }}
{{- if has ($capability | toJson | mustFromJson) ($policy.spec.requiredDropCapabilities | default (list) | toJson | mustFromJson) }}
{{- $result = append $result (printf "%s%s%s%s" (printf "\"podSecurityPolicies.%s%s" $policy.name (printf ".spec.allowedCapabilities[%d]\"" ($index | int64))) (printf " is \"%s\", which requiredDropCapabilities takes away: leave it in one of the two lists" (ternary $capability ($capability | toJson) (kindIs "string" $capability))) (ternary "" (printf " (allowedCapabilities comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "allowedCapabilities") (kindIs "invalid" $policy.spec.allowedCapabilities))))) (ternary "" (printf " (requiredDropCapabilities comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "requiredDropCapabilities") (kindIs "invalid" $policy.spec.requiredDropCapabilities)))))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-17" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and ($policy.spec.requiredDropCapabilities | default (list)) (has "*" ($policy.spec.allowedCapabilities | default (list))) }}
{{- $result = append $result (printf "%s must be empty when \"*\" is allowed: name the capabilities that may be added, or drop none%s%s" (printf "\"podSecurityPolicies.%s.spec.requiredDropCapabilities\"" $policy.name) (ternary "" (printf " (requiredDropCapabilities comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "requiredDropCapabilities") (kindIs "invalid" $policy.spec.requiredDropCapabilities))))) (ternary "" (printf " (allowedCapabilities comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "allowedCapabilities") (kindIs "invalid" $policy.spec.allowedCapabilities)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-18" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and $policy.spec.defaultAllowPrivilegeEscalation (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)) }}
{{- $result = append $result (printf "%s is true, and allowPrivilegeEscalation false: set it to false as well, or leave it out%s%s" (printf "\"podSecurityPolicies.%s.spec.defaultAllowPrivilegeEscalation\"" $policy.name) (ternary "" (printf " (defaultAllowPrivilegeEscalation comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "defaultAllowPrivilegeEscalation") (kindIs "invalid" $policy.spec.defaultAllowPrivilegeEscalation))))) (ternary "" (printf " (allowPrivilegeEscalation comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "allowPrivilegeEscalation") (kindIs "invalid" $policy.spec.allowPrivilegeEscalation)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-19" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (has "*" ($policy.spec.allowedUnsafeSysctls | default (list))) (gt (len ($policy.spec.allowedUnsafeSysctls | default (list))) 1) }}
{{- $result = append $result (printf "%s must have nothing beside \"*\": leave \"*\" out, or everything else%s" (printf "\"podSecurityPolicies.%s.spec.allowedUnsafeSysctls\"" $policy.name) (ternary "" (printf " (allowedUnsafeSysctls comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "allowedUnsafeSysctls") (kindIs "invalid" $policy.spec.allowedUnsafeSysctls)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-20" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (has "*" ($policy.spec.forbiddenSysctls | default (list))) (gt (len ($policy.spec.forbiddenSysctls | default (list))) 1) }}
{{- $result = append $result (printf "%s must have nothing beside \"*\": leave \"*\" out, or everything else%s" (printf "\"podSecurityPolicies.%s.spec.forbiddenSysctls\"" $policy.name) (ternary "" (printf " (forbiddenSysctls comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "forbiddenSysctls") (kindIs "invalid" $policy.spec.forbiddenSysctls)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-21" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $allowed := $policy.spec.allowedUnsafeSysctls | default (list) }}
{{- range $index2, $forbidden := $policy.spec.forbiddenSysctls | default (list) }}
{{- if or (and (hasSuffix "*" $allowed) (hasPrefix (trimSuffix "*" $allowed) (trimSuffix "*" $forbidden))) (and (hasSuffix "*" $forbidden) (hasPrefix (trimSuffix "*" $forbidden) (trimSuffix "*" $allowed))) (eq ($allowed | toJson) ($forbidden | toJson)) }}
{{- $result = append $result (printf "%s%s%s%s" (printf "\"podSecurityPolicies.%s%s" $policy.name (printf ".spec.allowedUnsafeSysctls[%d]\"" ($index | int64))) (printf " is \"%s\", which overlaps with \"%s\" in forbiddenSysctls: leave it in one of the two lists" (ternary $allowed ($allowed | toJson) (kindIs "string" $allowed)) (ternary $forbidden ($forbidden | toJson) (kindIs "string" $forbidden))) (ternary "" (printf " (allowedUnsafeSysctls comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "allowedUnsafeSysctls") (kindIs "invalid" $policy.spec.allowedUnsafeSysctls))))) (ternary "" (printf " (forbiddenSysctls comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.own "forbiddenSysctls") (kindIs "invalid" $policy.spec.forbiddenSysctls)))))) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-22" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (has "*" (($policy.spec.runtimeClass | default (dict)).allowedRuntimeClassNames | default (list))) (gt (len (($policy.spec.runtimeClass | default (dict)).allowedRuntimeClassNames | default (list))) 1) }}
{{- $result = append $result (printf "%s must have nothing beside \"*\": leave \"*\" out, or everything else" (printf "\"podSecurityPolicies.%s.spec.runtimeClass.allowedRuntimeClassNames\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-23" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName | default "") (not (or (has "*" (($policy.spec.runtimeClass | default (dict)).allowedRuntimeClassNames | default (list))) (has (($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName | default "" | toJson | mustFromJson) (($policy.spec.runtimeClass | default (dict)).allowedRuntimeClassNames | default (list) | toJson | mustFromJson)))) }}
{{- $result = append $result (printf "%s%s" (printf "\"podSecurityPolicies.%s.spec.runtimeClass.allowedRuntimeClassNames\"" $policy.name) (printf " must have the default, \"%s\", in it: add it" (ternary (($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName | default "") (($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName | default "" | toJson) (kindIs "string" (($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName | default ""))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-24" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $subject := $policy.given.subjects | default (list) }}
{{- if and $subject.namespace (ne ($subject.kind | toJson) "\"ServiceAccount\"") }}
{{- $result = append $result (printf "%s%s: leave it out; \"in\" says for pods of which namespace the policy may be used" (printf "\"podSecurityPolicies.%s.subjects[%d].namespace\"" $policy.name ($index | int64)) (printf " is for a ServiceAccount, and this is a %s" (ternary $subject.kind ($subject.kind | toJson) (kindIs "string" $subject.kind)))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.refused" -}}
{{ sortAlpha (concat (fromJsonArray (include "pod-security.list-5" .)) (fromJsonArray (include "pod-security.list-6" .)) (fromJsonArray (include "pod-security.list-7" .)) (fromJsonArray (include "pod-security.list-8" .)) (fromJsonArray (include "pod-security.list-9" .)) (fromJsonArray (include "pod-security.list-10" .)) (fromJsonArray (include "pod-security.list-11" .)) (fromJsonArray (include "pod-security.list-12" .)) (fromJsonArray (include "pod-security.list-13" .)) (fromJsonArray (include "pod-security.list-14" .)) (fromJsonArray (include "pod-security.list-15" .)) (fromJsonArray (include "pod-security.list-16" .)) (fromJsonArray (include "pod-security.list-17" .)) (fromJsonArray (include "pod-security.list-18" .)) (fromJsonArray (include "pod-security.list-19" .)) (fromJsonArray (include "pod-security.list-20" .)) (fromJsonArray (include "pod-security.list-21" .)) (fromJsonArray (include "pod-security.list-22" .)) (fromJsonArray (include "pod-security.list-23" .)) (fromJsonArray (include "pod-security.list-24" .))) | toJson }}
{{- end }}

{{- define "pod-security.list-25" -}}
{{- $result := list -}}
{{- range $key, $namespace := .Values.namespaces }}
{{- if not (has $namespace ($.Values.exemptNamespaces | default (list))) }}
{{- $result = append $result $namespace }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-26" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- $result = append $result (printf "  %s: %s%s%s" $policy.name ($policy.given.level | default "" | default "none") (ternary "" " and fields of its own" (not (or $policy.own (hasKey $policy.given "appArmorDefaultProfile") (hasKey $policy.given "appArmorAllowedProfiles") (hasKey $policy.given "seccompDefaultProfile") (hasKey $policy.given "seccompAllowedProfiles")))) (ternary "" (printf ", sets %s" (join ", " (compact (list (ternary "" "allowPrivilegeEscalation" (not (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)))) (ternary "" "defaultAllowPrivilegeEscalation" (not (kindIs "bool" $policy.spec.defaultAllowPrivilegeEscalation))) (ternary "" "defaultAddCapabilities" (not ($policy.spec.defaultAddCapabilities | default (list)))) (ternary "" "requiredDropCapabilities" (not ($policy.spec.requiredDropCapabilities | default (list)))) (ternary "" "seLinux" (not (ne (($policy.spec.seLinux | default (dict)).rule | default "") "RunAsAny"))) (ternary "" "runAsUser" (not (hasPrefix "MustRunAs" (($policy.spec.runAsUser | default (dict)).rule | default "")))) (ternary "" "runAsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.runAsGroup | default (dict)).rule | default "")))) (ternary "" "supplementalGroups" (not (hasPrefix "MustRunAs" (($policy.spec.supplementalGroups | default (dict)).rule | default "")))) (ternary "" "fsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.fsGroup | default (dict)).rule | default "")))) (ternary "" "readOnlyRootFilesystem" (not $policy.spec.readOnlyRootFilesystem)) (ternary "" "runtimeClass" (not ($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName)) (ternary "" "appArmorDefaultProfile" (not $policy.profiles.appArmorDefaultProfile)) (ternary "" "seccompDefaultProfile" (not $policy.profiles.seccompDefaultProfile)))))) (not (join ", " (compact (list (ternary "" "allowPrivilegeEscalation" (not (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)))) (ternary "" "defaultAllowPrivilegeEscalation" (not (kindIs "bool" $policy.spec.defaultAllowPrivilegeEscalation))) (ternary "" "defaultAddCapabilities" (not ($policy.spec.defaultAddCapabilities | default (list)))) (ternary "" "requiredDropCapabilities" (not ($policy.spec.requiredDropCapabilities | default (list)))) (ternary "" "seLinux" (not (ne (($policy.spec.seLinux | default (dict)).rule | default "") "RunAsAny"))) (ternary "" "runAsUser" (not (hasPrefix "MustRunAs" (($policy.spec.runAsUser | default (dict)).rule | default "")))) (ternary "" "runAsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.runAsGroup | default (dict)).rule | default "")))) (ternary "" "supplementalGroups" (not (hasPrefix "MustRunAs" (($policy.spec.supplementalGroups | default (dict)).rule | default "")))) (ternary "" "fsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.fsGroup | default (dict)).rule | default "")))) (ternary "" "readOnlyRootFilesystem" (not $policy.spec.readOnlyRootFilesystem)) (ternary "" "runtimeClass" (not ($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName)) (ternary "" "appArmorDefaultProfile" (not $policy.profiles.appArmorDefaultProfile)) (ternary "" "seccompDefaultProfile" (not $policy.profiles.seccompDefaultProfile)))))))) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-27" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if join ", " (compact (list (ternary "" "allowPrivilegeEscalation" (not (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)))) (ternary "" "defaultAllowPrivilegeEscalation" (not (kindIs "bool" $policy.spec.defaultAllowPrivilegeEscalation))) (ternary "" "defaultAddCapabilities" (not ($policy.spec.defaultAddCapabilities | default (list)))) (ternary "" "requiredDropCapabilities" (not ($policy.spec.requiredDropCapabilities | default (list)))) (ternary "" "seLinux" (not (ne (($policy.spec.seLinux | default (dict)).rule | default "") "RunAsAny"))) (ternary "" "runAsUser" (not (hasPrefix "MustRunAs" (($policy.spec.runAsUser | default (dict)).rule | default "")))) (ternary "" "runAsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.runAsGroup | default (dict)).rule | default "")))) (ternary "" "supplementalGroups" (not (hasPrefix "MustRunAs" (($policy.spec.supplementalGroups | default (dict)).rule | default "")))) (ternary "" "fsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.fsGroup | default (dict)).rule | default "")))) (ternary "" "readOnlyRootFilesystem" (not $policy.spec.readOnlyRootFilesystem)) (ternary "" "runtimeClass" (not ($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName)) (ternary "" "appArmorDefaultProfile" (not $policy.profiles.appArmorDefaultProfile)) (ternary "" "seccompDefaultProfile" (not $policy.profiles.seccompDefaultProfile)))) }}
{{- $result = append $result (printf "  %s %s those without %s" $policy.name (ternary (ternary "refuses" "would refuse" (not (eq $.Values.mode "audit"))) "lets in" (not (eq ($policy.given.unset | default "") "allow"))) (join ", " (compact (list (ternary "" "allowPrivilegeEscalation" (not (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)))) (ternary "" "defaultAllowPrivilegeEscalation" (not (kindIs "bool" $policy.spec.defaultAllowPrivilegeEscalation))) (ternary "" "defaultAddCapabilities" (not ($policy.spec.defaultAddCapabilities | default (list)))) (ternary "" "requiredDropCapabilities" (not ($policy.spec.requiredDropCapabilities | default (list)))) (ternary "" "seLinux" (not (ne (($policy.spec.seLinux | default (dict)).rule | default "") "RunAsAny"))) (ternary "" "runAsUser" (not (hasPrefix "MustRunAs" (($policy.spec.runAsUser | default (dict)).rule | default "")))) (ternary "" "runAsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.runAsGroup | default (dict)).rule | default "")))) (ternary "" "supplementalGroups" (not (hasPrefix "MustRunAs" (($policy.spec.supplementalGroups | default (dict)).rule | default "")))) (ternary "" "fsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.fsGroup | default (dict)).rule | default "")))) (ternary "" "readOnlyRootFilesystem" (not $policy.spec.readOnlyRootFilesystem)) (ternary "" "runtimeClass" (not ($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName)) (ternary "" "appArmorDefaultProfile" (not $policy.profiles.appArmorDefaultProfile)) (ternary "" "seccompDefaultProfile" (not $policy.profiles.seccompDefaultProfile)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-28" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if join ", " (compact (list (ternary "" "allowPrivilegeEscalation" (not (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)))) (ternary "" "defaultAllowPrivilegeEscalation" (not (kindIs "bool" $policy.spec.defaultAllowPrivilegeEscalation))) (ternary "" "defaultAddCapabilities" (not ($policy.spec.defaultAddCapabilities | default (list)))) (ternary "" "requiredDropCapabilities" (not ($policy.spec.requiredDropCapabilities | default (list)))) (ternary "" "seLinux" (not (ne (($policy.spec.seLinux | default (dict)).rule | default "") "RunAsAny"))) (ternary "" "runAsUser" (not (hasPrefix "MustRunAs" (($policy.spec.runAsUser | default (dict)).rule | default "")))) (ternary "" "runAsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.runAsGroup | default (dict)).rule | default "")))) (ternary "" "supplementalGroups" (not (hasPrefix "MustRunAs" (($policy.spec.supplementalGroups | default (dict)).rule | default "")))) (ternary "" "fsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.fsGroup | default (dict)).rule | default "")))) (ternary "" "readOnlyRootFilesystem" (not $policy.spec.readOnlyRootFilesystem)) (ternary "" "runtimeClass" (not ($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName)) (ternary "" "appArmorDefaultProfile" (not $policy.profiles.appArmorDefaultProfile)) (ternary "" "seccompDefaultProfile" (not $policy.profiles.seccompDefaultProfile)))) }}
{{- $result = append $result (printf "  %s: %s" $policy.name (join ", " (compact (list (ternary "" "allowPrivilegeEscalation" (not (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)))) (ternary "" "defaultAllowPrivilegeEscalation" (not (kindIs "bool" $policy.spec.defaultAllowPrivilegeEscalation))) (ternary "" "defaultAddCapabilities" (not ($policy.spec.defaultAddCapabilities | default (list)))) (ternary "" "requiredDropCapabilities" (not ($policy.spec.requiredDropCapabilities | default (list)))) (ternary "" "seLinux" (not (ne (($policy.spec.seLinux | default (dict)).rule | default "") "RunAsAny"))) (ternary "" "runAsUser" (not (hasPrefix "MustRunAs" (($policy.spec.runAsUser | default (dict)).rule | default "")))) (ternary "" "runAsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.runAsGroup | default (dict)).rule | default "")))) (ternary "" "supplementalGroups" (not (hasPrefix "MustRunAs" (($policy.spec.supplementalGroups | default (dict)).rule | default "")))) (ternary "" "fsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.fsGroup | default (dict)).rule | default "")))) (ternary "" "readOnlyRootFilesystem" (not $policy.spec.readOnlyRootFilesystem)) (ternary "" "runtimeClass" (not ($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName)) (ternary "" "appArmorDefaultProfile" (not $policy.profiles.appArmorDefaultProfile)) (ternary "" "seccompDefaultProfile" (not $policy.profiles.seccompDefaultProfile)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-29" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if join ", " (compact (list (ternary "" "allowPrivilegeEscalation" (not (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)))) (ternary "" "defaultAllowPrivilegeEscalation" (not (kindIs "bool" $policy.spec.defaultAllowPrivilegeEscalation))) (ternary "" "defaultAddCapabilities" (not ($policy.spec.defaultAddCapabilities | default (list)))) (ternary "" "requiredDropCapabilities" (not ($policy.spec.requiredDropCapabilities | default (list)))) (ternary "" "seLinux" (not (ne (($policy.spec.seLinux | default (dict)).rule | default "") "RunAsAny"))) (ternary "" "runAsUser" (not (hasPrefix "MustRunAs" (($policy.spec.runAsUser | default (dict)).rule | default "")))) (ternary "" "runAsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.runAsGroup | default (dict)).rule | default "")))) (ternary "" "supplementalGroups" (not (hasPrefix "MustRunAs" (($policy.spec.supplementalGroups | default (dict)).rule | default "")))) (ternary "" "fsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.fsGroup | default (dict)).rule | default "")))) (ternary "" "readOnlyRootFilesystem" (not $policy.spec.readOnlyRootFilesystem)) (ternary "" "runtimeClass" (not ($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName)) (ternary "" "appArmorDefaultProfile" (not $policy.profiles.appArmorDefaultProfile)) (ternary "" "seccompDefaultProfile" (not $policy.profiles.seccompDefaultProfile)))) }}
{{- $result = append $result (printf "  %s: %s" $policy.name (join ", " (compact (list (ternary "" "allowPrivilegeEscalation" (not (and (kindIs "bool" $policy.spec.allowPrivilegeEscalation) (not $policy.spec.allowPrivilegeEscalation)))) (ternary "" "defaultAllowPrivilegeEscalation" (not (kindIs "bool" $policy.spec.defaultAllowPrivilegeEscalation))) (ternary "" "defaultAddCapabilities" (not ($policy.spec.defaultAddCapabilities | default (list)))) (ternary "" "requiredDropCapabilities" (not ($policy.spec.requiredDropCapabilities | default (list)))) (ternary "" "seLinux" (not (ne (($policy.spec.seLinux | default (dict)).rule | default "") "RunAsAny"))) (ternary "" "runAsUser" (not (hasPrefix "MustRunAs" (($policy.spec.runAsUser | default (dict)).rule | default "")))) (ternary "" "runAsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.runAsGroup | default (dict)).rule | default "")))) (ternary "" "supplementalGroups" (not (hasPrefix "MustRunAs" (($policy.spec.supplementalGroups | default (dict)).rule | default "")))) (ternary "" "fsGroup" (not (hasPrefix "MustRunAs" (($policy.spec.fsGroup | default (dict)).rule | default "")))) (ternary "" "readOnlyRootFilesystem" (not $policy.spec.readOnlyRootFilesystem)) (ternary "" "runtimeClass" (not ($policy.spec.runtimeClass | default (dict)).defaultRuntimeClassName)) (ternary "" "appArmorDefaultProfile" (not $policy.profiles.appArmorDefaultProfile)) (ternary "" "seccompDefaultProfile" (not $policy.profiles.seccompDefaultProfile)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-30" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if not ($policy.given.subjects | default (list)) }}
{{- $result = append $result (printf "  %s" $policy.name) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-31" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (has (($policy.spec.runAsUser | default (dict)).rule | default "") (list "MustRunAs" "MayRunAs")) (not (($policy.spec.runAsUser | default (dict)).ranges | default (list))) }}
{{- $result = append $result (printf "%s is missing: with this rule the policy lets no pod in: such as [{ min: 1, max: 65535 }]" (printf "\"podSecurityPolicies.%s.spec.runAsUser.ranges\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-32" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (has (($policy.spec.supplementalGroups | default (dict)).rule | default "") (list "MustRunAs" "MayRunAs")) (not (($policy.spec.supplementalGroups | default (dict)).ranges | default (list))) }}
{{- $result = append $result (printf "%s is missing: with this rule the policy lets no pod in: such as [{ min: 1, max: 65535 }]" (printf "\"podSecurityPolicies.%s.spec.supplementalGroups.ranges\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-33" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (has (($policy.spec.fsGroup | default (dict)).rule | default "") (list "MustRunAs" "MayRunAs")) (not (($policy.spec.fsGroup | default (dict)).ranges | default (list))) }}
{{- $result = append $result (printf "%s is missing: with this rule the policy lets no pod in: such as [{ min: 1, max: 65535 }]" (printf "\"podSecurityPolicies.%s.spec.fsGroup.ranges\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-34" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and (eq (($policy.spec.seLinux | default (dict)).rule | default "") "MustRunAs") (not (hasKey ($policy.spec.seLinux | default (dict)) "seLinuxOptions")) }}
{{- $result = append $result (printf "%s is missing: with this rule the policy lets no pod in: such as { type: 'container_t' }, or the rule RunAsAny" (printf "\"podSecurityPolicies.%s.spec.seLinux.seLinuxOptions\"" $policy.name)) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-35" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- range $index, $range := $policy.spec.hostPorts | default (list) }}
{{- if or (gt ($range.min | int64) ($range.max | int64)) (lt ($range.max | int64) 1) (gt ($range.min | int64) 65535) }}
{{- $result = append $result (printf "%s%s" (printf "\"podSecurityPolicies.%s%s" $policy.name (printf ".spec.hostPorts[%d]\"" ($index | int64))) (printf " is a range without a port: %d to %d: ports go from 1 to 65535" ($range.min | int64) ($range.max | int64))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-36" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and ($policy.profiles.appArmorDefaultProfile | default "") (not (or (not ($policy.profiles.appArmorAllowedProfiles | default (list))) (has ($policy.profiles.appArmorDefaultProfile | default "") ($policy.profiles.appArmorAllowedProfiles | default (list))))) }}
{{- $result = append $result (printf "%s%s%s%s" (printf "\"podSecurityPolicies.%s.appArmorDefaultProfile\"" $policy.name) (printf " is \"%s\", which appArmorAllowedProfiles does not have: pods that name none are refused: add it there, or leave it out" ($policy.profiles.appArmorDefaultProfile | default "")) (ternary "" (printf " (appArmorDefaultProfile comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.given "appArmorDefaultProfile") (kindIs "invalid" $policy.profiles.appArmorDefaultProfile))))) (ternary "" (printf " (appArmorAllowedProfiles comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.given "appArmorAllowedProfiles") (kindIs "invalid" $policy.profiles.appArmorAllowedProfiles)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-37" -}}
{{- $result := list -}}
{{- range $number, $policy := fromJsonArray (include "pod-security.list-4" .) }}
{{- if and ($policy.profiles.seccompDefaultProfile | default "") (not (or (has "*" ($policy.profiles.seccompAllowedProfiles | default (list))) (has ($policy.profiles.seccompDefaultProfile | default "") ($policy.profiles.seccompAllowedProfiles | default (list))) (and (has ($policy.profiles.seccompDefaultProfile | default "") (list "runtime/default" "docker/default")) (or (has "runtime/default" ($policy.profiles.seccompAllowedProfiles | default (list))) (has "docker/default" ($policy.profiles.seccompAllowedProfiles | default (list))))))) }}
{{- $result = append $result (printf "%s%s%s%s" (printf "\"podSecurityPolicies.%s.seccompDefaultProfile\"" $policy.name) (printf " is \"%s\", which seccompAllowedProfiles does not have: pods that name none are refused: add it there, or leave it out" ($policy.profiles.seccompDefaultProfile | default "")) (ternary "" (printf " (seccompDefaultProfile comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.given "seccompDefaultProfile") (kindIs "invalid" $policy.profiles.seccompDefaultProfile))))) (ternary "" (printf " (seccompAllowedProfiles comes from the level \"%s\")" ($policy.given.level | default "")) (not (not (or (hasKey $policy.given "seccompAllowedProfiles") (kindIs "invalid" $policy.profiles.seccompAllowedProfiles)))))) }}
{{- end }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.doubtful" -}}
{{ sortAlpha (concat (fromJsonArray (include "pod-security.list-31" .)) (fromJsonArray (include "pod-security.list-32" .)) (fromJsonArray (include "pod-security.list-33" .)) (fromJsonArray (include "pod-security.list-34" .)) (fromJsonArray (include "pod-security.list-35" .)) (fromJsonArray (include "pod-security.list-36" .)) (fromJsonArray (include "pod-security.list-37" .))) | toJson }}
{{- end }}

{{- define "pod-security.test.image" -}}
{{ ternary (printf "%s:%s" .Values.test.image.repository (.Values.test.image.tag | default .Chart.AppVersion)) (printf "%s@%s" .Values.test.image.repository .Values.test.image.digest) (not .Values.test.image.digest) }}
{{- end }}

{{- define "pod-security.list-38" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "variables.policy_%d" ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-39" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "(size(variables.errors_0[%d]) == 0 && variables.use_%d)" ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-40" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "(!has(variables.context.seccompProfile) || (has(object.metadata.annotations) && 'kubernetes.io/psp' in object.metadata.annotations)) && size(variables.strict_0[%d]) == 0 && variables.use_%d ? [variables.policies_0[%d].name] : " ($number | int64) ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-41" -}}
{{- $result := list -}}
{{- range $number, $item := fromJsonArray (include "pod-security.list-2" .) }}
{{- $result = append $result (printf "size(variables.lenient_0[%d]) == 0 && variables.use_%d ? [variables.policies_0[%d].name] : " ($number | int64) ($number | int64) ($number | int64)) }}
{{- end }}
{{- $result | toJson }}
{{- end }}

{{- define "pod-security.list-42" -}}
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
