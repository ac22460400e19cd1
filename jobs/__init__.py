"""Work done after a request, by as many workers as there are. Delivery is at least once, so doing a job twice is
doing it once. `queue` lists every job; each has a file of its own."""
