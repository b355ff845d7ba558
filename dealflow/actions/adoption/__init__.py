"""Adopters: needs, matching with suppliers, deployments with measured results."""
