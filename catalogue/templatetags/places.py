"""Places in words, for templates."""

from django import template

from catalogue import place_wording

register = template.Library()

register.simple_tag(place_wording.origin_in_words, name="origin")
register.filter("in_words", place_wording.in_words)
register.filter("within_a_sentence", place_wording.within_a_sentence)
