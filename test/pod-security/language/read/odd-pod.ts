/** A pod with a field that no server knows, those that came after 1.24, and those that need a feature gate. */
export const ODD_POD = {
  spec: {
    hostUsers: false,
    securityContext: { runAsNonRoot: true, runasUser: 7, appArmorProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'main',
        image: 'example.com/main:1',
        securityContext: { procMount: 'Unmasked', appArmorProfile: { type: 'RuntimeDefault' } },
      },
    ],
    volumes: [
      { name: 'typo', hostpath: { path: '/' } },
      { name: 'image', image: { reference: 'example.com/x:1' } },
    ],
  },
};
