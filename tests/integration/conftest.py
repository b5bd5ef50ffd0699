from tests.integration.fixtures import built, place, published

__all__ = ["built", "place", "published"]
