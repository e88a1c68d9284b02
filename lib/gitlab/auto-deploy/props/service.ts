/** The Service. Its host names come from the pipeline. */
export interface AutoDeployService {
  /** Whether there is one. Without it there is no ingress either. @default true */
  readonly enabled?: boolean;
  /** Annotations. @default - none */
  readonly annotations?: { [key: string]: string };
  /** Name of the port. @default 'web' */
  readonly name?: string;
  /** The chart's `type`: `ClusterIP`, `NodePort` or `LoadBalancer`. @default 'ClusterIP' */
  readonly serviceType?: string;
  /** Another name in the certificate; only with AUTO_DEVOPS_COMMON_NAME=false, else the pipeline's is taken. @default - none */
  readonly commonName?: string;
  /** Port of the Service. @default 5000 */
  readonly externalPort?: number;
  /** Port that the application listens on. @default 5000 */
  readonly internalPort?: number;
  /** For `NodePort`; image v2.19.0. @default - the cluster's choice */
  readonly nodePort?: number;
  /** More ports: `{ port, targetPort, protocol, name }`. Image v2.20.0. @default - none */
  readonly extraPorts?: any[];
}

/** Certificates of the Ingress. */
export interface AutoDeployIngressTls {
  /** Whether it speaks TLS. @default true */
  readonly enabled?: boolean;
  /** Whether cert-manager gets the certificate. Image v2.2.0. @default true */
  readonly acme?: boolean;
  /** Secret with the certificate. @default - `<release>-auto-deploy-tls` */
  readonly secretName?: string;
  /** The controller's own certificate. Image v2.2.0. @default false */
  readonly useDefaultSecret?: boolean;
}

/** The web application firewall of ingress-nginx. */
export interface AutoDeployModSecurity {
  /** Whether it looks at requests. The variable AUTO_DEVOPS_MODSECURITY_SEC_RULE_ENGINE wins. @default false */
  readonly enabled?: boolean;
  /** `DetectionOnly`, `On` or `Off`. The variable AUTO_DEVOPS_MODSECURITY_SEC_RULE_ENGINE wins. @default 'DetectionOnly' */
  readonly secRuleEngine?: string;
  /** Rules: `{ variable, operator, action }`. @default - none */
  readonly secRules?: any[];
}

/** The Ingress. */
export interface AutoDeployIngress {
  /** Whether there is one. @default true */
  readonly enabled?: boolean;
  /** Path. Image v2.2.0. @default '/' */
  readonly path?: string;
  /** Class of controller. Image v2.26.0. @default - nginx by annotation */
  readonly className?: string;
  /** Annotations. @default - none */
  readonly annotations?: { [key: string]: string };
  /** Certificates. @default - from cert-manager */
  readonly tls?: AutoDeployIngressTls;
  /** The web application firewall of ingress-nginx. @default - off */
  readonly modSecurity?: AutoDeployModSecurity;
}

/** Metrics for Prometheus. */
export interface AutoDeployPrometheus {
  /** Marks the Service to be scraped at /metrics, and closes that path from outside. @default false */
  readonly metrics?: boolean;
}

/** Values of the areas service and ingress. */
export interface AutoDeployServiceProps {
  /** The Service. @default - port 5000 */
  readonly service?: AutoDeployService;
  /** The Ingress. @default - as the pipeline names the hosts */
  readonly ingress?: AutoDeployIngress;
  /** Metrics for Prometheus. @default - none */
  readonly prometheus?: AutoDeployPrometheus;
}
