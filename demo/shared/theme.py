"""Colours, fonts and spacing; what Gradio's theme cannot express is in assets/page.css."""

from __future__ import annotations

import gradio as gr

# Plots tell the three apart by shape and dash too, never by colour alone.
TEACHER, STUDENT, ALONE = "#3b6fd4", "#d06a1c", "#7b8494"

# Fonts of the visitor's system, Bengali ones included: the page loads nothing from other hosts.
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans Bengali", "Kohinoor Bangla",
          "Nirmala UI", "Vrinda", "sans-serif")  # fmt: skip


# (light mode, dark mode)
_COLOURS = {
    "body_background_fill": ("#ffffff", "#0f1722"),
    "body_text_color": ("#1b2430", "#e6ebf2"),
    "body_text_color_subdued": ("#4f5b6b", "#a9b4c4"),
    "background_fill_primary": ("#ffffff", "#0f1722"),
    "background_fill_secondary": ("#f6f8fb", "#172231"),
    "block_background_fill": ("transparent", "transparent"),
    "block_label_background_fill": ("transparent", "transparent"),
    "block_title_text_color": ("#1b2430", "#e6ebf2"),
    "block_info_text_color": ("#4f5b6b", "#a9b4c4"),
    "border_color_primary": ("#d5dce6", "#33415a"),
    "input_background_fill": ("#ffffff", "#172231"),
    "input_border_color": ("#8793a5", "#5b6a80"),
    "input_placeholder_color": ("#667385", "#93a0b3"),
    "button_primary_background_fill": ("#1f4fa8", "#2f64c8"),
    "button_primary_background_fill_hover": ("#183f88", "#3b6fd4"),
    "button_primary_text_color": ("#ffffff", "#ffffff"),
    "button_secondary_background_fill": ("#eef2f8", "#22304a"),
    "button_secondary_background_fill_hover": ("#e1e8f2", "#2b3c5c"),
    "button_secondary_text_color": ("#1b2430", "#e6ebf2"),
    "checkbox_label_background_fill": ("transparent", "transparent"),
    "checkbox_label_border_color": ("#d5dce6", "#33415a"),
    "checkbox_label_background_fill_selected": ("#eaf0fb", "#1d2c47"),
    "checkbox_label_text_color_selected": ("#1b2430", "#e6ebf2"),
}
_SHAPES = {
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_title_text_weight": "600",
    "block_padding": "0px",
    "layout_gap": "14px",
    "form_gap_width": "0px",
    "input_border_width": "1px",
}


def theme() -> gr.themes.Base:
    """Return the page's theme."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=list(_FONTS),
        font_mono=["ui-monospace", "Consolas", "monospace"],
        radius_size=gr.themes.sizes.radius_lg,
        spacing_size=gr.themes.sizes.spacing_lg,
        text_size=gr.themes.sizes.text_md,
    ).set(
        **{name: light for name, (light, _) in _COLOURS.items()},
        **{f"{name}_dark": dark for name, (_, dark) in _COLOURS.items()},
        **_SHAPES,
    )
