"""The demo's files: what the last outputs look like, what was delivered of them, what was cut.

The same seed gives the same bytes on one machine; other versions of Pillow or of the codecs may
write others. Belongs here: drawing stand-ins and laying them out as an agency would. Does not
belong here: what the agency did (`agency`), or finding out which file is which output.
"""
