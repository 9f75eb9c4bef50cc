"""What runs before Django is there: the environment, the embedded servers, the supervisor.

Standard library only.
"""
