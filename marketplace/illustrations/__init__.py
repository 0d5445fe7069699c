"""Pictures without a photographer: Đông Hồ style prints, drawn from a seed. Pillow only."""

from marketplace.illustrations.compose import draw_product, draw_province, draw_story

__all__ = ["draw_product", "draw_province", "draw_story"]
