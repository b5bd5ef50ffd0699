from tests.integration.fixtures import built

__all__ = ["built"]
