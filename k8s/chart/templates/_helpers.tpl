{{/* What each program uses, and so may reach: the same as `uses` and `mayLack` of its service.ts, and the internet. */}}
{{- define "contacts.uses" -}}
gateway: [mongodb, redis, storage, internet]
importer: [mongodb, redis, storage]
contacts: [mongodb, redis]
exporter: [mongodb, redis, storage]
campaigns: [mongodb, redis, storage]
webhooks: [mongodb, redis, internet]
migrate: [mongodb]
{{- end -}}

{{/* The queues whose length says how many processes are needed, and how many of their jobs suit one process. */}}
{{- define "contacts.queues" -}}
importer: { imports: 4 }
contacts: { ContactUpserted.contacts: 16, ColumnsFoundBlank.contacts: 4, tag-changes: 4, undos: 4, replays: 4 }
exporter: { exports: 2 }
{{- end -}}

{{/* Takes a dict of `root` and `name`, the name of a service, as all below. */}}
{{- define "contacts.selector" -}}
app.kubernetes.io/name: contacts
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "contacts.labels" -}}
{{ include "contacts.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{- define "contacts.name" -}}
{{ .root.Release.Name }}-{{ .name }}
{{- end -}}

{{- define "contacts.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* The rights of every pod. */}}
{{- define "contacts.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
volumes:
  - { name: tmp, emptyDir: {} }
{{- end -}}

{{/* The rights of every container. Its last words are shown by `kubectl describe pod`. */}}
{{- define "contacts.containerSecurity" -}}
image: {{ include "contacts.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
terminationMessagePolicy: FallbackToLogsOnError
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: tmp, mountPath: /tmp }
{{- end -}}

{{- define "contacts.secret" -}}
- name: {{ .key }}
  valueFrom: { secretKeyRef: { name: {{ .from }}, key: {{ .key }}{{ if .optional }}, optional: true{{ end }} } }
{{- end -}}

{{- define "contacts.environment" -}}
{{- $values := .root.Values }}
{{- $own := dict "NODE_ENV" "production" "HOST" "0.0.0.0" "PORT" "3000" "S3_BUCKET" $values.storage.bucket "S3_REGION" $values.storage.region }}
{{- if $values.metrics.enabled }}{{ $_ := set $own "METRICS_PORT" "9464" }}{{ else }}{{ $_ := set $own "METRICS_PORT" "" }}{{ end }}
{{- with $values.addresses.public }}{{ $_ := set $own "PUBLIC_URL" . }}{{ end }}
{{- with $values.addresses.storage }}{{ $_ := set $own "S3_ENDPOINT" . }}{{ end }}
{{- with $values.addresses.storageForBrowsers }}{{ $_ := set $own "S3_PUBLIC_ENDPOINT" . }}{{ end }}
{{- with $values.traces.endpoint }}{{ $_ := set $own "OTEL_EXPORTER_OTLP_ENDPOINT" . }}{{ end }}
{{- if eq .name "gateway" }}{{ $_ := set $own "DRAIN_SECONDS" (toString $values.gatewayShutdown.drainSeconds) }}{{ end }}
{{- range $name, $value := mergeOverwrite $own $values.environment (index $values.services .name).environment }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{ include "contacts.secret" (dict "key" "MONGODB_URI" "from" (default $values.secrets.mongodb (dig .name "mongodbSecret" "" $values.services))) }}
{{ include "contacts.secret" (dict "key" "REDIS_URL" "from" $values.secrets.redis) }}
{{- if has .name (list "gateway" "importer" "exporter" "campaigns") }}
{{ include "contacts.secret" (dict "key" "S3_ACCESS_KEY_ID" "from" $values.secrets.storage) }}
{{ include "contacts.secret" (dict "key" "S3_SECRET_ACCESS_KEY" "from" $values.secrets.storage) }}
{{- end }}
{{- if and $values.metrics.enabled $values.metrics.tokenSecret }}
{{ include "contacts.secret" (dict "key" "METRICS_TOKEN" "from" $values.metrics.tokenSecret) }}
{{- end }}
{{- if and $values.traces.endpoint $values.traces.headersSecret }}
{{ include "contacts.secret" (dict "key" "OTEL_EXPORTER_OTLP_HEADERS" "from" $values.traces.headersSecret) }}
{{- end }}
{{- if has .name (list "gateway" "webhooks") }}
{{ include "contacts.secret" (dict "key" "ENCRYPTION_KEY" "from" $values.secrets.encryption "optional" true) }}
{{ include "contacts.secret" (dict "key" "ENCRYPTION_KEY_PREVIOUS" "from" $values.secrets.encryption "optional" true) }}
{{- end }}
{{- if eq .name "gateway" }}
{{ include "contacts.secret" (dict "key" "OIDC_CLIENT_SECRET" "from" $values.secrets.oidc "optional" true) }}
{{- if $values.secrets.smtp }}
{{ include "contacts.secret" (dict "key" "SMTP_URL" "from" $values.secrets.smtp "optional" true) }}
{{- end }}
{{- end }}
{{- end -}}
