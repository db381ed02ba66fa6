"""Links of tables that lead to pages of ours."""
