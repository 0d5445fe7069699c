from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place
from marketplace.buyers.queries import SavedAddressQuerySet
from marketplace.order.phones import spoken


class SavedAddress(models.Model):
    """Where a person has things sent (sổ địa chỉ): province and commune of today, phone as E.164."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_addresses")
    recipient = models.CharField(_("Họ và tên người nhận"), max_length=100)
    phone = models.CharField(_("Số điện thoại"), max_length=16)
    province = models.ForeignKey(Place, models.PROTECT, related_name="+")
    commune = models.ForeignKey(Place, models.PROTECT, related_name="+")
    street = models.CharField(_("Số nhà, đường, thôn, ấp"), max_length=200)
    is_default = models.BooleanField(default=False)

    objects = SavedAddressQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="one_default_address_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.line}"

    @property
    def line(self) -> str:
        """Street, commune, province."""
        return f"{self.street}, {self.commune}, {self.province}"

    @property
    def spoken_phone(self) -> str:
        return spoken(self.phone)

    def as_typed(self) -> dict[str, str]:
        """As the checkout's form takes it."""
        places = {"province": str(self.province_id), "commune": str(self.commune_id)}
        return {"recipient": self.recipient, "phone": self.spoken_phone, "street": self.street, **places}
