/** Keys of a release that helmfile knows, from `ReleaseSpec` of helmfile 1.8.0: it refuses all others. */
export const RELEASE_KEYS: readonly string[] = `
  adopt apiVersions atomic cascade chart chartPath cleanupOnFail condition conditionTemplate createNamespace
  deleteTimeout deleteWait dependencies description devel directory disableAutoDetectedKubeVersionForDiff
  disableOpenAPIValidation disableValidation disableValidationOnInstall enableDNS env force forceConflicts
  forceGoGetter forceNamespace helmStuckGrace historyMax hooks inherit insecureSkipTLSVerify installed
  installedTemplate jsonPatches keyring kubeContext kubeVersion kubedogBurst kubedogQPS labels missingFileHandler
  missingFileHandlerConfig name namespace needs plainHttp postRenderer postRendererArgs recreatePods
  resolveOCIVersions reuseValues rollbackOnFailure secrets serverSide set setString setTemplate skipDeps skipKinds
  skipRefresh skipSchemaValidation strategicMergePatches suppressDiff suppressOutputLineRegex syncReleaseLabels
  takeOwnership timeout trackFailOnError trackFailedLogs trackKinds trackLogs trackMode trackResources
  trackTimeout transformers unitTests updateStrategy values valuesPathPrefix valuesTemplate verify verifyTemplate
  version wait waitForJobs waitRetries waitTemplate
`
  .trim()
  .split(/\s+/);
