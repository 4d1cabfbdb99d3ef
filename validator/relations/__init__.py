"""The sum relationships (勾稽关系): how a rule is written, what it means, and what a check multiplies."""
