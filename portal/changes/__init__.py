"""What happens at the roof: reports are asked for, queued, written and kept.

Each module is imported by name: who asks needs none of the printers.
"""
