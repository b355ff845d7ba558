"""Attendees who register by themselves: seats, waiting list, passes with a QR badge."""
