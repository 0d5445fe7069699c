from tests.bench import site  # noqa: F401  (before anything of Django's)

# isort: split
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
