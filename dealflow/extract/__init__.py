"""Words with boxes become claims with their proof: numbers, layout, labels, scope, and what is settled from them."""

from dealflow.extract.read import EXTRACTOR, read_claims

__all__ = ["EXTRACTOR", "read_claims"]
