"""What an officer may see and do (DECISIONS 14). The province is today's; old units were mapped to it.

A province's officers read everything of their province and act on 3 and 4 stars; the ministry's read everything and
act on 5 stars. Admins may do both. Operators stop and allow sales, of any product, and nothing else here.
"""

from catalogue import ocop
from catalogue.models import Certificate, IpAsset, Place, Producer, Product
from catalogue.queries import CertificateQuerySet, IpAssetQuerySet, PlaceQuerySet, ProducerQuerySet, ProductQuerySet
from marketplace.accounts.models import Office, User
from marketplace.accounts.roles import office_of
from traceability.case_queries import CaseQuerySet
from traceability.models import Case, GrowingArea, Lot
from traceability.queries import GrowingAreaQuerySet, LotQuerySet


def has_desk(user: User) -> bool:
    """Whether the person keeps the register."""
    return user.is_active and (user.is_superuser or office_of(user) is not None)


def certificates(user: User) -> CertificateQuerySet:
    """Certificates the person may read."""
    return _within(Certificate.objects.select_related("product__owner", "product__province", "superseded_by"), user)


def products(user: User) -> ProductQuerySet:
    """Products the person may read, and register a certificate for."""
    return _within(Product.objects.select_related("owner", "province"), user)


def producers(user: User) -> ProducerQuerySet:
    """Producers the person may read and verify."""
    return _within(Producer.objects.select_related("province"), user)


def ip_assets(user: User) -> IpAssetQuerySet:
    """Protected names that the person may read and keep."""
    return _within(IpAsset.objects.select_related("province"), user)


def cases(user: User) -> CaseQuerySet:
    """Suspected counterfeits the person may read and settle."""
    return _within(Case.objects.with_label(), user)


def lots(user: User) -> LotQuerySet:
    """Lots the person may read and recall."""
    return _within(Lot.objects.select_related("product__owner", "product__province"), user)


def growing_areas(user: User) -> GrowingAreaQuerySet:
    """Codes of growing areas declared for the person's province."""
    return _within(GrowingArea.objects.select_related("producer", "province"), user)


def province_of(user: User) -> int | None:
    """The one province (primary key) to which the person is bound; None for those who read all."""
    office = None if user.is_superuser else office_of(user)
    return office.province_id if office and office.level == Office.Level.PROVINCE else None


def former_provinces(user: User) -> PlaceQuerySet:
    """Provinces of before 1 July 2025 that lie in the person's scope."""
    own = province_of(user)
    return Place.objects.merged_into(own) if own else Place.objects.former_provinces()


def stars_of(user: User) -> tuple[int, ...]:
    """The stars the person's office recognises and revokes."""
    if user.is_superuser:
        return ocop.CERTIFIED_STARS
    office = office_of(user)
    return tuple(n for n in ocop.CERTIFIED_STARS if office and ocop.authority_for(n) == office.level)


def may_act(user: User, certificate: Certificate) -> bool:
    """Whether the person's office may change this certificate. The reader's scope was asked before."""
    return certificate.stars in stars_of(user)


def may_replace(user: User, certificate: Certificate, stars: int) -> bool:
    """Whether a certificate of `stars` by this office may take the place of `certificate`: its own, or a lower one."""
    own = stars_of(user)
    return stars in own and (certificate.stars in own or stars > certificate.stars)


def _within(rows, user: User):
    if not has_desk(user):
        return rows.none()
    own = province_of(user)
    return rows.of_place(own) if own else rows
