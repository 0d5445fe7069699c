from django import template

from marketplace.vouchers import wording

register = template.Library()
register.filter("promise", wording.promise)
