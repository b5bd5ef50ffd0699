from tests.integration.fixtures import built, place, published, rich

__all__ = ["built", "place", "published", "rich"]
