from tests.integration.fixtures import built, followed, nobodys_machine, place, published, rich

__all__ = ["built", "followed", "nobodys_machine", "place", "published", "rich"]
