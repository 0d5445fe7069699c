from django import template

from marketplace.accounts.browsers import browser_of

register = template.Library()
register.filter("browser_of", browser_of)
