#version 300 es
// Device pixels (origin top left) to clip space; straight colours to premultiplied ones.
precision highp float;

uniform vec2 size;  // of the canvas, device px

layout(location = 0) in vec2 position;
layout(location = 1) in vec2 uv;
layout(location = 2) in vec4 colour;

out vec2 fragment_uv;
out vec4 fragment_colour;

void main() {
  vec2 clip = position / size * 2.0 - 1.0;
  gl_Position = vec4(clip.x, -clip.y, 0.0, 1.0);
  fragment_uv = uv;
  fragment_colour = vec4(colour.rgb * colour.a, colour.a);
}
