"""The rules judged a second time, from their written sentences alone, to hold the product against.

Nothing here but `product` knows the validator: the form's addresses and the thresholds are read from their data files.
"""
