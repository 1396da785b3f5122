#version 300 es
// Both kinds of texture are premultiplied: ImGui's shapes (white) and the atlas of runs (coloured).
precision mediump float;

uniform sampler2D image;

in vec2 fragment_uv;
in vec4 fragment_colour;

out vec4 colour;

void main() {
  colour = fragment_colour * texture(image, fragment_uv);
}
