"""Pictures in Oscar's dashboard, for operators only: as they were stored. The shop's own stand in catalogue/pictures."""

from oscar.core.thumbnails import AbstractThumbnailer


class AsStored(AbstractThumbnailer):
    """Makes no smaller copies, so it needs none of the packages that Oscar's own thumbnailers ask for."""

    def generate_thumbnail(self, source, **options):
        return source

    def delete_thumbnails(self, source):
        """There are none."""
