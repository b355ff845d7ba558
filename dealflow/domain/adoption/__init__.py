"""Adopters: what they need, which suppliers fit, and what came of deployments. Pure rules."""
