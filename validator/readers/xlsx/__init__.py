"""The strict parser of .xlsx: what Excel stores, read without a DTD, within limits, fast where the text is plain."""
