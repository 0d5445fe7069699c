"""What the body of a page is made of; one template each."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from stories.choosers import ProductChooserBlock
from stories.showing import shown

PLAIN_FEATURES = ["bold", "italic", "link"]
TEXT_FEATURES = [*PLAIN_FEATURES, "h2", "h3", "ol", "ul", "hr", "document-link"]


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Ảnh"))
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=200, required=False)
    is_illustration = blocks.BooleanBlock(label=_("Đây là ảnh minh họa"), required=False)

    class Meta:
        icon = "image"
        label = _("Ảnh")
        template = "stories/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    words = blocks.TextBlock(label=_("Lời nói"), rows=3)
    speaker = blocks.CharBlock(label=_("Người nói"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Lời trích")
        template = "stories/blocks/quote.html"


class ProductBlock(blocks.StructBlock):
    product = ProductChooserBlock(label=_("Sản phẩm"))
    words = blocks.CharBlock(label=_("Một câu về sản phẩm"), max_length=240, required=False)

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | shown(value["product"])

    class Meta:
        icon = "tag"
        label = _("Sản phẩm")
        template = "stories/blocks/product.html"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=120, required=False)
    steps = blocks.ListBlock(blocks.TextBlock(label=_("Bước"), rows=2), label=_("Các bước"))

    class Meta:
        icon = "list-ol"
        label = _("Các bước")
        template = "stories/blocks/steps.html"


BODY_BLOCKS = [
    ("text", blocks.RichTextBlock(label=_("Đoạn văn"), features=TEXT_FEATURES, template="stories/blocks/text.html")),
    ("picture", PictureBlock()),
    ("quote", QuoteBlock()),
    ("product", ProductBlock()),
    ("steps", StepsBlock()),
]
