/**
 * What others send before anything shows: packages of npm, each file compressed with brotli 11 and
 * added up, measured once in November 2026 from the named versions.
 */
export const others = [
  { name: '@zhobo63/imgui-ts 0.1.53', what: 'Dear ImGui, its sources not counted', bytes: 326_229 },
  { name: '@mori2003/jsimgui 0.14.0', what: 'Dear ImGui', bytes: 476_138 },
  { name: '@rive-app/canvas-lite 2.45.0', what: 'animated graphics', bytes: 347_040 },
  { name: '@lottiefiles/dotlottie-web 0.80.0', what: 'animated graphics', bytes: 409_594 },
  { name: '@rerun-io/web-viewer 0.33.0', what: 'egui', bytes: 9_738_761 },
];
