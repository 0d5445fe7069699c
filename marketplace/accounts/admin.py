from django.contrib import admin

from marketplace.accounts.models import Membership, Office, User

admin.site.register([Membership, Office])


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "first_name", "last_name", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    exclude = ("password",)
