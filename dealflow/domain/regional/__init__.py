"""A regional programme: regions and years with budgets, supported firms, quarterly figures, plan against actual."""
