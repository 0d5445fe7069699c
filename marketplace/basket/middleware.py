"""Finds the visitor's basket without ever writing: it comes into being when something is put into it."""

from django.http import HttpRequest
from oscar.apps.basket import middleware

from marketplace.basket.models import Basket


class BasketMiddleware(middleware.BasketMiddleware):
    def get_basket(self, request: HttpRequest) -> Basket:
        if request._basket_cache is None:
            request._basket_cache = self._find(request)
        return request._basket_cache

    def _find(self, request: HttpRequest) -> Basket:
        if request.user.is_authenticated:
            own = Basket.open.filter(owner=request.user).order_by("pk").first()
            return own or Basket(owner=request.user)
        key = self.get_cookie_key(request)
        return self.get_cookie_basket(key, request, Basket.open) or Basket()

    def apply_offers_to_basket(self, request: HttpRequest, basket: Basket) -> None:
        """There are no offers yet, and asking for them costs queries on every page."""
