"""Where a file says it comes from: content credentials (C2PA), China's label, IPTC, XMP's ids.

None of it is proof: it can be taken off by saving anew, and nothing here asks a list of trust.
"""
