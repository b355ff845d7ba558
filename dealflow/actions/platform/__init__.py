"""What every act stands on: the workspace, the warehouse, maintenance, sheets from outside."""
