from oscar import config


class MarketplaceShop(config.Shop):
    """Oscar's shop, of which only templates, translations and checks are used: URLs are composed in urls.py."""
