from tests.integration.fixtures import built, followed, place, published, rich

__all__ = ["built", "followed", "place", "published", "rich"]
